import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import type { ServiceAccount } from '../../domain/api-key/role.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';
import { recordAudit } from '../shared/record.ts';
import { accountViews, findAccount } from './accounts.ts';
import { announceKeys } from './announce.ts';
import { loadPrincipalIn, type Principal } from './principal.ts';

/** Writes a service account's description. Error: 403. */
export const describeAccount = async (
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  tx: Transaction,
  actor: Principal,
  account: ServiceAccount,
  description: string,
): Promise<ServiceAccount> => {
  demand(mayManageAccounts(actor.bindings));
  const now = clock.now();
  const change = {
    description,
    searchText: [account.name, description].join('\n').toLowerCase(),
    updatedAt: now,
  };
  await tx.update('serviceAccounts', account.id, change);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'service_account.described',
    organizationId: account.organizationId,
    resourceName: account.name,
  });
  announceKeys(tx, account.organizationId);
  return { ...account, ...change };
};

/** Describes a service account anew. Errors: 403, 404, 409 when somebody else did since the caller saw it. */
export const describeServiceAccount = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
  input: Out<typeof wire.AccountDescription>,
): Promise<Out<typeof wire.ServiceAccountEnvelope>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const account = await findAccount(tx, organizationId, id);
    demand(mayManageAccounts(actor.bindings));
    if (input.was !== undefined && input.was !== account.description)
      throw new ProblemError(
        'stale_version',
        'Somebody else described this service account meanwhile. Look at it again and decide then.',
      );
    const described = await describeAccount(deps, tx, actor, account, input.description);
    const [view] = await accountViews(tx, [described]);
    // One in, one out.
    return { service_account: view as wire.ServiceAccountEntry };
  });
