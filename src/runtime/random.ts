import { randomBytes } from './bytes.ts';

/** Letters and digits that cannot be taken for one another (no 0 O o, 1 I l), and that no file format must escape. */
export const PASSWORD_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** The shortest length that still has 128 bits: 56 characters are worth 5.8 bits each. */
const SHORTEST = 23;

/**
 * A password from the operating system's randomness: every character equally likely, 139 bits at the default length.
 * There is deliberately no seeded variant. Throws RangeError below 128 bits.
 */
export function randomPassword(length = 24): string {
  if (length < SHORTEST) throw new RangeError(`A password of ${length} characters has less than 128 bits`);
  // Bytes from the incomplete last round of the alphabet are thrown away: a plain remainder would favour its start.
  const fair = 256 - (256 % PASSWORD_ALPHABET.length);
  let password = '';
  while (password.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < fair && password.length < length)
        password += PASSWORD_ALPHABET.charAt(byte % PASSWORD_ALPHABET.length);
    }
  }
  return password;
}
