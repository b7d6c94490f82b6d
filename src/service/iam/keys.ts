import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import { CLOUD, type ApiKey } from '../../domain/api-key/api-key.ts';
import { mayManageKey } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import { removeKey, renameKey } from '../keys/change-keys.ts';
import { drawKey, insertKey } from '../keys/create-key.ts';
import { loadPrincipal } from '../keys/principal.ts';
import { COUNTED } from '../keys/counted.ts';
import { findKey, visibleTo } from '../keys/read-keys.ts';
import { findTarget } from '../keys/targets.ts';
import { demand, ProblemError } from '../problem.ts';
import { missingIn } from './named.ts';
import { crn, readListed, metadata, reference, type Asked } from './shapes.ts';

const KINDS = {
  kafka: { kind: 'Cluster', api_version: 'cmk/v2', path: '/cmk/v2/clusters' },
  schema_registry: { kind: 'SchemaRegistry', api_version: 'srcm/v3', path: '/srcm/v3/clusters' },
  ksqldb: { kind: 'ksqlDB', api_version: 'ksqldbcm/v2', path: '/ksqldbcm/v2/clusters' },
  cloud: { kind: 'Cloud', api_version: 'iam/v2', path: '/org/v2/environments' },
} as const satisfies Record<ApiKey['resourceKind'], object>;

const KEYS = '/iam/v2/api-keys';

/** A key in the vendor's shape; the secret is in the answer to its creation alone (K7). */
const keyView = (key: ApiKey, asked: Pick<Asked, 'base'>, secret?: string): wire.IamApiKey => {
  const name = (rest: string): string => crn(key.organizationId, rest);
  const { path, ...type } = KINDS[key.resourceKind];
  const accounts = key.ownerKind === 'user' ? '/iam/v2/users' : '/iam/v2/service-accounts';
  return {
    api_version: 'iam/v2',
    kind: 'ApiKey',
    id: key.id,
    metadata: metadata(asked, `${KEYS}/${key.id}`, name(`/api-key=${key.id}`), key),
    spec: {
      ...(secret === undefined ? {} : { secret }),
      display_name: key.displayName,
      description: key.description,
      owner: {
        ...reference(asked, `${accounts}/${key.ownerId}`, key.ownerId, name(`/account=${key.ownerId}`)),
        api_version: 'iam/v2',
        kind: key.ownerKind === 'user' ? 'User' : 'ServiceAccount',
      },
      resource: {
        ...reference(
          asked,
          key.resourceId === CLOUD ? path : `${path}/${key.resourceId}`,
          key.resourceId,
          name(`/resource=${key.resourceId}`),
        ),
        ...(key.environmentId === null ? {} : { environment: key.environmentId }),
        ...type,
      },
    },
  };
};

/** As findKey. One that was reported as compromised is not there for programs: it opens nothing, and cannot be used again. */
const findLiveKey: typeof findKey = async (tx, principal, id) => {
  const key = await findKey(tx, principal, id);
  if (key.state === 'compromised')
    throw new ProblemError('api_key_not_found', `There is no API key ${id}, or it was deleted.`);
  return key;
};

/** The keys that the caller may see, oldest first. */
export const listKeys = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.IamApiKeyQuery>,
): Promise<Out<typeof wire.IamApiKeyList>> =>
  store.read(async (tx) => {
    const visible = await visibleTo(tx, await loadPrincipal(tx, actorId));
    const ownerId = query['spec.owner'];
    const resourceId = query['spec.resource'];
    const { metadata: around, rows } = await readListed(tx, 'apiKeys', asked, query, {
      selection: {
        ...visible,
        where: {
          ...visible.where,
          ...COUNTED,
          ...(ownerId === undefined ? {} : { ownerId }),
          ...(resourceId === undefined ? {} : { resourceId }),
        },
      },
      column: 'createdAt',
    });
    return {
      api_version: 'iam/v2',
      kind: 'ApiKeyList',
      metadata: around,
      data: rows.map((key) => keyView(key, asked)),
    };
  });

/**
 * What a key is to be for, however it is named: whoever names several clusters must not get a key for one of them, nor one
 * for the whole organization (K1).
 */
const resourceIn = ({ resource, resources }: Out<typeof wire.IamNewApiKey>['spec']): string => {
  const [id = CLOUD, ...others] = new Set(
    [...(resource ? [resource] : []), ...(resources ?? [])].map((one) => one.id),
  );
  if (others.length > 0)
    throw new ProblemError(
      'invalid_request',
      'An API key is for one resource here. Create one key for each.',
      {
        pointer: '/spec/resources',
      },
    );
  return id;
};

/** Creates a key; nothing of its secret is kept (K7). Errors: 403, 402 over the quota, 400 for an owner or resource that is not there. */
export const createKey = async (
  deps: Deps,
  actorId: string,
  asked: Asked,
  { spec }: Out<typeof wire.IamNewApiKey>,
): Promise<wire.IamApiKey> => {
  const drawn = await drawKey(deps);
  const order = {
    resourceId: resourceIn(spec),
    ownerId: spec.owner.id,
    displayName: spec.display_name,
    description: spec.description,
  };
  const key = await deps.store
    .write(async (tx) =>
      insertKey(deps, tx, await loadPrincipal(tx, actorId), order, drawn, {
        door: 'api',
        sealed: null,
        claimHash: null,
      }),
    )
    .catch(
      missingIn({
        cluster_not_found: '/spec/resource/id',
        service_account_not_found: '/spec/owner/id',
        user_not_found: '/spec/owner/id',
      }),
    );
  return keyView(key, asked, drawn.secret);
};

/** One key, without its secret. Error: 404. */
export const getKey = ({ store }: Deps, actorId: string, asked: Asked, id: string): Promise<wire.IamApiKey> =>
  store.read(async (tx) => keyView(await findLiveKey(tx, await loadPrincipal(tx, actorId), id), asked));

/** Names or describes a key anew. Errors: 403, 404. */
export const updateKey = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  id: string,
  { spec }: Out<typeof wire.IamApiKeyUpdate>,
): Promise<wire.IamApiKey> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    const key = await findLiveKey(tx, actor, id);
    const words = { displayName: spec.display_name, description: spec.description };
    return keyView(await renameKey(deps, tx, actor, key, words), asked);
  });

/** Deletes a key. Errors: 403, 404. */
export const deleteKey = (deps: Deps, actorId: string, id: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipal(tx, actorId);
    const key = await findLiveKey(tx, actor, id);
    const target = await findTarget(tx, key.organizationId, key.resourceId);
    demand(mayManageKey({ actorId, bindings: actor.bindings, key, target }));
    await removeKey(deps, tx, actor, key);
  });
