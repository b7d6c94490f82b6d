import type { Deps } from '../deps.ts';
import type { PushedPerson } from '../../domain/scim/person.ts';
import type { Transaction } from '../ports/ports.ts';
import { applyPushed } from './apply-pushed.ts';
import type { PushDeps, Pushing } from './pushing.ts';

/** So many people are made what they are by now in one transaction: more would keep everybody else waiting. */
const AT_ONCE = 50;

/** As they are now: making one what they are may have changed another's account. */
const applyEach = async (
  tx: Transaction,
  deps: PushDeps,
  pushing: Pushing,
  people: readonly PushedPerson[],
): Promise<void> => {
  for (const { id } of people) {
    const person = await tx.get('pushedPeople', id);
    if (!person) continue;
    await applyPushed(tx, deps, pushing, person);
    if (person.waiting) await tx.update('pushedPeople', id, { waiting: false });
  }
};

/** Makes these people what they are by now; where they are many, marks them, and carryOut does the rest. */
export const applyOrMark = async (
  tx: Transaction,
  deps: PushDeps,
  pushing: Pushing,
  people: readonly PushedPerson[],
): Promise<void> => {
  if (people.length <= AT_ONCE) return applyEach(tx, deps, pushing, people);
  for (const { id } of people) await tx.update('pushedPeople', id, { waiting: true });
};

const carryOutAll = async (deps: Deps, pushing: Pushing): Promise<void> => {
  const where = { providerId: pushing.providerId, waiting: true };
  // Mostly nothing.
  if ((await deps.store.read((tx) => tx.find('pushedPeople', { where, limit: 1 }))).length === 0) return;
  for (let left = AT_ONCE; left === AT_ONCE;)
    left = await deps.store.write(async (tx) => {
      const people = await tx.find('pushedPeople', { where, limit: AT_ONCE });
      await applyEach(tx, deps, pushing, people);
      return people.length;
    });
};

/** By provider: whoever asks meanwhile, such as one who lost patience and pushes again, would only be in the way. */
const underWay = new Map<string, Promise<void>>();

/**
 * Carries out what pushes about many people left to be done, a part at a time. Whatever is left by a process that ended is
 * done by the next one that asks.
 */
export const carryOut = async (deps: Deps, pushing: Pushing): Promise<void> => {
  const { providerId } = pushing;
  const next = (underWay.get(providerId) ?? Promise.resolve())
    .catch(() => undefined)
    .then(() => carryOutAll(deps, pushing));
  underWay.set(providerId, next);
  await next;
};
