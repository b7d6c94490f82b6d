import type { Sealer } from '../service/ports/ports.ts';
import { fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8 } from './bytes.ts';

/** 32 bytes under a name (letters, digits, `_` and `-`) that is written into everything they seal. */
export interface SealingKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/**
 * `current` seals; `older` ones only open what they sealed before the key was changed. Several of those may have one name;
 * each is tried.
 */
export interface SealingKeys {
  readonly current: SealingKey;
  readonly older?: readonly SealingKey[];
}

const VERSION = 'v1';
const KEY_BYTES = 32;
/** 96 bits, random for each text: safe for 2^32 texts under one key (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;

/** A sealed text that cannot be opened. Says why, never what it holds. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Encrypts with AES-256-GCM (R21) into `v1.<key id>.<base64url of nonce, cipher text and tag>`. The context, the version
 * and the key's id are bound as associated data, so a sealed text opens only in the place it was made for.
 * Throws RangeError for a key of another length, an unfit id, or an older key that is called like the current one; `open` throws SealError.
 */
export function createSealer(key: Uint8Array, keyId?: string): Sealer;
export function createSealer(keys: SealingKeys): Sealer;
export function createSealer(given: Uint8Array | SealingKeys, keyId = 'k1'): Sealer {
  const { current, older = [] }: SealingKeys =
    given instanceof Uint8Array ? { current: { id: keyId, key: given } } : given;
  const sealing = importOnce(current);
  const opening = [{ id: current.id, load: sealing }];
  for (const one of older) {
    if (one.id === current.id) throw new RangeError(`Two sealing keys are called ${one.id}`);
    opening.push({ id: one.id, load: importOnce(one) });
  }
  const mark = `${VERSION}.${current.id}.`;

  return {
    async seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce, additionalData: associatedData(current.id, context) },
        await sealing(),
        utf8(plain),
      );
      const body = new Uint8Array(NONCE_BYTES + cipher.byteLength);
      body.set(nonce);
      body.set(new Uint8Array(cipher), NONCE_BYTES);
      return `${mark}${toBase64Url(body)}`;
    },

    async open(sealed, context) {
      const [version, id, text, ...rest] = sealed.split('.');
      if (version !== VERSION || id === undefined || text === undefined || rest.length > 0) {
        throw new SealError('It is not in a sealed form known here');
      }
      const candidates = opening.filter((one) => one.id === id);
      if (candidates.length === 0) throw new SealError('It was sealed with a key that is not known here');
      for (const { load } of candidates) {
        try {
          const body = fromBase64Url(text);
          const plain = await crypto.subtle.decrypt(
            {
              name: 'AES-GCM',
              iv: body.subarray(0, NONCE_BYTES),
              additionalData: associatedData(id, context),
            },
            await load(),
            body.subarray(NONCE_BYTES),
          );
          return fromUtf8(plain);
        } catch {
          // Perhaps another of this name opens it.
        }
      }
      throw new SealError('It was changed, or belongs elsewhere');
    },

    isCurrent: (sealed) => sealed.startsWith(mark),
  };
}

function associatedData(keyId: string, context: string): Uint8Array<ArrayBuffer> {
  return utf8(`${VERSION}.${keyId}.${context}`);
}

/** Checks at once, imports at the first use; not extractable, so that no later code can read the key back. */
function importOnce({ id, key }: SealingKey): () => Promise<CryptoKey> {
  if (!/^[\w-]{1,32}$/.test(id))
    throw new RangeError('A sealing key is called by up to 32 letters, digits, _ and -');
  if (key.length !== KEY_BYTES)
    throw new RangeError(`A sealing key has ${KEY_BYTES} bytes, not ${key.length}`);
  const copy = new Uint8Array(key);
  let promise: Promise<CryptoKey> | undefined;
  return () => (promise ??= crypto.subtle.importKey('raw', copy, 'AES-GCM', false, ['encrypt', 'decrypt']));
}
