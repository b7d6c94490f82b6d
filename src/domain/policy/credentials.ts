import type { Access } from '../access/access.ts';
import type { Credential } from '../credential/credential.ts';
import { oldCredentialsLive } from '../credential/lifecycle.ts';
import type { Actor } from '../people.ts';
import type { Instant } from '../time.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

type Facts = {
  readonly actor: Pick<Actor, 'personId' | 'groupIds'>;
  readonly access: Pick<Access, 'ownerGroupId' | 'ownerGroupName'>;
  /** The access's newest credentials, if any were made. */
  readonly credential: Pick<Credential, 'status' | 'revealTo' | 'expiresAt'> | null;
};

/** Who the credentials are for: the one person they were made for, while in the owner group (R17). */
export const mayHoldCredentials = (facts: Facts & { readonly holderName: string }): Verdict => {
  const { actor, access, credential } = facts;
  if (credential === null) return refused('credentials_not_ready');
  if (credential.revealTo !== actor.personId)
    return refused('credentials_for_someone_else', { person: facts.holderName });
  if (!actor.groupIds.includes(access.ownerGroupId))
    return refused('credentials_lost_owner', { group: access.ownerGroupName });
  return allowed;
};

/** Review or view credentials: once, by their person, in time (R14, R17, R18, R20). */
export const mayReviewCredentials = (
  facts: Facts & { readonly holderName: string; readonly now: Instant },
): Verdict => {
  const holder = mayHoldCredentials(facts);
  if (!holder.allowed || facts.credential === null) return holder;
  switch (facts.credential.status) {
    case 'sealed':
      return facts.now < facts.credential.expiresAt ? allowed : refused('credentials_expired');
    case 'expired':
      return refused('credentials_expired');
    case 'compromised':
    case 'revoked':
      return refused('credentials_revoked');
    case 'claimed':
    case 'saved':
    case 'unconfirmed':
      return refused('credentials_consumed');
  }
};

/**
 * End the old credentials early: any member of the owner group, once the new ones were shown (R22). Also when their end
 * has come and they still work, because the platform did not carry it out.
 */
export const mayRetireOldCredentials = (
  facts: Omit<Facts, 'credential'> & {
    /** The newest credentials in use: whatever waits to be shown, or never was, has ended nothing. */
    readonly inUse: Credential | null;
  },
): Verdict => {
  const { actor, access, inUse } = facts;
  if (!actor.groupIds.includes(access.ownerGroupId))
    return refused('not_owner_group_member', { group: access.ownerGroupName });
  if (inUse === null || !oldCredentialsLive(inUse)) return refused('no_old_credentials');
  if (inUse.status === 'claimed') return refused('credentials_waiting');
  return allowed;
};
