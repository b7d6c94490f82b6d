import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { KEY_STATE_WORDS, RESOURCE_KIND_WORDS } from '../../contract/words.ts';
import { UNUSED_AFTER, type ApiKey } from '../../domain/api-key/api-key.ts';
import { reaches } from '../../domain/api-key/role.ts';
import { maySeeKey } from '../../domain/policy/api-keys.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { keyViews } from './key-view.ts';
import { loadPrincipalIn, type Principal } from './principal.ts';
import { findTarget } from './targets.ts';

const COLUMN = {
  key: 'id',
  description: 'description',
  owner: 'ownerName',
  resource: 'resourceName',
  state: 'state',
  create_time: 'createdAt',
  last_used_time: 'lastUsedAt',
} as const satisfies Record<wire.KeySort, keyof ApiKey>;

/** The keys that somebody may see, as maySeeKey says, in words of the store. */
export const visibleTo = async (
  tx: ReadTransaction,
  { id, organizationId, bindings }: Principal,
): Promise<Selection<ApiKey>> => {
  if (bindings.some(({ scopeKind }) => scopeKind === 'organization')) return { where: { organizationId } };
  const clusters = bindings.length === 0 ? [] : await tx.find('clusters', { where: { organizationId } });
  const reached = clusters.filter((cluster) => bindings.some((binding) => reaches(binding, cluster)));
  return {
    where: { organizationId },
    either: [{ ownerId: id }, { resourceId: { in: reached.map((cluster) => cluster.id) } }],
  };
};

/** A key that this principal may see. Error: 404, whether there is none or it is not theirs to see. */
export const findKey = async (tx: ReadTransaction, principal: Principal, id: string): Promise<ApiKey> => {
  const key = await tx.get('apiKeys', id);
  const target =
    key?.organizationId === principal.organizationId
      ? await findTarget(tx, key.organizationId, key.resourceId)
      : undefined;
  if (
    !key ||
    target === undefined ||
    !maySeeKey({ actorId: principal.id, bindings: principal.bindings, key, target })
  )
    throw new ProblemError('api_key_not_found', `There is no API key ${id}, or it was deleted.`);
  return key;
};

const selectionOf = async (
  tx: ReadTransaction,
  principal: Principal,
  query: Out<typeof wire.KeyExportQuery>,
  now: Instant,
): Promise<Selection<ApiKey>> => {
  const visible = await visibleTo(tx, principal);
  const old = now - UNUSED_AFTER;
  return {
    ...visible,
    where: {
      ...visible.where,
      ...(query.resource_id ? { resourceId: { in: query.resource_id } } : {}),
      ...(query.resource_kind ? { resourceKind: { in: query.resource_kind } } : {}),
      ...(query.owner_id ? { ownerId: { in: query.owner_id } } : {}),
      ...(query.state ? { state: { in: query.state } } : {}),
      ...(query.stale_authority ? { stale: true } : {}),
      ...(query.unused ? { lastUsedAt: { atMost: old }, createdAt: { atMost: old } } : {}),
    },
    search: searchWords(query.search),
  };
};

/** One page of the keys that the actor may see (K8). Error: 404 for the organization. */
export const listApiKeys = (
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.KeyQuery>,
): Promise<Out<typeof wire.KeyList>> =>
  store.read(async (tx) => {
    const now = clock.now();
    const principal = await loadPrincipalIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'apiKeys', {
      selection: await selectionOf(tx, principal, query, now),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { keys: await keyViews(tx, rows, principal, now), ...page };
  });

/** Every matching key as the lines of a CSV file (A4). */
export async function* exportApiKeys(
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.KeyExportQuery>,
): AsyncGenerator<string> {
  const selection = await store.read(async (tx) =>
    selectionOf(tx, await loadPrincipalIn(tx, actorId, organizationId), query, clock.now()),
  );
  const pages = readAll((work) => store.read(work), 'apiKeys', {
    selection,
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = [
    'API key',
    'Description',
    'Owner',
    'Owner email',
    'Resource type',
    'Resource',
    'State',
    'Created',
    'Last used',
    'Stale authority',
  ];
  yield* csvFile(head, pages, (key) => [
    key.id,
    key.description,
    key.ownerName,
    key.ownerEmail,
    RESOURCE_KIND_WORDS[key.resourceKind],
    key.resourceName,
    KEY_STATE_WORDS[key.state],
    toWireTime(key.createdAt),
    key.lastUsedAt === 0 ? '' : toWireTime(key.lastUsedAt),
    key.stale ? 'yes' : '',
  ]);
}
