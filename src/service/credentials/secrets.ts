import type { Secrets, Sealer } from '../ports/ports.ts';

/** What binds them to their place. */
export const secretsContext = (credentialId: string): string => `credential:${credentialId}`;

/** Encrypts a credential's secrets for the store, bound to its id (R21). */
export const sealSecrets = (sealer: Sealer, credentialId: string, secrets: Secrets): Promise<string> =>
  sealer.seal(JSON.stringify(secrets), secretsContext(credentialId));

/** Opens what sealSecrets made. */
export const openSecrets = async (sealer: Sealer, credentialId: string, sealed: string): Promise<Secrets> =>
  // Only sealSecrets writes under this context, and the seal proves that nobody else did.
  JSON.parse(await sealer.open(sealed, secretsContext(credentialId))) as Secrets;
