import type { Sealer, Signer, Store } from '../ports/ports.ts';
import { DuplicateError, type ReadTransaction, type Setting } from '../ports/store.ts';

const SETTING = 'audit_signing_key';

interface KeySetting {
  readonly publicKey: string;
  readonly sealedPrivateKey: string;
}

/** The installation's public key for the audit chain, SPKI in base64url; null before anything was linked. */
export const auditPublicKey = async (tx: Pick<ReadTransaction, 'get'>): Promise<string | null> =>
  // Written by signingKey alone.
  ((await tx.get('settings', SETTING))?.value as KeySetting | undefined)?.publicKey ?? null;

/** A new key, and the setting that keeps it. */
export const newSigningKey = async ({
  sealer,
  signer,
}: {
  readonly sealer: Sealer;
  readonly signer: Signer;
}): Promise<{
  readonly value: KeySetting;
  readonly setting: Setting;
  readonly sign: (text: string) => Promise<string>;
}> => {
  const { privateKey, publicKey } = await signer.makeKeys();
  const value = { publicKey, sealedPrivateKey: await sealer.seal(privateKey, SETTING) };
  return { value, setting: { id: SETTING, value }, sign: (text) => signer.sign(privateKey, text) };
};

/** The installation's key that signs the audit chain; made at the first call, of all processes by one. */
export const signingKey = async (deps: {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly signer: Signer;
}): Promise<{ readonly publicKey: string; readonly sign: (text: string) => Promise<string> }> => {
  const { store, sealer, signer } = deps;
  const read = async (): Promise<KeySetting | undefined> =>
    // As above.
    (await store.get('settings', SETTING))?.value as KeySetting | undefined;
  const make = async (): Promise<KeySetting> => {
    const { setting, value } = await newSigningKey(deps);
    try {
      await store.write((tx) => tx.insert('settings', setting));
      return value;
    } catch (error) {
      const other = error instanceof DuplicateError ? await read() : undefined;
      if (!other) throw error;
      return other;
    }
  };
  const { publicKey, sealedPrivateKey } = (await read()) ?? (await make());
  const privateKey = await sealer.open(sealedPrivateKey, SETTING);
  // The public key is not sealed: with one of their own there, somebody's signatures would pass for ours.
  if (!(await signer.verify(publicKey, SETTING, await signer.sign(privateKey, SETTING))))
    throw new Error('The public key of the audit log in the database is not that of its private key.');
  return { publicKey, sign: (text) => signer.sign(privateKey, text) };
};

/** Seals the private key again where an older sealing key sealed it; how many texts that were. */
export const resealSigningKey = (store: Store, sealer: Sealer): Promise<number> =>
  store.write(async (tx) => {
    // As above.
    const value = (await tx.get('settings', SETTING))?.value as KeySetting | undefined;
    if (!value || sealer.isCurrent(value.sealedPrivateKey)) return 0;
    const privateKey = await sealer.open(value.sealedPrivateKey, SETTING);
    const sealedPrivateKey = await sealer.seal(privateKey, SETTING);
    await tx.update('settings', SETTING, { value: { ...value, sealedPrivateKey } });
    return 1;
  });
