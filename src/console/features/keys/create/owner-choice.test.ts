import { expect, test } from 'vitest';
import { accountOptions, chosenOwner, presetKind, withPicked } from './owner-choice.ts';

const owner = (kind: 'user' | 'service_account', id: string, name: string) => ({
  id,
  kind,
  name,
  used: 3,
  limit: 10,
  verdict: { allowed: true },
  needs_approval: false,
  powerless: false,
});
const me = owner('user', 'u-1', 'Maya');
const zebra = owner('service_account', 'sa-2', 'zebra');
const orders = owner('service_account', 'sa-1', 'orders');

test('service accounts are offered first, by name, with their quota', () => {
  expect(presetKind([me, zebra])).toBe('service_account');
  expect(presetKind([me])).toBe('user');
  expect(accountOptions([me, zebra, orders])).toEqual([
    { value: 'sa-1', label: 'orders (3/10 keys)' },
    { value: 'sa-2', label: 'zebra (3/10 keys)' },
  ]);
});

test('my account needs no further choice, a service account does', () => {
  expect(chosenOwner([me, zebra], { kind: 'user', account: '' })).toBe(me);
  expect(chosenOwner([me, zebra], { kind: 'service_account', account: '' })).toBeUndefined();
  expect(chosenOwner([me, zebra], { kind: 'service_account', account: 'sa-2' })).toBe(zebra);
  expect(chosenOwner([me, zebra], { kind: 'service_account', account: 'u-1' })).toBeUndefined();
});

test('what was chosen stays when a search finds others, as the newest answer has it', () => {
  expect(withPicked([me, orders], undefined)).toEqual([me, orders]);
  expect(withPicked([me, orders], zebra)).toEqual([me, orders, zebra]);
  const fuller = { ...zebra, used: 4 };
  expect(withPicked([me, fuller], zebra)).toEqual([me, fuller]);
});
