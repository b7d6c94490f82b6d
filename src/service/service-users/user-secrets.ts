import type { Secrets, Sealer } from '../ports/ports.ts';

/** What may be kept of a service user's secrets: a renewal makes no password. */
export type KeptSecrets = Pick<Secrets, 'accessKey' | 'accessCert' | 'caCert'> &
  Partial<Pick<Secrets, 'password'>>;

/** What binds kept secrets to their user. */
export const userSecretsContext = (userId: string): string => `service-user:${userId}`;
/** As userSecretsContext, for a password that waits to be taken. */
export const wishContext = (userId: string): string => `service-user-wish:${userId}`;

/** Encrypts what is kept of a service user's secrets, bound to its id (R21). */
export const sealUserSecrets = (sealer: Sealer, userId: string, secrets: KeptSecrets): Promise<string> =>
  sealer.seal(JSON.stringify(secrets), userSecretsContext(userId));

/** Opens what sealUserSecrets made. */
export const openUserSecrets = async (sealer: Sealer, userId: string, sealed: string): Promise<KeptSecrets> =>
  // Only sealUserSecrets writes under this context, and the seal proves that nobody else did.
  JSON.parse(await sealer.open(sealed, userSecretsContext(userId))) as KeptSecrets;

/** Encrypts a password that somebody chose, until the credentials with it are made. */
export const sealWish = (sealer: Sealer, userId: string, password: string): Promise<string> =>
  sealer.seal(password, wishContext(userId));

/** Opens what sealWish made. */
export const openWish = (sealer: Sealer, userId: string, sealed: string): Promise<string> =>
  sealer.open(sealed, wishContext(userId));
