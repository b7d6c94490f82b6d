import { DAY, MINUTE, type Instant } from '../time.ts';
import type { PrincipalKind, ResourceKind } from './role.ts';

/** Stands for the organization's management APIs, where keys name what they are for. */
export const CLOUD = 'cloud';

/** How long the page that made a key may fetch its secret again, in milliseconds (K7, R19). */
export const SECRET_WINDOW = 10 * MINUTE;

/** Keys that nobody used for so long count as unused, in milliseconds. */
export const UNUSED_AFTER = 90 * DAY;

/** How long a key that was asked for waits to be looked at, in milliseconds; then it is deleted (R20). */
export const UNVIEWED_KEY_LIFE = 7 * DAY;

/** How many keys one account may have (K10). */
export const KEYS_PER_ACCOUNT = 10;

/** A key (K1): its id is public, its secret is kept as a salted hash alone once it was handed over. */
export interface ApiKey {
  /** 16 upper-case letters and digits. */
  readonly id: string;
  readonly organizationId: string;
  /** A person or a service account. */
  readonly ownerId: string;
  readonly ownerKind: PrincipalKind;
  readonly ownerName: string;
  /** Empty for a service account. */
  readonly ownerEmail: string;
  readonly resourceKind: ResourceKind | 'cloud';
  /** A cluster's id, or CLOUD. */
  readonly resourceId: string;
  readonly resourceName: string;
  /** Null for a Cloud key. */
  readonly environmentId: string | null;
  readonly displayName: string;
  readonly description: string;
  /** propagating: the resource does not accept it yet (K12). compromised: reported, opens nothing, under review (P8). */
  readonly state: 'propagating' | 'ready' | 'compromised';
  readonly salt: string;
  /** SHA-256 of salt and secret, which has 256 random bits. */
  readonly secretHash: string;
  /** The secret, encrypted, for the page that made it; null for other callers, and once it is saved or given up. */
  readonly sealed: string | null;
  readonly claimHash: string | null;
  /** The request that a second person approved; null where none was needed. Its secret waits for a claim. */
  readonly requestId: string | null;
  /** When a page first claimed the secret of a key that was asked for. */
  readonly claimedAt: Instant | null;
  /** Whether its owner, a person, lacks every role that could create it (K15). */
  readonly stale: boolean;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly updatedAt: Instant;
  /** 0 while it was never used, so that it sorts. */
  readonly lastUsedAt: Instant;
  readonly version: number;
  readonly searchText: string;
}

/** What search finds a key by. */
export const keySearchText = (
  key: Pick<ApiKey, 'id' | 'description' | 'displayName' | 'ownerName' | 'ownerEmail' | 'resourceName'>,
): string =>
  [key.id, key.displayName, key.description, key.ownerName, key.ownerEmail, key.resourceName]
    .join('\n')
    .toLowerCase();

/** What becomes of a key that was reported as compromised: no secret fits it any more, and none is kept (P8). */
export const endedKey = (key: Pick<ApiKey, 'version'>, now: Instant): Partial<ApiKey> => ({
  state: 'compromised',
  secretHash: '',
  sealed: null,
  updatedAt: now,
  version: key.version + 1,
});

/** Whether deleting this key ends something that runs now: its name is to be typed then (K14). */
export const usedLately = (key: Pick<ApiKey, 'lastUsedAt'>, now: Instant): boolean =>
  key.lastUsedAt > now - DAY;
