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
  readonly credential: Credential | null;
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
    case 'claimed':
    case 'saved':
    case 'unconfirmed':
      return refused('credentials_consumed');
  }
};

/** End the old credentials early: any member of the owner group, once the new ones were shown (R22). */
export const mayRetireOldCredentials = (facts: Facts & { readonly now: Instant }): Verdict => {
  const { actor, access, credential, now } = facts;
  if (!actor.groupIds.includes(access.ownerGroupId))
    return refused('not_owner_group_member', { group: access.ownerGroupName });
  if (credential === null || !oldCredentialsLive(credential)) return refused('no_old_credentials');
  if (credential.status === 'claimed') return refused('credentials_waiting');
  if (credential.retireOldAt !== null && credential.retireOldAt <= now) return refused('no_old_credentials');
  return allowed;
};
