import { randomBytes, toHex, utf8 } from '../../runtime/bytes.ts';
import type { Digest } from '../../service/ports/ports.ts';

/** Salts that begin so belong to passwords that people chose. */
const CHOSEN = 'chosen-';

/** What OWASP asks of PBKDF2 with SHA-512: a tenth of a second or so. */
const ROUNDS = 210_000;

/** 128 random bits, so that equal passwords do not have equal hashes. It also says how the password is hashed. */
export function newSalt(password: 'generated' | 'chosen'): string {
  return `${password === 'chosen' ? CHOSEN : ''}${toHex(randomBytes(16))}`;
}

/**
 * A slow hash (PBKDF2) makes up for passwords that people choose and attackers can list. Generated ones have more than
 * 128 bits, which no number of guesses exhausts, however cheap each one is: one salted SHA-256.
 */
export async function hashPassword(digest: Digest, salt: string, password: string): Promise<string> {
  if (!salt.startsWith(CHOSEN)) return digest(`${salt}.${password}`);
  const key = await crypto.subtle.importKey('raw', utf8(password), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-512', salt: utf8(salt), iterations: ROUNDS };
  return toHex(await crypto.subtle.deriveBits(how, key, 256));
}
