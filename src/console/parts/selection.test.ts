import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changeSelection,
  isSelected,
  NOTHING,
  pageState,
  TICKED_MAX,
  type Selection,
  type SelectionAction,
} from './selection.ts';

const pageOf = (index: number, size = 50): string[] =>
  Array.from({ length: size }, (_, row) => `row-${index * size + row}`);

const PAGES = 6; // 300 rows: more than can be ticked

const page = fc.integer({ min: 0, max: PAGES - 1 }).map((index) => pageOf(index));
const action: fc.Arbitrary<SelectionAction> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(page, fc.nat(49), fc.boolean(), fc.boolean()).map(click) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        page,
        fc.nat(3).map((draw) => draw > 0),
      )
      .map(([rows, on]): SelectionAction => ({ type: 'page', on, page: rows })),
  },
  { weight: 2, arbitrary: fc.constant<SelectionAction>({ type: 'all' }) },
  { weight: 1, arbitrary: fc.constantFrom<SelectionAction>({ type: 'clear' }, { type: 'filters' }) },
);

function click([rows, at, on, range]: [string[], number, boolean, boolean]): SelectionAction {
  return { type: 'row', id: rows[at] ?? '', on, range, page: rows };
}

/** What a person would keep in their head: the ticked rows, or "all"; and which row was the last. */
type Model = { all: boolean; ticked: string[]; last: string };

function play(model: Model, done: SelectionAction): Model {
  if (done.type === 'all') return { all: true, ticked: [], last: '' };
  if (done.type === 'clear' || done.type === 'filters') return { all: false, ticked: [], last: '' };
  let meant = done.page;
  let last = model.last;
  if (done.type === 'row') {
    const ends = [done.page.indexOf(last), done.page.indexOf(done.id)].toSorted((a, b) => a - b);
    const together = done.range && done.page.includes(last);
    meant = together ? done.page.filter((_, at) => at >= ends[0]! && at <= ends[1]!) : [done.id];
    last = done.id;
  }
  if (model.all && done.on) return { ...model, last };
  const before = model.all ? [...done.page] : model.ticked;
  const ticked = done.on
    ? [...before, ...meant.filter((id) => !before.includes(id))].slice(0, TICKED_MAX)
    : before.filter((id) => !meant.includes(id));
  return { all: false, ticked, last };
}

const filling = [0, 1, 2, 3, 4].map((index): SelectionAction => ({
  type: 'page',
  on: true,
  page: pageOf(index),
}));

test('whatever is clicked, what is selected is what a plain list of ticked rows says', () => {
  const full = { seen: false };
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      let selection: Selection = NOTHING;
      let model: Model = { all: false, ticked: [], last: '' };
      for (const done of actions) {
        const before = model;
        selection = changeSelection(selection, done);
        model = play(model, done);
        expect(selection.all).toBe(model.all);
        expect([...selection.ids]).toEqual(model.ticked);
        expect(selection.ids.size).toBeLessThanOrEqual(TICKED_MAX);
        if (selection.note === 'full') {
          full.seen = true;
          expect(model.ticked).toHaveLength(TICKED_MAX);
        }
        const lost = done.type === 'filters' && (before.all || before.ticked.length > 0);
        expect(selection.note === 'cleared').toBe(lost);
        for (const index of [0, 5]) {
          const rows = pageOf(index);
          const on = rows.filter((id) => model.all || model.ticked.includes(id));
          expect(rows.filter((id) => isSelected(selection, id))).toEqual(on);
          expect(pageState(selection, rows)).toBe(
            on.length === 0 ? 'none' : on.length === rows.length ? 'all' : 'some',
          );
        }
      }
    }),
    // Chance alone does not always come to the limit.
    { numRuns: 300, examples: [[filling]] },
  );
  expect(full.seen, 'some run filled it up').toBe(true);
});

test('unticking a row where all that match are selected keeps the rest of the page', () => {
  const rows = pageOf(3, 25);
  const all = changeSelection(NOTHING, { type: 'all' });
  const left = changeSelection(all, { type: 'row', id: 'row-80', on: false, range: false, page: rows });
  expect(left.all).toBe(false);
  expect([...left.ids]).toEqual(rows.filter((id) => id !== 'row-80'));
});

test('Shift takes the rows between; over two pages it takes the one row', () => {
  const rows = pageOf(0, 25);
  const click = (selection: Selection, id: string, range: boolean, on = true) =>
    changeSelection(selection, { type: 'row', id, on, range, page: rows });
  const first = click(NOTHING, 'row-7', false);
  const upwards = click(first, 'row-4', true);
  expect([...upwards.ids].toSorted()).toEqual(['row-4', 'row-5', 'row-6', 'row-7']);
  expect([...click(upwards, 'row-6', true, false).ids]).toEqual(['row-7']);
  const elsewhere = changeSelection(first, {
    type: 'row',
    id: 'row-30',
    on: true,
    range: true,
    page: pageOf(1, 25),
  });
  expect([...elsewhere.ids]).toEqual(['row-7', 'row-30']);
});
