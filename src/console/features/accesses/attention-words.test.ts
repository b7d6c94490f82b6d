import { describe, expect, it } from 'vitest';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { attentionOf } from './attention-words.ts';

const NOW = Date.parse('2026-05-10T12:00:00Z');
const allowed = { allowed: true };
const refused = { allowed: false, reason: 'not_yours', message: 'Only Jonas can see them.' };

const access = (end: string, review = allowed): Access => ({
  access_id: end,
  access_name: 'Orders consumer',
  access_type: 'KAFKA',
  create_time: '2026-01-01T00:00:00Z',
  created_by: 'u1',
  credentials_consumed: false,
  owner_user_group_id: 'g1',
  owner_user_group_name: 'Payments',
  access_data: { project_name: 'shop', service_name: 'kafka', username: 'orders', acls: [] },
  update_time: '2026-01-01T00:00:00Z',
  version: 1,
  credential_state: 'unviewed',
  first_credentials: false,
  certificate_not_after_time: end,
  verdicts: {
    request_rotation: allowed,
    review_credentials: review,
    retire_old_credentials: allowed,
    delete_access: allowed,
  },
});

const PAST = '2026-05-10T12:00:00Z';
const SOON = '2026-05-12T12:00:00Z';

const said = (ends: readonly string[], waiting: readonly Access[] = []) => {
  const { severity, parts } = attentionOf({
    mine: 'g1,g2',
    ending: { access: ends.map((end) => access(end)), total_count: ends.length },
    unviewed: waiting,
    now: NOW,
  });
  return [severity, ...parts.map(({ link, rest }) => `${link} ${rest}`)];
};

describe('what needs me (R1)', () => {
  it.each([
    [[], ['none']],
    [[SOON], ['warning', '1 certificate of yours ends within 7 days.']],
    [
      [SOON, SOON],
      ['warning', '2 certificates of yours end within 7 days.'],
    ],
    [[PAST], ['error', '1 certificate of yours has expired.']],
    [
      [PAST, PAST],
      ['error', '2 certificates of yours have expired.'],
    ],
    [
      [PAST, SOON],
      ['error', '2 certificates of yours have expired or end within 7 days.'],
    ],
  ])('%j', (ends, words) => {
    expect(said(ends)).toEqual(words);
  });

  it('counts the credentials that I may look at, after what is more pressing', () => {
    expect(said([], [access(SOON), access(SOON, refused)])).toEqual([
      'info',
      'New credentials for 1 access wait for you.',
    ]);
    expect(said([SOON], [access(SOON), access(SOON)])).toEqual([
      'warning',
      '1 certificate of yours ends within 7 days.',
      'New credentials for 2 accesses wait for you.',
    ]);
  });

  it('leads to the rows that it counts', () => {
    const searchOf = (ends: readonly string[]) =>
      attentionOf({
        mine: 'g1,g2',
        ending: { access: ends.map((end) => access(end)), total_count: ends.length },
        unviewed: [access(SOON)],
        now: NOW,
      }).parts.map((part) => part.search);
    const unviewed = { credential_state: 'unviewed' };
    expect(searchOf([SOON])).toEqual([{ owner_user_group_id: 'g1,g2', expiry: '7_days' }, unviewed]);
    expect(searchOf([PAST])).toEqual([{ owner_user_group_id: 'g1,g2', expiry: 'expired' }, unviewed]);
  });

  it('asks nothing of somebody who is in no group', () => {
    expect(attentionOf({ mine: '', ending: undefined, unviewed: [], now: NOW })).toEqual({
      severity: 'none',
      parts: [],
    });
  });
});
