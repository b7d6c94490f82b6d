import fc from 'fast-check';
import type { Action, Command } from './commands.ts';
import { predict } from './explore.ts';
import { DAY, HOUR, MINUTE, MODEL_PEOPLE, SECOND, type Model } from './state.ts';
import { dueJobs } from './worker.ts';

/** An action still to be fitted to the world as it then is: which of those that would succeed, or of all there are. */
interface Wish {
  readonly do: Action['do'];
  readonly fit: boolean;
  readonly pick: number;
}

/** What fast-check draws and shrinks; `choose` makes a command of it. */
export type Draw =
  | Wish
  | {
      readonly do: 'together';
      readonly wishes: readonly Wish[];
      readonly worker: boolean;
      readonly pace: number;
    }
  | { readonly do: 'advance'; readonly far: number }
  | { readonly do: 'fault'; readonly which: number }
  /** Whatever takes some rotation one step further, so that runs get far. */
  | { readonly do: 'further'; readonly turn: number }
  | { readonly do: 'settle' };

const WEIGHTS: readonly (readonly [Action['do'], number])[] = [
  ['ask', 12],
  ['approve', 10],
  ['claim', 10],
  ['confirm', 6],
  ['retire', 3],
  ['retry', 4],
  ['decline', 2],
  ['withdraw', 2],
  ['leave', 4],
  ['join', 3],
  ['create', 2],
  ['report', 4],
  ['review', 4],
  ['remove', 1],
  ['appoint', 1],
  ['dismiss', 1],
  ['delete', 2],
];

const wishes: fc.Arbitrary<Wish> = fc.record({
  do: fc.oneof(...WEIGHTS.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) }))),
  // Three of four succeed; the fourth tries what may well be refused.
  fit: fc.nat(3).map((n) => n < 3),
  pick: fc.nat(999),
});

/** What gets in each other's way. */
const rivals: fc.Arbitrary<Wish> = fc.record({
  do: fc.constantFrom<Action['do'][]>(
    'claim',
    'leave',
    'approve',
    'decline',
    'withdraw',
    'confirm',
    'retire',
    'report',
    'remove',
  ),
  fit: fc.constant(true),
  pick: fc.nat(999),
});

const draws: fc.Arbitrary<Draw> = fc.oneof(
  { weight: 50, arbitrary: wishes },
  {
    weight: 50,
    arbitrary: fc.record({ do: fc.constant('further' as const), turn: fc.nat(999) }),
  },
  { weight: 12, arbitrary: fc.constant<Draw>({ do: 'settle' }) },
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('together' as const),
      wishes: fc.array(fc.oneof(wishes, rivals), { minLength: 2, maxLength: 3 }),
      worker: fc.boolean(),
      pace: fc.nat(9999),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('advance' as const), far: fc.nat(11) }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('fault' as const), which: fc.nat(4) }) },
);

/** A whole run. */
export const drawnRuns = (length: number): fc.Arbitrary<Draw[]> =>
  fc.array(draws, { minLength: 1, maxLength: length, size: 'max' });

const GROUPS = ['grp_payments', 'grp_logistics'] as const;
const PAGES = ['first', 'second'] as const;
const OVERLAPS = ['immediately', '1_hour', '24_hours', '7_days'] as const;
const SERVICES = ['overlap', 'single'] as const;
/** Ada stays, for the run listens as her. */
const REMOVABLE = ['ben', 'cid', 'dan'] as const;

/** Everything that could be tried under this name now. */
const candidates = (model: Model, name: Action['do'], as: string): readonly Action[] => {
  // Deleted accesses and settled requests stay in play, but only the latest few.
  const accesses = Object.keys(model.accesses).slice(-5);
  const requests = Object.keys(model.requests).slice(-4);
  return MODEL_PEOPLE.flatMap((by): readonly Action[] => {
    switch (name) {
      case 'ask':
        return accesses.flatMap((access) =>
          OVERLAPS.map((overlap) => ({ do: name, by, access, overlap, as: `request ${as}` })),
        );
      case 'approve':
      case 'decline':
      case 'withdraw':
      case 'retry':
        return requests.map((request) => ({ do: name, by, request }));
      case 'claim':
      case 'confirm':
        return accesses.flatMap((access) => PAGES.map((page) => ({ do: name, by, access, page })));
      case 'retire':
      case 'delete':
        return accesses.map((access) => ({ do: name, by, access }));
      case 'create':
        return GROUPS.flatMap((group) =>
          SERVICES.map((service) => ({ do: name, by, group, service, as: `access ${as}` })),
        );
      case 'report':
        // What was never made has nothing that could be reported.
        return accesses
          .filter((access) => model.accesses[access]?.credentials.length)
          .map((access) => ({ do: name, by, access, as: `incident ${as}` }));
      case 'review':
        return Object.keys(model.incidents)
          .slice(-4)
          .map((incident) => ({ do: name, by, incident }));
      case 'remove':
        return REMOVABLE.map((person) => ({ do: name, by, person }));
      case 'appoint':
      case 'dismiss':
        return REMOVABLE.filter(
          (person) =>
            by !== 'fay' &&
            !model.gone.includes(person) &&
            model.admins.includes(person) === (name === 'dismiss'),
        ).map((person) => ({ do: name, by, person }));
      case 'join':
      case 'leave':
        return GROUPS.flatMap((group) =>
          MODEL_PEOPLE.filter((person) => person !== 'fay').map((person) => ({
            do: name,
            by,
            group,
            person,
          })),
        );
    }
  });
};

/** Of those that would succeed, the ones that change something. */
const isIdle = (model: Model, action: Action): boolean =>
  // Repeating what is saved already, or shown to the same page.
  (action.do === 'confirm' && model.accesses[action.access]?.credentials.at(-1)?.status === 'saved') ||
  (action.do === 'join' && model.members[action.group].includes(action.person)) ||
  (action.do === 'leave' && !model.members[action.group].includes(action.person));

/** Whether it gets somewhere: succeeds, or would if only the platform answered (R19). */
const isPromising = (model: Model, action: Action): boolean =>
  !isIdle(model, action) && ['ok', 'unavailable'].includes(predict(model, action));

/** What an action is about, and whose rights it hangs on. */
const concernsOf = (model: Model, action: Action): readonly string[] => {
  if ('person' in action) return [action.person];
  if (action.do === 'create') return [action.by];
  if ('incident' in action) return [action.by, model.incidents[action.incident]?.access ?? ''];
  const access = 'access' in action ? action.access : model.requests[action.request]?.access;
  return [action.by, access ?? ''];
};

const fitted = (model: Model, wish: Wish, as: string, beside: readonly Action[] = []): Action | undefined => {
  const all = candidates(model, wish.do, as);
  const good = wish.fit ? all.filter((action) => isPromising(model, action)) : [];
  const concerns = beside.flatMap((action) => concernsOf(model, action));
  const close = good.filter((action) => concernsOf(model, action).some((one) => concerns.includes(one)));
  const [chosen = all] = [close, good].filter((actions) => actions.length > 0);
  return chosen[wish.pick % Math.max(1, chosen.length)];
};

const FAR = [SECOND, 5 * SECOND, MINUTE, 10 * MINUTE, HOUR, DAY, 7 * DAY] as const;

/** In seconds: exactly to the next thing that falls due, to a second before it, or a usual distance. */
const distance = (model: Model, far: number): number => {
  const next = Math.min(...model.jobs.map((job) => job.runAt).filter((at) => at > model.now));
  if (far >= 7 && Number.isFinite(next)) {
    const seconds = Math.round((next - model.now) / SECOND) - (far >= 10 ? 1 : 0);
    return Math.max(1, seconds);
  }
  return (FAR[far] ?? SECOND) / SECOND;
};

/** What a rotation goes through once it is asked for. */
const STARTED = ['approve', 'retry', 'claim', 'confirm'] as const;

const further = (model: Model, turn: number, as: string): Command => {
  if (dueJobs(model).length > 0 && turn % 4 > 0) return { do: 'settle' };
  if (model.fault !== null && turn % 5 === 0) return { do: 'fault', fault: null };
  const open = (names: readonly Action['do'][]): readonly Action[] =>
    names.flatMap((name) => candidates(model, name, as).filter((action) => isPromising(model, action)));
  const started = turn % 3 > 0 ? open(STARTED) : [];
  const chosen = started.length > 0 ? started : open(['ask']);
  return chosen[turn % Math.max(1, chosen.length)] ?? { do: 'settle' };
};

/** Too many due jobs beside several actions have too many orders to try. */
const FEW_JOBS = 3;

/** The command that a draw stands for in this world, if any; `serial` makes its labels unique. */
export const choose = (model: Model, draw: Draw, serial: number): Command | undefined => {
  if ('pick' in draw) return fitted(model, draw, `${serial}`);
  switch (draw.do) {
    case 'settle':
      return { do: 'settle' };
    case 'further':
      return further(model, draw.turn, `${serial}`);
    case 'advance':
      return { do: 'advance', seconds: distance(model, draw.far) };
    case 'fault':
      return {
        do: 'fault',
        fault: ([null, null, null, 'platform_down', 'platform_refuses'] as const)[draw.which] ?? null,
      };
    case 'together': {
      const actions: Action[] = [];
      for (const [i, wish] of draw.wishes.entries()) {
        // Two at once that give the same role would each be right, and leave two of it.
        if (wish.do === 'appoint' || wish.do === 'dismiss') continue;
        const action = fitted(model, wish, `${serial}.${i}`, actions);
        if (action) actions.push(action);
      }
      const few = dueJobs(model).length <= FEW_JOBS;
      const worker = draw.worker && few;
      return actions.length > 1 || worker ? { do: 'together', actions, worker, pace: draw.pace } : actions[0];
    }
  }
};
