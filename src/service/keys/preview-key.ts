import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { KEYS_PER_ACCOUNT } from '../../domain/api-key/api-key.ts';
import { reaches, type Cluster } from '../../domain/api-key/role.ts';
import { mayCreateKey, mayOwnKey } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/store.ts';
import { searchWords } from '../shared/search.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { keyCounts } from './accounts.ts';
import { previewApproval } from './preview-approval.ts';
import { loadPrincipalIn } from './principal.ts';
import { findTarget } from './targets.ts';

/** How many service accounts are offered at once; a search finds the others. */
const OFFERED = 100;

/**
 * Whether the actor may create a key for this resource, and for which accounts (K4, K9 to K11): their own, and the first
 * service accounts that match. However many accounts there are, it reads what concerns these.
 */
export const previewApiKey = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.NewKeyQuery>,
): Promise<wire.NewKeyPreview> =>
  store.read(async (tx) => {
    const principal = await loadPrincipalIn(tx, actorId, organizationId);
    const target = await findTarget(tx, organizationId, query.resource_id);
    const { bindings } = principal;
    const selection = { where: { organizationId }, search: searchWords(query.search) };
    const total = await tx.tally('serviceAccounts', selection);
    const accounts = await tx.find('serviceAccounts', {
      ...selection,
      order: { column: 'name', direction: 'asc' },
      limit: OFFERED,
      expected: total,
    });
    const owners = [
      { id: principal.id, kind: principal.kind, name: principal.name, email: principal.email },
      ...accounts.map(({ id, name }) => ({ id, kind: 'service_account' as const, name, email: '' })),
    ];
    const ids = owners.map(({ id }) => id);
    const counts = await keyCounts(tx, ids);
    const powerful = target?.kind === 'kafka' ? await powerOn(tx, target, ids) : null;
    const { approval, approvers, of } = await previewApproval(tx, principal, target, ids);
    return {
      verdict: verdictView(mayCreateKey({ bindings, target, door: 'console' })),
      approval,
      approvers,
      service_account_count: total,
      owners: owners.map(({ email, ...owner }) => {
        const used = counts.get(owner.id) ?? 0;
        const own = mayOwnKey({ actorId, owner, keys: used });
        const asking = of(owner.id);
        return {
          ...owner,
          ...(email === '' ? {} : { email }),
          used,
          limit: KEYS_PER_ACCOUNT,
          verdict: verdictView(own.allowed ? asking.verdict : own),
          needs_approval: asking.needs,
          powerless: owner.kind === 'service_account' && powerful !== null && !powerful.has(owner.id),
        };
      }),
    };
  });

/** Which of these have a role or an ACL on a Kafka cluster (K11). */
const powerOn = async (
  tx: ReadTransaction,
  cluster: Cluster,
  principalIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const theirs = { principalId: { in: principalIds } };
  const acls = await tx.find('accountAcls', { where: { ...theirs, clusterId: cluster.id } });
  const bindings = await tx.find('roleBindings', { where: { ...theirs, removedAt: null } });
  return new Set([
    ...acls.map(({ principalId }) => principalId),
    ...bindings.filter((binding) => reaches(binding, cluster)).map(({ principalId }) => principalId),
  ]);
};
