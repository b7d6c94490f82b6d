import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { mayRemovePerson } from '../../domain/policy/people.ts';
import { BREAK_GLASS_PERSON, type Person } from '../../domain/people.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Deps } from '../deps.ts';
import { expireWaiting } from '../directory/change-groups.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';
import { overtakeRequestsOf } from '../requests/overtake-request.ts';
import { announceGovernance, recordAudit } from '../shared/record.ts';
import { announceKeys } from './announce.ts';
import { endBindings } from './bindings.ts';
import { removeKey } from './change-keys.ts';
import { dropUnviewedKeys } from './claim-key.ts';
import { demandShown } from './demand-shown.ts';
import { bindingsOf, loadPrincipalIn, type Principal } from './principal.ts';

/** Whether nobody would administer API keys, or groups, any more without this person. */
const isLastAdmin = async (
  tx: ReadTransaction,
  organizationId: string,
  personId: string,
): Promise<boolean> => {
  const admins = await tx.find('roleBindings', {
    where: { organizationId, role: 'OrganizationAdmin', principalKind: 'user', removedAt: null },
  });
  const chiefs = await tx.find('people', { where: { organizationId, isOrganizationAdmin: true } });
  return [admins.map(({ principalId }) => principalId), chiefs.map(({ id }) => id)]
    .map((ids) => ids.filter((id) => id !== BREAK_GLASS_PERSON))
    .some((ids) => ids.length > 0 && ids.every((id) => id === personId));
};

/** Whether this actor may remove this person now. */
export const removalVerdict = async (
  tx: ReadTransaction,
  actor: Principal,
  person: Pick<Person, 'id' | 'name' | 'organizationId'>,
): Promise<Verdict> =>
  mayRemovePerson({
    actorId: actor.id,
    bindings: actor.bindings,
    person,
    isLastAdmin: await isLastAdmin(tx, person.organizationId, person.id),
  });

/** What is of nobody else, and goes with a person. */
const PERSONAL = ['projectMembers', 'sessions', 'accessTokens', 'notifications', 'mailPreferences'] as const;

/** A person of the organization. Error: 404. */
export const findPerson = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<Person> => {
  const person = await tx.get('people', id);
  if (person?.organizationId !== organizationId)
    throw new ProblemError('user_not_found', `There is no user ${id}.`);
  return person;
};

/**
 * Removes a person from the organization, with everything that opens something to them: sessions, access tokens, API
 * keys, roles, and memberships with what only they could still have seen (K14). What they asked for is closed where nobody decided it yet,
 * and keeps their name as what they decided does. Errors: 403, 409 for the last admin.
 */
export const removePerson = async (
  deps: Deps,
  tx: Transaction,
  actor: Principal,
  person: Person,
): Promise<void> => {
  demand(await removalVerdict(tx, actor, person));
  const now = deps.clock.now();
  const { id, organizationId, name } = person;
  const where = { personId: id };
  const keys = await tx.find('apiKeys', { where: { ownerId: id } });
  for (const key of keys) await removeKey(deps, tx, actor, key, { with_account: name });
  await endBindings(tx, deps, actor, person, await bindingsOf(tx, id));
  // Keys of service accounts that wait for them.
  await dropUnviewedKeys(deps, tx, id);
  await overtakeRequestsOf(tx, deps.ids, person, now);
  const memberships = await tx.find('memberships', { where });
  for (const { id: membership, groupId } of memberships) {
    await tx.remove('memberships', membership);
    await expireWaiting(deps, tx, groupId, [id]);
  }
  for (const table of PERSONAL)
    for (const row of await tx.find(table, { where })) await tx.remove(table, row.id);
  await tx.remove('people', id);
  await tx.insert('formerPeople', { id, organizationId, name, removedAt: now });
  await recordAudit(tx, deps.ids, now, {
    actor,
    action: 'person.removed',
    organizationId,
    resourceName: name,
    details: { api_keys: String(keys.length), user_groups: String(memberships.length) },
  });
  announceKeys(tx, organizationId);
  announceGovernance(tx, organizationId);
  tx.announce({
    touches: ['people', 'groups', 'session', 'incidents', 'services'],
    organizationId,
    personIds: null,
  });
};

/** As removePerson, for the dialog that showed these keys. Error besides: 409 when they have others, or use them, by now. */
export const removeOrganizationMember = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
  shown: Out<typeof wire.AccountDeletion>,
): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const person = await findPerson(tx, organizationId, id);
    demand(await removalVerdict(tx, actor, person));
    await demandShown(tx, person, shown, deps.clock.now());
    await removePerson(deps, tx, actor, person);
    return { message: 'removed' };
  });
