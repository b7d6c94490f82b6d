import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { KEYS_PER_ACCOUNT } from '../../domain/api-key/api-key.ts';
import type { ServiceAccount } from '../../domain/api-key/role.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError, type ReadTransaction, type Selection } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { namesOf } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { recordAudit } from '../shared/record.ts';
import { searchWords } from '../shared/search.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { COUNTED } from './counted.ts';
import { announceKeys } from './announce.ts';
import { endBindings } from './bindings.ts';
import { removeKey } from './change-keys.ts';
import { demandShown } from './demand-shown.ts';
import { bindingsOf, loadPrincipalIn, type Principal } from './principal.ts';
import { findCluster } from './targets.ts';

const COLUMN = {
  display_name: 'name',
  create_time: 'createdAt',
} as const satisfies Record<wire.ServiceAccountSort, keyof ServiceAccount>;

const selectionOf = (
  organizationId: string,
  query: Out<typeof wire.ServiceAccountExportQuery>,
): Selection<ServiceAccount> => ({ where: { organizationId }, search: searchWords(query.search) });

/** How many keys each of these owners has. */
export const keyCounts = async (
  tx: ReadTransaction,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (ownerIds.length === 0) return new Map();
  const counts = await tx.summarize(
    'apiKeys',
    { by: 'ownerId', least: 'createdAt' },
    { where: { ownerId: { in: ownerIds }, ...COUNTED } },
  );
  return new Map([...counts].map(([id, { count }]) => [id, count]));
};

/** Service accounts as lists show them, their keys counted. */
export const accountViews = async (
  tx: ReadTransaction,
  accounts: readonly ServiceAccount[],
): Promise<wire.ServiceAccountEntry[]> => {
  const counts = await keyCounts(
    tx,
    accounts.map(({ id }) => id),
  );
  const makers = await namesOf(
    tx,
    accounts.map(({ createdBy }) => createdBy),
  );
  return accounts.map((account) => ({
    service_account_id: account.id,
    display_name: account.name,
    description: account.description,
    create_time: toWireTime(account.createdAt),
    created_by: makers.get(account.createdBy) ?? '',
    key_count: counts.get(account.id) ?? 0,
    key_limit: KEYS_PER_ACCOUNT,
  }));
};

/** One page of the organization's service accounts. Error: 404 for the organization. */
export const listServiceAccounts = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.ServiceAccountQuery>,
): Promise<Out<typeof wire.ServiceAccountList>> =>
  store.read(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'serviceAccounts', {
      selection: selectionOf(organizationId, query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return {
      service_accounts: await accountViews(tx, rows),
      verdicts: { create: verdictView(mayManageAccounts(actor.bindings)) },
      ...page,
    };
  });

async function* inViews({ store }: Deps, pages: AsyncIterable<readonly ServiceAccount[]>) {
  for await (const accounts of pages) yield await store.read((tx) => accountViews(tx, accounts));
}

/** Every matching service account as the lines of a CSV file (A4). */
export async function* exportServiceAccounts(
  deps: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.ServiceAccountExportQuery>,
): AsyncGenerator<string> {
  const { store } = deps;
  await store.read((tx) => loadPrincipalIn(tx, actorId, organizationId));
  const pages = readAll((work) => store.read(work), 'serviceAccounts', {
    selection: selectionOf(organizationId, query),
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = ['Service account', 'Name', 'Description', 'API keys', 'Created'];
  yield* csvFile(head, inViews(deps, pages), (account) => [
    account.service_account_id,
    account.display_name,
    account.description,
    String(account.key_count),
    account.create_time,
  ]);
}

/** What changes a service account, in one transaction, with a name that is taken told as such. */
export const withFreeName = async <R>(name: string, work: () => Promise<R>): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DuplicateError && error.constraint === 'nameKey')
      // Published clients look for these words.
      throw new ProblemError('service_account_already_exists', `Service name is already in use: ${name}.`);
    throw error;
  }
};

/** Writes a new service account. Errors: 403; a name that is taken throws DuplicateError. */
export const insertAccount = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Principal,
  { display_name: name, description }: Out<typeof wire.NewServiceAccount>,
): Promise<ServiceAccount> => {
  demand(mayManageAccounts(actor.bindings));
  const now = clock.now();
  const { organizationId } = actor;
  const account: ServiceAccount = {
    id: ids.next('sa-'),
    organizationId,
    name,
    nameKey: `${organizationId}/${name}`,
    description,
    createdAt: now,
    updatedAt: now,
    createdBy: actor.id,
    searchText: [name, description].join('\n').toLowerCase(),
  };
  await tx.insert('serviceAccounts', account);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'service_account.created',
    organizationId,
    resourceName: name,
  });
  announceKeys(tx, organizationId);
  return account;
};

/** Creates a service account. Errors: 403 unless OrganizationAdmin, 409 when the name is taken. */
export const createServiceAccount = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.NewServiceAccount>,
): Promise<Out<typeof wire.ServiceAccountEnvelope>> =>
  withFreeName(input.display_name, () =>
    deps.store.write(async (tx) => {
      const actor = await loadPrincipalIn(tx, actorId, organizationId);
      const account = await insertAccount(deps, tx, actor, input);
      const [view] = await accountViews(tx, [account]);
      // One in, one out.
      return { service_account: view as wire.ServiceAccountEntry };
    }),
  );

/** A service account of the organization. Error: 404. */
export const findAccount = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<ServiceAccount> => {
  const account = await tx.get('serviceAccounts', id);
  if (account?.organizationId !== organizationId)
    throw new ProblemError('service_account_not_found', `There is no service account ${id}.`);
  return account;
};

/** Removes a service account with everything that is its own, in one transaction (K14). Error: 403. */
export const removeAccount = async (
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  tx: Transaction,
  actor: Principal,
  account: ServiceAccount,
): Promise<void> => {
  demand(mayManageAccounts(actor.bindings));
  const { ids, clock } = deps;
  const now = clock.now();
  const { id, organizationId, name } = account;
  for (const key of await tx.find('apiKeys', { where: { ownerId: id } }))
    await removeKey(deps, tx, actor, key, { with_account: name });
  await endBindings(tx, deps, actor, account, await bindingsOf(tx, id));
  for (const acl of await tx.find('accountAcls', { where: { principalId: id } }))
    await tx.remove('accountAcls', acl.id);
  await tx.remove('serviceAccounts', id);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'service_account.deleted',
    organizationId,
    resourceName: name,
  });
  announceKeys(tx, organizationId);
};

/**
 * Deletes a service account with the keys that its dialog showed (K14). Errors: 403, 404, 409 when it has other keys, or
 * uses them, by now: nothing is deleted then.
 */
export const deleteServiceAccount = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
  shown: Out<typeof wire.AccountDeletion>,
): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const account = await findAccount(tx, organizationId, id);
    demand(mayManageAccounts(actor.bindings));
    await demandShown(tx, account, shown, deps.clock.now());
    await removeAccount(deps, tx, actor, account);
    return { message: 'deleted' };
  });

/** Lets a service account read or write a topic (K11). Errors: 403, 404 for account or cluster. Repeatable. */
export const addAccountAcl = (
  { store, ids, clock }: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.NewAccountAcl>,
): Promise<Out<typeof wire.AccountAclEnvelope>> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    demand(mayManageAccounts(actor.bindings));
    const account = await findAccount(tx, organizationId, input.principal_id);
    const cluster = await findCluster(tx, organizationId, input.cluster_id);
    if (cluster.kind !== 'kafka') throw new ProblemError('invalid_request', 'Only Kafka clusters have ACLs.');
    const { topic, operation } = input;
    const place = { clusterId: cluster.id, principalId: account.id, topic, operation };
    const [known] = await tx.find('accountAcls', { where: place });
    const id = known?.id ?? ids.next('acl-');
    if (!known) {
      await tx.insert('accountAcls', { id, organizationId, ...place, createdAt: now });
      await recordAudit(tx, ids, now, {
        actor,
        action: 'service_account.acl_added',
        organizationId,
        resourceName: account.name,
        details: { cluster: cluster.name, topic, operation },
      });
      announceKeys(tx, organizationId);
    }
    return {
      acl: { acl_id: id, cluster_id: cluster.id, cluster_name: cluster.name, topic, operation },
    };
  });

/** Takes an ACL of a service account away. Errors: 403, 404. */
export const removeAccountAcl = (
  { store, ids, clock }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<void> =>
  store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const acl = await tx.get('accountAcls', id);
    if (acl?.organizationId !== organizationId)
      throw new ProblemError('service_acl_not_found', `There is no ACL ${id}.`);
    demand(mayManageAccounts(actor.bindings));
    await tx.remove('accountAcls', id);
    const account = await tx.get('serviceAccounts', acl.principalId);
    const cluster = await tx.get('clusters', acl.clusterId);
    await recordAudit(tx, ids, clock.now(), {
      actor,
      action: 'service_account.acl_removed',
      organizationId,
      resourceName: account?.name ?? acl.principalId,
      details: { cluster: cluster?.name ?? acl.clusterId, topic: acl.topic, operation: acl.operation },
    });
    announceKeys(tx, organizationId);
  });
