import { randomBytes, toHex } from '../../runtime/bytes.ts';
import type { Digest } from '../../service/ports/ports.ts';

/** 128 random bits, so that equal passwords do not have equal hashes. */
export function newSalt(): string {
  return toHex(randomBytes(16));
}

/**
 * One salted SHA-256. A slow hash such as PBKDF2 makes up for passwords that people choose and attackers can list;
 * these are generated with more than 128 bits, which no number of guesses exhausts, however cheap each one is.
 */
export function hashPassword(digest: Digest, salt: string, password: string): Promise<string> {
  return digest(`${salt}.${password}`);
}

/** Takes equally long wherever two hashes of one length differ. */
export function isSameHash(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
