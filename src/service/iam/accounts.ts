import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import type { ServiceAccount } from '../../domain/api-key/role.ts';
import type { Person } from '../../domain/people.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import { findAccount, insertAccount, removeAccount, withFreeName } from '../keys/accounts.ts';
import { describeAccount } from '../keys/describe-account.ts';
import { loadPrincipal } from '../keys/principal.ts';
import { findPerson, removePerson } from '../keys/remove-person.ts';
import { renamePerson } from '../keys/rename-person.ts';
import { demand, ProblemError } from '../problem.ts';
import { loadOnlooker } from './onlooker.ts';
import { crn, readListed, metadata, type Asked } from './shapes.ts';

const accountView = (
  account: ServiceAccount,
  asked: Pick<Asked, 'base'>,
): Out<typeof wire.IamServiceAccount> => ({
  api_version: 'iam/v2',
  kind: 'ServiceAccount',
  id: account.id,
  metadata: metadata(
    asked,
    `/iam/v2/service-accounts/${account.id}`,
    crn(account.organizationId, `/service-account=${account.id}`),
    account,
  ),
  display_name: account.name,
  description: account.description,
});

const userView = (person: Person, asked: Pick<Asked, 'base'>): Out<typeof wire.IamUser> => ({
  api_version: 'iam/v2',
  kind: 'User',
  id: person.id,
  metadata: metadata(
    asked,
    `/iam/v2/users/${person.id}`,
    crn(person.organizationId, `/user=${person.id}`),
    person,
  ),
  email: person.email,
  full_name: person.name,
  auth_type: 'AUTH_TYPE_LOCAL',
});

/** The organization's service accounts, oldest first; those of these names, if any are given, one on each line. */
export const listAccounts = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.IamServiceAccountQuery>,
): Promise<Out<typeof wire.IamServiceAccountList>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const names = query.display_name?.split('\n');
    const { metadata: around, rows } = await readListed(tx, 'serviceAccounts', asked, query, {
      selection: { where: { organizationId, ...(names ? { name: { in: names } } : {}) } },
      column: 'createdAt',
    });
    return {
      api_version: 'iam/v2',
      kind: 'ServiceAccountList',
      metadata: around,
      data: rows.map((account) => accountView(account, asked)),
    };
  });

/** Creates a service account. Errors: 403 unless OrganizationAdmin, 409 when the name is taken. */
export const createAccount = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  input: Out<typeof wire.IamNewServiceAccount>,
): Promise<Out<typeof wire.IamServiceAccount>> =>
  withFreeName(input.display_name, () =>
    deps.store.write(async (tx) =>
      accountView(await insertAccount(deps, tx, await loadPrincipal(tx, actorId), input), asked),
    ),
  );

/** One service account. Error: 404. */
export const getAccount = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.IamServiceAccount>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    return accountView(await findAccount(tx, organizationId, id), asked);
  });

/** Describes a service account anew. Errors: 403, 404. */
export const updateAccount = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  id: string,
  { description }: Out<typeof wire.IamServiceAccountUpdate>,
): Promise<Out<typeof wire.IamServiceAccount>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    const account = await findAccount(tx, actor.organizationId, id);
    return accountView(
      await describeAccount(deps, tx, actor, account, description ?? account.description),
      asked,
    );
  });

/** Deletes a service account with all its keys (K14). Errors: 403, 404. */
export const deleteAccount = (deps: Deps, actorId: string, id: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    await removeAccount(deps, tx, actor, await findAccount(tx, actor.organizationId, id));
  });

/** The organization's people, oldest first: with their names in it, a page's token could exceed its 255 characters. */
export const listUsers = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.IamPage>,
): Promise<Out<typeof wire.IamUserList>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const { metadata: around, rows } = await readListed(tx, 'people', asked, query, {
      selection: { where: { organizationId } },
      column: 'createdAt',
    });
    return {
      api_version: 'iam/v2',
      kind: 'UserList',
      metadata: around,
      data: rows.map((person) => userView(person, asked)),
    };
  });

/** One person. Error: 404. */
export const getUser = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.IamUser>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    return userView(await findPerson(tx, organizationId, id), asked);
  });

/** Names a person anew. Errors: 400 for another way of signing in, 403, 404, 409 where a provider gives the name. */
export const updateUser = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  id: string,
  { full_name: name, auth_type: authType }: Out<typeof wire.IamUserUpdate>,
): Promise<Out<typeof wire.IamUser>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    const person = await findPerson(tx, actor.organizationId, id);
    demand(mayManageAccounts(actor.bindings));
    const before = userView(person, asked);
    if (authType !== undefined && authType !== before.auth_type)
      throw new ProblemError('invalid_request', 'How a user signs in cannot be changed.', {
        pointer: '/auth_type',
      });
    return name === undefined || name === person.name
      ? before
      : userView(await renamePerson(deps, tx, actor, person, name), asked);
  });

/** Removes a person from the organization (K14). Errors: 403, 404, 409 for the last admin. */
export const deleteUser = (deps: Deps, actorId: string, id: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    await removePerson(deps, tx, actor, await findPerson(tx, actor.organizationId, id));
  });
