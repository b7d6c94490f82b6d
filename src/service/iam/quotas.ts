import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import { COUNTED } from '../keys/counted.ts';
import { KEYS_PER_ACCOUNT } from '../../domain/api-key/api-key.ts';
import type { Deps } from '../deps.ts';
import { loadPrincipal, type Principal } from '../keys/principal.ts';
import type { ReadTransaction } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';
import { crn, metadata, onePage, reference, type Asked } from './shapes.ts';

type Quota = Out<typeof wire.AppliedQuota>;

const SCOPE_USER = 'USER_ACCOUNT';
const SCOPE_SERVICE_ACCOUNT = 'SERVICE_ACCOUNT';

/** How many keys an account may have (K10), for each kind of account; that of the caller's kind with the caller's use. */
const quotasOf = async (
  tx: ReadTransaction,
  principal: Principal,
  asked: Pick<Asked, 'base'>,
): Promise<readonly Quota[]> => {
  const { id: userId, organizationId, createdAt, kind } = principal;
  const usage = await tx.count('apiKeys', { where: { ownerId: userId, ...COUNTED } });
  const organization = reference(
    asked,
    `/v1/organization/${organizationId}`,
    organizationId,
    crn(organizationId, ''),
  );
  const quota = (id: string, scope: string, display_name: string): Quota => ({
    api_version: 'service-quota/v1',
    kind: 'AppliedQuota',
    id,
    metadata: metadata(asked, `/service-quota/v1/applied-quotas/${id}`, crn(organizationId, `/quota=${id}`), {
      createdAt,
    }),
    scope,
    display_name,
    default_limit: KEYS_PER_ACCOUNT,
    applied_limit: KEYS_PER_ACCOUNT,
    organization,
  });
  return [
    {
      ...quota('iam.max_api_keys.per_user', SCOPE_USER, 'API keys of a user account'),
      ...(kind === 'user'
        ? {
            usage,
            user: reference(asked, `/iam/v2/users/${userId}`, userId, crn(organizationId, `/user=${userId}`)),
          }
        : {}),
    },
    {
      ...quota(
        'iam.max_api_keys.per_service_account',
        SCOPE_SERVICE_ACCOUNT,
        'API keys of a service account',
      ),
      ...(kind === 'service_account' ? { usage } : {}),
    },
  ];
};

/** The quotas of a scope, all on one page. */
export const listQuotas = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.AppliedQuotaQuery>,
): Promise<Out<typeof wire.AppliedQuotaList>> =>
  store.read(async (tx) => {
    const all = await quotasOf(tx, await loadPrincipal(tx, actorId), asked);
    const data = all.filter(
      ({ scope, id }) =>
        scope.toLowerCase() === query.scope.toLowerCase() && (query.id === undefined || id === query.id),
    );
    return {
      api_version: 'service-quota/v1',
      kind: 'AppliedQuotaList',
      metadata: onePage(data),
      data,
    };
  });

/** One quota. Error: 404. */
export const getQuota = ({ store }: Deps, actorId: string, asked: Asked, id: string): Promise<Quota> =>
  store.read(async (tx) => {
    const all = await quotasOf(tx, await loadPrincipal(tx, actorId), asked);
    const found = all.find((quota) => quota.id === id);
    if (!found) throw new ProblemError('quota_not_found', `There is no quota ${id}.`);
    return found;
  });

const SCOPES = {
  [SCOPE_USER]: 'Quotas of a person’s account',
  [SCOPE_SERVICE_ACCOUNT]: 'Quotas of a service account',
} as const;

const scopesOf = (
  { organizationId, createdAt }: Pick<Principal, 'organizationId' | 'createdAt'>,
  asked: Pick<Asked, 'base'>,
): readonly Out<typeof wire.QuotaScope>[] =>
  Object.entries(SCOPES).map(([id, description]) => ({
    api_version: 'service-quota/v1',
    kind: 'Scope',
    id,
    metadata: metadata(asked, `/service-quota/v1/scopes/${id}`, crn(organizationId, `/scope=${id}`), {
      createdAt,
    }),
    description,
  }));

/** What quotas are of, all on one page. */
export const listScopes = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
): Promise<Out<typeof wire.QuotaScopeList>> =>
  store.read(async (tx) => {
    const data = [...scopesOf(await loadPrincipal(tx, actorId), asked)];
    return { api_version: 'service-quota/v1', kind: 'ScopeList', metadata: onePage(data), data };
  });

/** One scope of quotas. Error: 404. */
export const getScope = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.QuotaScope>> =>
  store.read(async (tx) => {
    const found = scopesOf(await loadPrincipal(tx, actorId), asked).find((scope) => scope.id === id);
    if (!found) throw new ProblemError('quota_not_found', `There is no scope ${id}.`);
    return found;
  });
