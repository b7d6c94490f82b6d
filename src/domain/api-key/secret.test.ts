import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import { isSecretForm, newKeyId, newKeySecret, SECRET_MARK } from './secret.ts';

const random = (): string => toBase64Url(randomBytes(32));

test('K1: ids and secrets have their form, and no two are alike', () => {
  const ids = new Set<string>();
  const secrets = new Set<string>();
  for (let i = 0; i < 500; i += 1) {
    ids.add(newKeyId(random));
    secrets.add(newKeySecret(random));
  }
  expect([ids.size, secrets.size]).toEqual([500, 500]);
  for (const id of ids) expect(id).toMatch(/^[A-Z2-7]{16}$/u);
  // As docs/api-keys.md gives it to scanners.
  for (const secret of secrets) expect(secret).toMatch(/^lks_[0-9A-Za-z]{49}$/u);
});

test('every character of an id and a secret is as likely as any other', () => {
  const seen = new Map<string, number>();
  const many = 4000;
  for (let i = 0; i < many; i += 1)
    for (const letter of newKeySecret(random).slice(SECRET_MARK.length, -6))
      seen.set(letter, (seen.get(letter) ?? 0) + 1);
  const expected = (many * 43) / 62;
  expect(seen.size).toBe(62);
  // Six standard deviations.
  for (const count of seen.values()) expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
});

test('a secret that was changed anywhere, or cut, is none', () => {
  const secret = newKeySecret(random);
  for (let i = 0; i < secret.length; i += 1) {
    const other = secret.charAt(i) === 'x' ? 'y' : 'x';
    expect(isSecretForm(secret.slice(0, i) + other + secret.slice(i + 1))).toBe(false);
    expect(isSecretForm(secret.slice(0, i))).toBe(false);
  }
  for (const wrong of [`${secret}\n`, ` ${secret}`, `${secret}x`, '', SECRET_MARK])
    expect(isSecretForm(wrong)).toBe(false);
});

/** The check as docs/api-keys.md tells it, by another CRC-32 than ours. */
const checkOf = (body: string): string => {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let rest = BigInt(crc32(body));
  let text = '';
  while (rest > 0n) {
    text = digits.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text.padStart(6, '0');
};

test('the check is CRC-32 of the 43 characters in base 62, so that other tools can tell', () => {
  const bodies = [
    '0'.repeat(43),
    'z'.repeat(43),
    'A'.repeat(43),
    ...Array.from({ length: 200 }, () => newKeySecret(random).slice(4, 47)),
  ];
  for (const body of bodies) {
    expect(newKeySecret(() => `${body}.`)).toBe(`lks_${body}${checkOf(body)}`);
    expect(isSecretForm(`lks_${body}${checkOf(body)}`)).toBe(true);
  }
});
