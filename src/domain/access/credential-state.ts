import type { Credential } from '../credential/credential.ts';
import type { Request } from '../request/request.ts';
import type { CredentialState } from './access.ts';

/** What a list says of an access's credentials, from its rotation in progress and its newest credentials. */
export const credentialStateOf = (
  active: Pick<Request, 'status'> | null,
  newest: Pick<Credential, 'status'> | null,
): CredentialState => {
  if (active?.status === 'pending') return 'rotation_pending';
  if (active?.status === 'provisioning') return 'rotation_provisioning';
  if (newest === null) return 'provisioning';
  switch (newest.status) {
    case 'sealed':
      return 'unviewed';
    case 'claimed':
      return 'shown';
    case 'unconfirmed':
      return 'unconfirmed';
    case 'expired':
      return 'expired';
    case 'compromised':
      return 'compromised';
    case 'revoked':
      return 'revoked';
    case 'saved':
      return 'active';
  }
};
