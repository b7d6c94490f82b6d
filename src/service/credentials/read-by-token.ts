import type { Out } from '../../contract/operation.ts';
import type { TokenCredentials } from '../../contract/schemas/credentials.ts';
import { releaseClaim } from '../../domain/credential/lifecycle.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { ProblemError } from '../problem.ts';
import type { TokenOwner } from '../tokens/own-tokens.ts';
import { findAccess } from '../accesses/find-access.ts';
import { handOut } from './reveal.ts';
import { settleCredential } from './settle.ts';

/** The platform did not take them and nobody saw them: they wait again, and for as long as before (R19, R20). */
const giveBack = (deps: Deps, organizationId: string, accessId: string, claimHash: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const { credentialId } = await findAccess(tx, organizationId, accessId);
    const credential = credentialId === null ? undefined : await tx.get('credentials', credentialId);
    const change = credential && releaseClaim(credential, claimHash);
    if (!credential || !change) return;
    await settleCredential(tx, credential, change, now);
    // The job that was to end them may have found them claimed.
    await enqueue(tx, deps.ids, now, 'expire', credential.id, credential.expiresAt);
  });

/**
 * The published one-time read (C8): takes new credentials as a claim that nobody holds, so no later call gets them, of
 * the caller's or anybody's. Should the answer get lost, they are: the old ones stay until somebody retires them, and a
 * rotation makes new ones. Errors: 403 for all but the person they are for (R17), 409 before there are any, 410 once
 * consumed or expired (R18, R20), 503 while the platform cannot accept them, which uses nothing up.
 */
export const readCredentialsByToken = async (
  deps: Deps,
  { personId, tokenId }: TokenOwner,
  organizationId: string,
  accessId: string,
): Promise<Out<typeof TokenCredentials>> => {
  const claimHash = await deps.digest(deps.randomToken());
  try {
    const { secrets } = await handOut(deps, personId, organizationId, accessId, claimHash, async (tx) => {
      const token = await tx.get('accessTokens', tokenId ?? '');
      // Revoked while the platform took its time.
      if (!token) throw new ProblemError('authentication_failed', 'Invalid token');
      return { token_prefix: token.prefix };
    });
    const { accessCert, accessKey, password } = secrets;
    return { credentials: { access_cert: accessCert, access_key: accessKey, password } };
  } catch (error) {
    if (!(error instanceof ProblemError)) await giveBack(deps, organizationId, accessId, claimHash);
    throw error;
  }
};
