/**
 * The form of an API key (documented in docs/api-keys.md): an id of 16 upper-case letters and digits, and a secret
 * `lks_`, 43 letters and digits, and 6 more that check them, so that scanners find leaked secrets and tell them from
 * random text.
 */

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What every secret begins with. */
export const SECRET_MARK = 'lks_';
const LETTERS = 43;
const CHECK_LETTERS = 6;

/** Random bytes that a secret takes: more than its letters, because some are passed over. */
export const SECRET_BYTES = 96;

/** A key's id of 16 random bytes. 80 bits of them count. */
export const keyIdOf = (bytes: Uint8Array): string =>
  [...bytes.slice(0, 16)].map((byte) => ID_ALPHABET[byte & 31]).join('');

/** CRC-32 as in ISO 3309. */
const crc32 = (text: string): number => {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i += 1) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};

const checkOf = (body: string): string => {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECK_LETTERS; i += 1) {
    text = `${SECRET_ALPHABET[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text;
};

/** A secret of SECRET_BYTES random bytes. Throws RangeError in the unheard-of case that they do not suffice. */
export const secretOf = (bytes: Uint8Array): string => {
  // Every letter as likely as any other: what lies past the last whole round of 62 is passed over.
  const body = [...bytes]
    .filter((byte) => byte < 248)
    .slice(0, LETTERS)
    .map((byte) => SECRET_ALPHABET[byte % 62])
    .join('');
  if (body.length < LETTERS) throw new RangeError('too few random bytes');
  return `${SECRET_MARK}${body}${checkOf(body)}`;
};

const FORM = new RegExp(`^${SECRET_MARK}([0-9A-Za-z]{${LETTERS}})([0-9A-Za-z]{${CHECK_LETTERS}})$`, 'u');

/** Whether a text has the form of a secret, its check included. */
export const isSecretForm = (text: string): boolean => {
  const [, body = '', check = ''] = FORM.exec(text) ?? [];
  return body !== '' && checkOf(body) === check;
};
