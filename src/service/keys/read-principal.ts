import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { KEYS_PER_ACCOUNT } from '../../domain/api-key/api-key.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { keyCounts } from './accounts.ts';
import { demandPrincipal, loadPrincipalIn } from './principal.ts';
import { removalVerdict } from './remove-person.ts';
import { bindingViews } from './roles.ts';
import { targetsOf } from './targets.ts';

/** What else of a person ends with their membership: the names of their groups, and how many access tokens. */
const belongingsOf = async (
  tx: ReadTransaction,
  personId: string,
): Promise<NonNullable<wire.PrincipalDetails['belongings']>> => {
  const memberships = await tx.find('memberships', { where: { personId } });
  const groups = await tx.find('groups', {
    where: { id: { in: memberships.map(({ groupId }) => groupId) } },
    order: { column: 'name', direction: 'asc' },
  });
  return {
    user_groups: groups.map(({ name }) => name),
    access_token_count: await tx.count('accessTokens', { where: { personId } }),
  };
};

/** A service account or a person with roles and ACLs. Error: 404. */
export const getPrincipal = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<wire.PrincipalDetails> =>
  store.read(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const principal = await demandPrincipal(tx, organizationId, id);
    const acls = await tx.find('accountAcls', { where: { principalId: id } });
    const clusters = await targetsOf(
      tx,
      acls.map(({ clusterId }) => ({ resourceId: clusterId })),
    );
    const manage = mayManageAccounts(actor.bindings);
    const isUser = principal.kind === 'user';
    return {
      principal: {
        id,
        kind: principal.kind,
        name: principal.name,
        ...(principal.email === '' ? {} : { email: principal.email }),
        description: principal.description,
        create_time: toWireTime(principal.createdAt),
      },
      role_bindings: await bindingViews(tx, principal.bindings, actor),
      acls: acls.map((acl) => ({
        acl_id: acl.id,
        cluster_id: acl.clusterId,
        cluster_name: clusters.get(acl.clusterId)?.name ?? '',
        topic: acl.topic,
        operation: acl.operation,
      })),
      key_count: (await keyCounts(tx, [id])).get(id) ?? 0,
      key_limit: KEYS_PER_ACCOUNT,
      // What concerns whoever may remove them alone.
      ...(isUser && manage.allowed ? { belongings: await belongingsOf(tx, id) } : {}),
      verdicts: {
        manage: verdictView(manage),
        delete: verdictView(isUser ? await removalVerdict(tx, actor, principal) : manage),
      },
    };
  });
