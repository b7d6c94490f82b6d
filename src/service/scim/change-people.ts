import { ScimFault } from '../../domain/scim/fault.ts';
import {
  emailOf,
  pushedKey,
  userNameKey,
  type PersonFields,
  type PushedPerson,
} from '../../domain/scim/person.ts';
import { isSame } from '../../domain/scim/values.ts';
import type { Deps } from '../deps.ts';
import { DuplicateError } from '../ports/store.ts';
import { applyPushed } from './apply-pushed.ts';
import { getPushed } from './find.ts';
import { notePush } from './note-push.ts';
import type { Pushing } from './pushing.ts';

type Columns = Omit<PushedPerson, 'id' | 'identityId' | 'waiting' | 'createdAt' | 'updatedAt'>;

const columnsOf = (
  { providerId }: Pushing,
  { userName, externalId, active, displayName, name, emails }: PersonFields,
): Columns => ({
  providerId,
  userName,
  userNameKey: userNameKey(providerId, userName),
  externalId,
  externalKey: externalId === null ? null : pushedKey(providerId, externalId),
  active,
  displayName,
  name,
  emails,
  email: emailOf({ userName, emails }),
});

/** Says in SCIM's words that a name is taken. */
const taken = (error: unknown): unknown =>
  error instanceof DuplicateError && error.table === 'pushedPeople'
    ? new ScimFault(
        409,
        'uniqueness',
        error.constraint === 'externalKey'
          ? 'Another user has this externalId.'
          : 'Another user has this userName.',
      )
    : error;

const told = ({ active }: PersonFields): Record<string, string> => ({ active: String(active) });

const TOLD = ['userName', 'externalId', 'displayName', 'name', 'emails'] as const;

/** What of somebody changed, by the names of the fields: by which of them accounts are found, the history must say. */
const toldOf = (before: PersonFields, after: PersonFields): Record<string, string> => {
  const fields = TOLD.filter((field) => !isSame(before[field], after[field]));
  return {
    ...told(after),
    ...(fields.length === 0 ? {} : { fields: fields.join(', ') }),
    ...(fields.includes('userName') ? { renamed_from: before.userName } : {}),
  };
};

/** Takes in somebody whom a provider pushed. Throws ScimFault: 409 for a name that is taken. */
export const createPushed = (deps: Deps, pushing: Pushing, fields: PersonFields): Promise<PushedPerson> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const made: PushedPerson = {
      id: deps.ids.next('scu'),
      ...columnsOf(pushing, fields),
      identityId: null,
      waiting: false,
      createdAt: now,
      updatedAt: now,
    };
    await tx.insert('pushedPeople', made).catch((error: unknown) => {
      throw taken(error);
    });
    await notePush(tx, deps, pushing, {
      kind: 'user',
      change: 'created',
      name: made.userName,
      details: told(made),
    });
    await applyPushed(tx, deps, pushing, made);
    return made;
  });

/**
 * Makes a pushed user what the provider says by now, with all that follows for the person (applyPushed). Throws ScimFault:
 * 404, 409, and what `change` throws.
 */
export const changePushed = (
  deps: Deps,
  pushing: Pushing,
  id: string,
  change: (before: PersonFields) => PersonFields,
): Promise<PushedPerson> =>
  deps.store.write(async (tx) => {
    const before = await getPushed(tx, pushing, id);
    const columns = columnsOf(pushing, change(before));
    const after: PushedPerson = { ...before, ...columns };
    if (isSame(before, after)) return before;
    const updatedAt = deps.clock.now();
    await tx.update('pushedPeople', id, { ...columns, updatedAt }).catch((error: unknown) => {
      throw taken(error);
    });
    await notePush(tx, deps, pushing, {
      kind: 'user',
      change: 'changed',
      name: after.userName,
      details: toldOf(before, after),
    });
    await applyPushed(tx, deps, pushing, after);
    return { ...after, updatedAt };
  });

/** Forgets a pushed user, who is let in no more. Throws ScimFault: 404. */
export const deletePushed = (deps: Deps, pushing: Pushing, id: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const found = await getPushed(tx, pushing, id);
    await applyPushed(tx, deps, pushing, { ...found, active: false });
    for (const member of await tx.find('pushedMembers', { where: { userId: id } }))
      await tx.remove('pushedMembers', member.id);
    await tx.remove('pushedPeople', id);
    await notePush(tx, deps, pushing, { kind: 'user', change: 'deleted', name: found.userName });
  });
