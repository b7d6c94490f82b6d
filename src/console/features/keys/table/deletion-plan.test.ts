import { expect, test } from 'vitest';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { planDeletion } from './deletion-plan.ts';

const key = (id: string, facts: Partial<KeyEntry> = {}): KeyEntry => ({
  key: id,
  display_name: '',
  description: '',
  owner: { id: 'sa-1', kind: 'service_account', name: 'orders' },
  resource: { id: 'lkc-1', kind: 'kafka', name: 'orders-prod' },
  state: 'ready',
  create_time: '2026-05-10T12:00:00Z',
  used_lately: false,
  stale_authority: false,
  version: 1,
  verdicts: { edit: { allowed: true }, delete: { allowed: true }, report_compromise: { allowed: true } },
  ...facts,
});
const idsOf = (keys: readonly KeyEntry[]) => keys.map((one) => one.key);

test('one key that is in use needs its id typed, one that is not does not', () => {
  expect(planDeletion([key('A', { used_lately: true })])).toMatchObject({ typed: 'A', inUse: [] });
  expect(planDeletion([key('A')]).typed).toBeUndefined();
});

test('of several, those in use and those refused stay', () => {
  const delete_ = { allowed: false, message: 'This takes a role.' };
  const plan = planDeletion([
    key('A'),
    key('B', { used_lately: true }),
    key('C', {
      verdicts: { edit: { allowed: true }, delete: delete_, report_compromise: { allowed: true } },
    }),
  ]);
  expect([idsOf(plan.going), idsOf(plan.inUse), plan.typed]).toEqual([['A'], ['B'], undefined]);
  expect(plan.refused.map(({ key: one, reason }) => [one.key, reason])).toEqual([
    ['C', 'This takes a role.'],
  ]);
});
