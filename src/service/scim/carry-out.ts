import type { Deps } from '../deps.ts';
import type { PushedPerson } from '../../domain/scim/person.ts';
import type { Transaction } from '../ports/ports.ts';
import { applyPushed } from './apply-pushed.ts';
import type { PushDeps, Pushing } from './pushing.ts';

/** So many people are made what they are by now in one transaction: more would keep everybody else waiting. */
const AT_ONCE = 50;

/** Makes these people what they are by now; where they are many, marks them, and carryOut does the rest. */
export const applyOrMark = async (
  tx: Transaction,
  deps: PushDeps,
  pushing: Pushing,
  people: readonly PushedPerson[],
): Promise<void> => {
  for (const person of people)
    if (people.length > AT_ONCE) await tx.update('pushedPeople', person.id, { waiting: true });
    else await applyPushed(tx, deps, pushing, person);
};

/**
 * Carries out what pushes about many people left to be done, a part at a time. Whatever is left by a process that ended is
 * done by the next one that asks.
 */
export const carryOut = async (deps: Deps, pushing: Pushing): Promise<void> => {
  const where = { providerId: pushing.providerId, waiting: true };
  // Mostly nothing.
  if ((await deps.store.read((tx) => tx.find('pushedPeople', { where, limit: 1 }))).length === 0) return;
  for (let left = AT_ONCE; left === AT_ONCE;)
    left = await deps.store.write(async (tx) => {
      const people = await tx.find('pushedPeople', { where, limit: AT_ONCE });
      for (const person of people) {
        await applyPushed(tx, deps, pushing, person);
        await tx.update('pushedPeople', person.id, { waiting: false });
      }
      return people.length;
    });
};
