import { overlapOptions, type Overlap } from '../../../domain/credential/overlap.ts';
import type { Service } from '../../../domain/people.ts';
import { DAY, HOUR } from '../../../domain/time.ts';
import type { NewCast } from '../stage.ts';
import { type Dice, shareOut, weightedDraw } from './dice.ts';
import type { Directory } from './large-directory.ts';
import { CONSENTS, DUTIES, PLACES, REASONS, REFUSALS, SUBJECTS } from './vocabulary.ts';

/** A rotation; what lies after the world's now does not come to pass. */
export interface PlannedRotation {
  readonly at: number;
  readonly message: string;
  readonly overlap: Overlap;
  readonly who: string;
  /** Another member, who decides. */
  readonly other: string;
  readonly decidedAt: number;
  readonly end: 'delete' | 'decline' | 'approve' | 'fail';
  /** The reason of a decline, or the approver's message. */
  readonly words: string;
  /** When a failed one is tried again; null: never. */
  readonly retriedAt: number | null;
  readonly view: PlannedView | null;
}

/** When the credentials are looked at, and whether they are confirmed. */
export interface PlannedView {
  readonly at: number;
  readonly save: boolean;
}

export interface PlannedAccess extends NewCast {
  readonly at: number;
  /** The platform refuses the first credentials. */
  readonly fails: boolean;
  readonly view: PlannedView | null;
  readonly rotations: readonly PlannedRotation[];
}

/** Longest life of an access: a little more than a certificate's, so that some have ended. */
const OLDEST = 860 * DAY;
/** Requests go back this far. */
const SPAN = 800 * DAY;
/** Before the first rotation: by then the first credentials were viewed or have expired. */
const SETTLED = 8 * DAY;
/** From a request to the latest moment at which the next one may follow. */
const TURN = 20 * DAY;

/** Whole milliseconds: no store keeps parts of them, and the audit chain would not verify. */
const within = (value: number, most: number): number => Math.floor(Math.min(value, most));

const planView = (dice: Dice, readyAt: number): PlannedView | null =>
  dice.chance(0.015)
    ? null
    : { at: readyAt + within(dice.skewed(3 * HOUR, 1.5), 6 * DAY), save: dice.chance(0.99) };

const planRotation = (
  dice: Dice,
  at: number,
  service: Service,
  who: string,
  other: string,
): PlannedRotation => {
  const kind = dice.next();
  const end = kind < 0.03 ? 'delete' : kind < 0.09 ? 'decline' : kind < 0.105 ? 'fail' : 'approve';
  const decidedAt = at + within(dice.skewed(12 * HOUR, 1.4), 8 * DAY);
  const retriedAt = end === 'fail' && dice.chance(0.5) ? decidedAt + dice.int(1, 24) * HOUR : null;
  const { options, preset } = overlapOptions(service.passwordsOverlap);
  const made = end === 'approve' || retriedAt !== null;
  return {
    at,
    message: dice.pick(REASONS),
    overlap: dice.chance(0.7) ? preset : dice.pick(options),
    who,
    other,
    decidedAt,
    end,
    words: end === 'decline' ? dice.pick(REFUSALS) : dice.chance(0.2) ? dice.pick(CONSENTS) : '',
    retriedAt,
    view: made ? planView(dice, retriedAt ?? decidedAt) : null,
  };
};

/** The moments of so many requests to one access: each has a stretch of its life for itself. */
const momentsOf = (dice: Dice, from: number, now: number, count: number): number[] => {
  const stretch = (now - from) / count;
  return Array.from({ length: count }, (_, i) => {
    const last = i === count - 1;
    return Math.floor(from + stretch * i + dice.next() * (last ? stretch : stretch - TURN));
  });
};

/** Draws service users' names, none twice. */
const nameDraw = (dice: Dice, taken: Set<string>): (() => string) => {
  const numbers = new Map<string, number>();
  return () => {
    const stem = `${dice.pick(SUBJECTS)}-${dice.pick(DUTIES)}${dice.chance(0.75) ? `-${dice.pick(PLACES)}` : ''}`;
    let name = stem;
    let number = numbers.get(stem) ?? 1;
    while (taken.has(name)) name = `${stem}-${(number += 1)}`;
    numbers.set(stem, number);
    taken.add(name);
    return name;
  };
};

/** How many accesses a group has beside its share by size, as a weight. */
const weightOf = (dice: Dice, members: number): number => Math.sqrt(members) * dice.skewed(1, 0.7);

/**
 * Plans so many accesses and rotations over the years before `now`, group by group. `known` groups and names are the
 * demo's: each of its groups gets an average share. Throws RangeError when the accesses are too few for the requests.
 */
export const planAccesses = (
  dice: Dice,
  directory: Directory,
  now: number,
  wanted: { readonly accesses: number; readonly requests: number },
  known: { readonly groups: ReadonlySet<string>; readonly names: Iterable<string> },
): PlannedAccess[] => {
  const members = new Map<string, string[]>(directory.groups.map(({ id }) => [id, []]));
  for (const { groupId, personId } of directory.memberships) members.get(groupId)?.push(personId);
  const topics = new Map<string, string[]>(directory.services.map(({ id }) => [id, []]));
  for (const { serviceId, name } of directory.topics) topics.get(serviceId)?.push(name);

  const weights = directory.groups.map(({ id }) =>
    known.groups.has(id) ? 0 : weightOf(dice, members.get(id)?.length ?? 0),
  );
  const others = weights.filter((weight) => weight > 0);
  const average = others.length === 0 ? 1 : others.reduce((sum, weight) => sum + weight, 0) / others.length;
  // One person alone cannot look after as much.
  const usual = (id: string): number => ((members.get(id)?.length ?? 0) > 1 ? average : average / 4);
  const shares = shareOut(
    dice,
    wanted.accesses,
    weights.map((weight, i) => weight || usual(directory.groups[i]?.id ?? '')),
  );
  const drawService = weightedDraw(
    dice,
    directory.services.map(() => dice.skewed(1, 0.8)),
  );
  const drawName = nameDraw(dice, new Set(known.names));

  const plots = directory.groups.flatMap((group, i) => {
    const own = Array.from({ length: dice.int(1, 5) }, drawService);
    return Array.from({ length: shares[i] ?? 0 }, () => {
      // Now and then a team needs what another one runs.
      const index = dice.chance(0.85) ? dice.pick(own) : drawService();
      return { group, index, at: now - Math.floor(dice.next() * OLDEST) };
    });
  });
  const lives = plots.map(({ at }) => now - Math.max(at + SETTLED, now - SPAN));
  const caps = plots.map(({ group }, i) =>
    (members.get(group.id)?.length ?? 0) > 1 ? Math.max(0, Math.floor((lives[i] ?? 0) / TURN)) : 0,
  );
  const room = caps.reduce((sum, cap) => sum + cap, 0);
  if (wanted.requests > room)
    throw new RangeError(`${wanted.requests} requests are too many for these accesses: at most ${room}`);
  const rotations = shareOut(
    dice,
    wanted.requests,
    caps.map((cap) => cap * dice.skewed(1, 0.8)),
    caps,
  );

  return plots.map(({ group, index, at }, i) => {
    const service = directory.services[index];
    if (!service) throw new RangeError('there are no services');
    const people = members.get(group.id) ?? [];
    const acls = dice
      .some(topics.get(service.id) ?? [], dice.pick([1, 1, 1, 2, 2, 3, 4]))
      .map((topic) => `${topic}:${dice.pick(['r', 'r', 'r', 'w', 'rw'] as const)}` as const);
    return {
      name: drawName(),
      who: dice.pick(people),
      groupId: group.id,
      projectName: service.projectName,
      serviceName: service.name,
      acls,
      at,
      fails: dice.chance(0.004),
      view: planView(dice, at),
      rotations: momentsOf(dice, now - (lives[i] ?? 0), now, rotations[i] ?? 0).map((moment) => {
        const [who = '', other = ''] = dice.some(people, 2);
        return planRotation(dice, moment, service, who, other);
      }),
    };
  });
};
