import { describe, expect, test } from 'vitest';
import { makeRow, START } from '../../testing/rows.ts';
import { DAY, HOUR, MINUTE, NEVER } from '../time.ts';
import {
  acknowledgeRenewal,
  adopted,
  nextRenewalAt,
  renewalDue,
  renewalFailed,
  renewed,
  waitsForAcknowledgement,
} from './renewal.ts';
import type { ServiceUser } from './service-user.ts';

const LIFE = 820 * DAY;
const facts = (notBefore: number, serial: string) => ({
  subject: 'CN=user',
  issuer: 'CN=ca',
  serial,
  fingerprint: serial,
  notBefore,
  notAfter: notBefore + LIFE,
});
const blank = makeRow('serviceUsers', 'user');

/** In use since START. */
const inUse = (change: Partial<ServiceUser> = {}): ServiceUser => ({
  ...blank,
  ...adopted({ generation: 1, certificate: facts(START, '01'), sealed: 'v1.sealed' }, START),
  ...change,
});
const renewAt = (user: ServiceUser, at: number, serial = '02'): ServiceUser => ({
  ...user,
  ...renewed(user, { certificate: facts(at, serial), sealed: 'v1.next' }, at),
});

describe('when', () => {
  test.each([
    [START + LIFE, 90, START + 730 * DAY],
    [START + LIFE, 7, START + 813 * DAY],
    [START + LIFE, 365, START + 455 * DAY],
    [NEVER, 90, NEVER],
  ])('C2: an end at %d is due %d days before', (end, days, due) => {
    expect(renewalDue(end, days)).toBe(due);
  });

  test.each([
    ['never tried', 0, START + 730 * DAY],
    ['tried before it was due', START, START + 730 * DAY],
    ['put off', START + 731 * DAY, START + 731 * DAY],
  ])('C2: %s', (_, retryAt, at) => {
    expect(nextRenewalAt({ newestEndsAt: START + LIFE, retryAt }, 90)).toBe(at);
    expect(nextRenewalAt({ newestEndsAt: NEVER, retryAt }, 90)).toBe(NEVER);
  });
});

describe('adopted', () => {
  test('what was to be done about the older certificate is done; what was renewed ever counts on', () => {
    const before = renewAt(inUse(), START + 730 * DAY);
    const failing = { ...before, ...renewalFailed(before, { reason: 'No', lasting: true }, START).change };
    const now = START + 731 * DAY;
    const user: ServiceUser = {
      ...failing,
      status: 'resetting',
      sealedWish: 'v1.wish',
      nextSealed: 'v1.new',
      nextCertificate: facts(now, '03'),
      ...adopted({ generation: 2, certificate: facts(now, '03'), sealed: null }, now),
    };
    expect(user).toMatchObject({
      status: 'ready',
      generation: 2,
      sealed: null,
      keepsPassword: false,
      sealedWish: null,
      nextSealed: null,
      nextCertificate: null,
      failure: null,
      renewalState: 'current',
      renewals: 1,
      renewedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      renewalAttempts: 0,
      retryAt: 0,
      attentionAt: NEVER,
      endsAt: now + LIFE,
      newestEndsAt: now + LIFE,
      passwordUpdatedAt: now,
    });
    expect(waitsForAcknowledgement(user)).toBe(false);
    expect(inUse().keepsPassword).toBe(true);
  });
});

describe('renewed', () => {
  test.each([
    ['in the window', 730, 820],
    ['a moment before the end', 819, 820],
    ['at the end', 820, 820],
    ['long after it', 900, 820],
  ])('C3: %s the old one’s end counts', (_, day, end) => {
    const now = START + day * DAY;
    expect(renewAt(inUse(), now)).toMatchObject({
      renewalState: 'renewed',
      renewals: 1,
      endsAt: START + end * DAY,
      attentionAt: START + end * DAY,
      newestEndsAt: now + LIFE,
      certificate: { serial: '02' },
      sealed: 'v1.next',
      // The password stays what it was, and so does whether it is kept.
      keepsPassword: true,
      generation: 1,
    });
  });

  test.each([
    ['while the first still works', 100, 820],
    ['once the first has ended', 1460, 730 + 820],
  ])('C3: again without acknowledgement, %s', (_, day, end) => {
    const once = renewAt(inUse(), START + 730 * DAY);
    const now = START + 730 * DAY + (day === 100 ? 50 * DAY : 730 * DAY);
    const twice = renewAt(once, now, '03');
    expect([twice.renewals, twice.endsAt, twice.attentionAt]).toEqual([
      2,
      START + end * DAY,
      START + end * DAY,
    ]);
    expect(twice.newestEndsAt).toBe(now + LIFE);
  });

  test('C7: again after an acknowledgement there is something to acknowledge again', () => {
    const once = renewAt(inUse(), START + 730 * DAY);
    const said = acknowledgeRenewal(once, 'Cid', START + 731 * DAY);
    if (!('change' in said)) throw new Error('not acknowledged');
    const twice = renewAt({ ...once, ...said.change }, START + 1460 * DAY, '03');
    expect(waitsForAcknowledgement(twice)).toBe(true);
    expect(twice.acknowledgedBy).toBeNull();
  });
});

describe('renewal failed', () => {
  const refusal = { reason: 'It refuses.', lasting: true };
  const outage = { reason: 'It does not answer.', lasting: false };

  test('what the platform refuses is told at once, once', () => {
    const first = renewalFailed(inUse(), refusal, START);
    expect(first).toEqual({
      tell: true,
      change: {
        renewalState: 'failed',
        failure: 'It refuses.',
        renewalAttempts: 1,
        retryAt: START + 5 * MINUTE,
        attentionAt: START + LIFE,
        updatedAt: START,
      },
    });
    expect(renewalFailed({ ...inUse(), ...first.change }, refusal, START).tell).toBe(false);
  });

  test('that it does not answer is told after the third time, once', () => {
    let user = inUse();
    const told = [1, 2, 3, 4, 5].map(() => {
      const { change, tell } = renewalFailed(user, outage, START);
      user = { ...user, ...change };
      return [tell, user.renewalState, user.attentionAt];
    });
    expect(told).toEqual([
      [false, 'current', NEVER],
      [false, 'current', NEVER],
      [true, 'failed', START + LIFE],
      [false, 'failed', START + LIFE],
      [false, 'failed', START + LIFE],
    ]);
  });

  test.each([
    [0, 5 * MINUTE],
    [1, 10 * MINUTE],
    [2, 20 * MINUTE],
    [8, 1280 * MINUTE],
    [9, DAY],
    [1000, DAY],
  ])('after %d failures it is tried again in %d ms', (renewalAttempts, wait) => {
    expect(renewalFailed(inUse({ renewalAttempts }), refusal, START).change.retryAt).toBe(START + wait);
  });

  test('success settles it', () => {
    const failing = { ...inUse(), ...renewalFailed(inUse(), refusal, START).change };
    expect(renewAt(failing, START + HOUR)).toMatchObject({
      renewalState: 'renewed',
      failure: null,
      renewalAttempts: 0,
      retryAt: 0,
    });
  });
});

describe('acknowledge (C7)', () => {
  const now = START + 740 * DAY;
  const once = renewAt(inUse(), START + 730 * DAY);

  test('what was never renewed is refused', () => {
    expect(acknowledgeRenewal(inUse({ username: 'mirror' }), 'Cid', now)).toEqual({
      allowed: false,
      reason: 'never_renewed',
      params: { user: 'mirror' },
    });
  });

  test('what was renewed is acknowledged, and again without effect', () => {
    expect(waitsForAcknowledgement(once)).toBe(true);
    const outcome = acknowledgeRenewal(once, 'Cid', now);
    expect(outcome).toEqual({
      kind: 'acknowledged',
      change: {
        acknowledgedAt: now,
        acknowledgedBy: 'Cid',
        endsAt: once.newestEndsAt,
        renewalState: 'acknowledged',
        attentionAt: NEVER,
        updatedAt: now,
      },
    });
    const after = { ...once, ...('change' in outcome ? outcome.change : {}) };
    expect(waitsForAcknowledgement(after)).toBe(false);
    expect(acknowledgeRenewal(after, 'Ben', now)).toEqual({ kind: 'already' });
  });

  test('after a rotation there is nothing left to acknowledge', () => {
    const rotated = {
      ...once,
      ...adopted({ generation: 2, certificate: facts(now, '03'), sealed: null }, now),
    };
    expect(acknowledgeRenewal(rotated, 'Cid', now)).toEqual({ kind: 'already' });
  });

  test('a renewal that failed after this one is still to be looked into', () => {
    const failing = {
      ...once,
      ...renewalFailed(once, { reason: 'It refuses.', lasting: true }, now).change,
    };
    expect(acknowledgeRenewal(failing, 'Cid', now)).toMatchObject({
      change: { renewalState: 'failed', attentionAt: once.newestEndsAt, endsAt: once.newestEndsAt },
    });
  });
});
