import type { TableSpec } from '../../service/ports/tables.ts';

/** A row of any table, as the store handles it. */
export interface Row {
  readonly id: string;
  readonly [column: string]: unknown;
}

/** A table's columns, without the row's type. */
export type Spec = TableSpec<Row>;

/** A query's conditions, without the row's type. */
export interface Conditions {
  readonly where?: Readonly<Record<string, unknown>>;
  readonly either?: readonly Readonly<Record<string, unknown>>[];
  readonly search?: string | readonly string[];
}

type Test = (row: Row) => boolean;

const columnTest = (column: string, match: unknown): Test => {
  if (typeof match !== 'object' || match === null) return (row) => row[column] === match;
  if ('in' in match && Array.isArray(match.in)) {
    const wanted = new Set<unknown>(match.in);
    return (row) => wanted.has(row[column]);
  }
  if ('not' in match) {
    const { not } = match;
    return (row) => row[column] !== not;
  }
  if ('atMost' in match && 'above' in match) {
    const tests = [columnTest(column, { above: match.above }), columnTest(column, { atMost: match.atMost })];
    return (row) => tests.every((test) => test(row));
  }
  const limit = 'atMost' in match ? match.atMost : 'above' in match ? match.above : undefined;
  if (typeof limit !== 'number') throw new Error(`no such condition on ${column}`);
  const atMost = 'atMost' in match;
  return (row) => {
    const value = row[column];
    return typeof value === 'number' && (atMost ? value <= limit : value > limit);
  };
};

/** An undefined value is an error: it would otherwise mean "any", by accident. */
const whereTests = (spec: Spec, where: Readonly<Record<string, unknown>>): Test[] =>
  Object.entries(where).map(([column, match]) => {
    const kind = spec.columns[column];
    if (kind === undefined || kind === 'json') throw new Error(`cannot filter by ${column}`);
    if (match === undefined) throw new Error(`the condition on ${column} is undefined`);
    return columnTest(column, match);
  });

/** The test that a row must pass. */
export const matcher = (spec: Spec, { where = {}, either, search }: Conditions): Test => {
  const tests = whereTests(spec, where);
  if (either !== undefined) {
    const choices = either.map((choice) => whereTests(spec, choice));
    tests.push((row) => choices.some((choice) => choice.every((test) => test(row))));
  }
  if (search !== undefined) {
    if (spec.columns['searchText'] === undefined) throw new Error('this table has no searchText');
    const needles = [search].flat().map((text) => text.toLowerCase());
    tests.push(
      ({ searchText }) =>
        typeof searchText === 'string' && needles.every((needle) => searchText.includes(needle)),
    );
  }
  return (row) => tests.every((test) => test(row));
};
