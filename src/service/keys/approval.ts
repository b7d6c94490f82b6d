import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import type { Cluster } from '../../domain/api-key/role.ts';
import { BREAK_GLASS_PERSON } from '../../domain/people.ts';
import { isOrganizationAdmin, mayManageAccounts, needsApproval } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { demand, demandVersion, ProblemError } from '../problem.ts';
import { recordAudit } from '../shared/record.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { announceKeys } from './announce.ts';
import { loadPrincipalIn, type Principal } from './principal.ts';
import { findEnvironment } from './targets.ts';

/** Whether keys take a second person's approval, and in which version that was decided. */
interface Policy {
  readonly approvalRequired: boolean;
  readonly version: number;
}

/** The policy that holds for what a key is for: the organization's for a Cloud key, else that of the environment. */
export const policyFor = async (
  tx: ReadTransaction,
  organizationId: string,
  target: Pick<Cluster, 'environmentId'> | null,
): Promise<Policy> => {
  if (target) return findEnvironment(tx, organizationId, target.environmentId);
  const organization = await tx.get('organizations', organizationId);
  if (!organization) throw new ProblemError('organization_not_found', 'There is no such organization.');
  return { approvalRequired: organization.cloudKeyApproval, version: organization.version };
};

/** Whether a key of this owner takes a second person's approval. */
export const takesApproval = async (
  tx: ReadTransaction,
  owner: Pick<Principal, 'organizationId' | 'bindings'>,
  target: Cluster | null,
): Promise<boolean> => {
  const { approvalRequired } = await policyFor(tx, owner.organizationId, target);
  return needsApproval({ target, ownerBindings: owner.bindings, approvalRequired });
};

/** The people who decide about keys; whoever came in by break-glass is none that one could count on. */
export const organizationAdmins = async (
  tx: ReadTransaction,
  organizationId: string,
): Promise<readonly string[]> => {
  const bindings = await tx.find('roleBindings', {
    where: { organizationId, role: 'OrganizationAdmin', principalKind: 'user', removedAt: null },
  });
  return [
    ...new Set(
      bindings
        .filter((binding) => binding.principalId !== BREAK_GLASS_PERSON && isOrganizationAdmin([binding]))
        .map(({ principalId }) => principalId),
    ),
  ];
};

/** A policy as this principal sees it. */
export const approvalView = (
  { approvalRequired, version }: Policy,
  actor: Pick<Principal, 'bindings'>,
): wire.KeyApproval => ({
  approval_required: approvalRequired,
  version,
  verdicts: { change: verdictView(mayManageAccounts(actor.bindings)) },
});

/** Changes a policy, unless it is so already; what was seen in an older version conflicts. */
const change = async (
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  tx: Transaction,
  actor: Principal,
  input: Out<typeof wire.KeyApprovalChange>,
  of: {
    readonly policy: Policy;
    readonly name: string;
    readonly write: (next: Policy) => Promise<void>;
  },
): Promise<Out<typeof wire.KeyApprovalEnvelope>> => {
  demand(mayManageAccounts(actor.bindings));
  demandVersion(input.version, of.policy.version);
  const { approval_required: approvalRequired } = input;
  if (approvalRequired === of.policy.approvalRequired) return { approval: approvalView(of.policy, actor) };
  const next = { approvalRequired, version: of.policy.version + 1 };
  await of.write(next);
  await recordAudit(tx, ids, clock.now(), {
    actor,
    action: 'key_approval.changed',
    organizationId: actor.organizationId,
    resourceName: of.name,
    details: { approval_required: String(approvalRequired) },
  });
  announceKeys(tx, actor.organizationId);
  return { approval: approvalView(next, actor) };
};

/** Sets whether keys of those who administer an environment take approval. Errors: 403, 404, 409 for an older version. */
export const changeEnvironmentApproval = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  environmentId: string,
  input: Out<typeof wire.KeyApprovalChange>,
): Promise<Out<typeof wire.KeyApprovalEnvelope>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const environment = await findEnvironment(tx, organizationId, environmentId);
    return change(deps, tx, actor, input, {
      policy: environment,
      name: environment.name,
      write: (next) => tx.update('environments', environmentId, next),
    });
  });

/** Sets whether Cloud keys take approval. Errors: 403, 409 for an older version. */
export const changeCloudKeyApproval = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.KeyApprovalChange>,
): Promise<Out<typeof wire.KeyApprovalEnvelope>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    return change(deps, tx, actor, input, {
      policy: await policyFor(tx, organizationId, null),
      name: 'Cloud API keys',
      write: ({ approvalRequired, version }) =>
        tx.update('organizations', organizationId, { cloudKeyApproval: approvalRequired, version }),
    });
  });
