/**
 * The form of an API key (docs/api-keys.md): an id of 16 upper-case letters and digits, and a secret `lks_`, 43 letters
 * and digits, and 6 more that check them, so that scanners find leaked secrets and tell them from random text.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What every secret begins with. */
export const SECRET_MARK = 'lks_';
const ID_LETTERS = 16;
const LETTERS = 43;
const CHECK_LETTERS = 6;

/** Where randomness comes from: text in base64url, each of whose characters but the last is as likely as any other. */
type RandomText = () => string;

/**
 * So many characters of the random text that fit; dropping the others leaves these equally likely. The last one of 32
 * bytes stands for four bits instead of six, so it is left out.
 */
const draw = (random: RandomText, fitting: RegExp, count: number): string => {
  let text = '';
  while (text.length < count) text += (random().slice(0, -1).match(fitting) ?? []).join('');
  return text.slice(0, count);
};

/** A new key's id: 80 random bits. */
export const newKeyId = (random: RandomText): string => draw(random, /[A-Z2-7]/gu, ID_LETTERS);

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
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
};

/** A new secret: 256 random bits. */
export const newKeySecret = (random: RandomText): string => {
  const body = draw(random, /[0-9A-Za-z]/gu, LETTERS);
  return `${SECRET_MARK}${body}${checkOf(body)}`;
};

const FORM = new RegExp(`^${SECRET_MARK}([0-9A-Za-z]{${LETTERS}})([0-9A-Za-z]{${CHECK_LETTERS}})$`, 'u');

/** Whether a text has the form of a secret, its check included. */
export const isSecretForm = (text: string): boolean => {
  const [, body = '', check = ''] = FORM.exec(text) ?? [];
  return body !== '' && checkOf(body) === check;
};
