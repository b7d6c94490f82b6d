import type { CertificateFacts } from '../credential/credential.ts';
import { NEVER, type Instant } from '../time.ts';

/** primary: the service's own user, which comes and goes with it. */
export type ServiceUserType = 'primary' | 'normal';

/** The primary user's name on every service. */
export const PRIMARY_USER = 'avnadmin';

/**
 * making: its first credentials are being made. resetting: new ones are, and end the old. failed: the first could not be
 * made. revoked: they were reported as compromised and ended, and no others were made since (P8). A user that belongs to
 * an access is ready from the start: its access says how its credentials stand.
 */
export type ServiceUserStatus = 'making' | 'ready' | 'resetting' | 'failed' | 'revoked';

/** renewed: the newest certificate waits to be acknowledged. failed: a renewal was due and could not be made. */
export type RenewalState = 'no_certificate' | 'current' | 'renewed' | 'acknowledged' | 'failed';

/** A user of a service as clients authenticate with it, and where its certificates stand (C1). */
export interface ServiceUser {
  /** `<service id>/<username>`, as the access's serviceUserKey. */
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly username: string;
  readonly type: ServiceUserType;
  /** The access that it belongs to. */
  readonly accessId: string | null;
  readonly status: ServiceUserStatus;
  /** Why making, resetting or renewing failed, for people. */
  readonly failure: string | null;
  /** In use; 0 before the first. */
  readonly generation: number;
  /** The highest number given to a generation; of a user with an access, the access counts. */
  readonly lastGeneration: number;
  /** What the server keeps of its secrets, encrypted (R21); null where they were shown once and destroyed (R19). */
  readonly sealed: string | null;
  /** Whether a password is among what is kept. */
  readonly keepsPassword: boolean;
  /** Credentials that were made and are not accepted yet, encrypted, with the facts of their certificate. */
  readonly nextSealed: string | null;
  readonly nextCertificate: CertificateFacts | null;
  /** A password that somebody chose, encrypted, until the credentials with it are made. */
  readonly sealedWish: string | null;
  /** Who asked for the reset that is under way, by name; null where nobody did. */
  readonly resetBy: string | null;
  readonly passwordUpdatedAt: Instant | null;
  /** The newest that the platform accepts. */
  readonly certificate: CertificateFacts | null;
  /** The newest certificate's end; NEVER without one. */
  readonly newestEndsAt: Instant;
  /** The end of the certificate that clients use: the old one's until its renewal is acknowledged. NEVER without one. */
  readonly endsAt: Instant;
  /** How often its certificate was renewed, ever. */
  readonly renewals: number;
  readonly renewedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  /** Who acknowledged it, by name. */
  readonly acknowledgedBy: string | null;
  readonly renewalState: RenewalState;
  /** Failed attempts to make the renewal that is due. */
  readonly renewalAttempts: number;
  /** A renewal that failed is not tried again before. */
  readonly retryAt: Instant;
  /** What banners and notices go by: `endsAt` while something is to be done about the certificate, else NEVER. */
  readonly attentionAt: Instant;
  readonly secretsViewedAt: Instant | null;
  readonly secretsViewedBy: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Lower-cased words that search looks through. */
  readonly searchText: string;
}

/** A service user's highest generation, left behind when it was deleted: numbers are never used again. */
export interface RetiredServiceUser {
  /** As ServiceUser.id. */
  readonly id: string;
  readonly lastGeneration: number;
  readonly removedAt: Instant;
}

export const serviceUserKey = (serviceId: string, username: string): string => `${serviceId}/${username}`;

/** A user of which nothing was made yet. */
export const newServiceUser = (input: {
  readonly service: {
    readonly id: string;
    readonly organizationId: string;
    readonly projectId: string;
    readonly projectName: string;
    readonly name: string;
  };
  readonly username: string;
  readonly type: ServiceUserType;
  readonly access: { readonly id: string; readonly name: string } | null;
  /** The first number that its generations may have, less one. */
  readonly lastGeneration: number;
  readonly now: Instant;
}): ServiceUser => {
  const { service, username, type, access, now } = input;
  return {
    id: serviceUserKey(service.id, username),
    organizationId: service.organizationId,
    projectId: service.projectId,
    projectName: service.projectName,
    serviceId: service.id,
    serviceName: service.name,
    username,
    type,
    accessId: access?.id ?? null,
    status: access ? 'ready' : 'making',
    failure: null,
    generation: 0,
    lastGeneration: input.lastGeneration,
    sealed: null,
    keepsPassword: false,
    nextSealed: null,
    nextCertificate: null,
    sealedWish: null,
    resetBy: null,
    passwordUpdatedAt: null,
    certificate: null,
    newestEndsAt: NEVER,
    endsAt: NEVER,
    renewals: 0,
    renewedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    renewalState: 'no_certificate',
    renewalAttempts: 0,
    retryAt: 0,
    attentionAt: NEVER,
    secretsViewedAt: null,
    secretsViewedBy: null,
    createdAt: now,
    updatedAt: now,
    searchText: [username, ...(access ? [access.name] : [])].join('\n').toLowerCase(),
  };
};
