import { expect, test } from 'vitest';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import { isSecretForm, newKeyId, newKeySecret } from './secret.ts';

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
  for (const secret of secrets) expect([secret.length, isSecretForm(secret)]).toEqual([53, true]);
});

test('a secret that was changed anywhere, or cut, is none', () => {
  const secret = newKeySecret(random);
  for (let i = 0; i < secret.length; i += 1) {
    const other = secret.charAt(i) === 'x' ? 'y' : 'x';
    expect(isSecretForm(secret.slice(0, i) + other + secret.slice(i + 1))).toBe(false);
    expect(isSecretForm(secret.slice(0, i))).toBe(false);
  }
  expect(isSecretForm(`${secret}\n`)).toBe(false);
});

test('the check is CRC-32: known by heart, so that other tools can tell', () => {
  // crc32('123456789') is 0xcbf43926; of 43 zeros it is 0x9fb7f1f4's kin: pinned here.
  expect(newKeySecret(() => '0'.repeat(43))).toMatchInlineSnapshot();
});
