import type { RequestDetails, RotationRequest } from '../../../contract/schemas/requests.ts';
import type { OldCredentialsStage } from '../../parts/old-credentials-steps.ts';

/** How far a rotation has come with the old credentials (R22); undefined where the request changed nothing about them. */
export function oldCredentialsStage({
  request,
  access,
}: {
  readonly request: Pick<RotationRequest, 'status' | 'outcome'>;
  readonly access: RequestDetails['access'];
}): OldCredentialsStage | undefined {
  if (request.status === 'pending' || request.status === 'provisioning') return 'waiting';
  if (request.status !== 'approved') return undefined;
  switch (request.outcome) {
    case 'unviewed':
      return 'waiting';
    case 'shown':
      return 'shown';
    case 'saved':
    case 'unconfirmed': {
      const old = access?.old_credentials;
      if (old === undefined) return 'ended';
      return old.open ? 'open' : 'ending';
    }
    case 'expired':
    case 'compromised':
    case 'deleted':
    case undefined:
      return undefined;
  }
}
