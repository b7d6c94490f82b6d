import type { Pushing } from '../../service/scim/pushing.ts';
import type { ProviderConfig } from './provider-config.ts';

/** How a provider's pushes are read; null where it pushes nothing. */
export const pushingOf = (
  { id, name, policy, scim }: ProviderConfig,
  firstAdmin: string | null,
): Pushing | null =>
  scim && {
    providerId: id,
    actor: { personId: null, name },
    policy,
    firstAdmin,
    groups: scim.groups,
    subjectClaim: scim.subjectClaim,
  };
