import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRow, START } from '../../testing/rows.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';
import type { Credential, CredentialStatus } from './credential.ts';
import {
  activateCredential,
  advanceRetirement,
  claimCredential,
  closeWindow,
  confirmCredential,
  expireCredential,
  issueCredential,
  keepsRotationActive,
  loseTrack,
  oldCredentialsLive,
} from './lifecycle.ts';
import { overlapLength, overlapOptions, type Overlap } from './overlap.ts';

const OVERLAPS = ['immediately', '1_hour', '24_hours', '7_days'] as const satisfies readonly Overlap[];
const STATUSES = [
  'sealed',
  'claimed',
  'saved',
  'unconfirmed',
  'expired',
] as const satisfies readonly CredentialStatus[];

const issue = (overlap: Overlap = '24_hours', replacesOld = true): Credential =>
  issueCredential({
    id: 'crd',
    organizationId: 'org1',
    accessId: 'acc',
    requestId: 'req',
    serviceId: 'svc',
    username: 'user',
    generation: 2,
    sealed: 'v1.k.secret',
    certificate: makeRow('credentials', 'x').certificate,
    revealTo: 'ada',
    overlap,
    replacesOld,
    now: START,
  });

/** Claimed at START, accepted by the platform at `activated` if at all. */
const claimed = (activated: number | null = START, overlap: Overlap = '24_hours'): Credential => {
  const outcome = claimCredential(issue(overlap), 'mine', START);
  if (!('kind' in outcome) || outcome.kind !== 'first') throw new Error('not claimed');
  const credential = { ...issue(overlap), ...outcome.change };
  return activated === null ? credential : { ...credential, ...activateCredential(credential, activated) };
};

const result = (outcome: ReturnType<typeof claimCredential> | ReturnType<typeof confirmCredential>): string =>
  'kind' in outcome ? outcome.kind : outcome.reason;

describe('claim (R18, R19, R20)', () => {
  test.each([
    ['sealed', 'first', 'first'],
    ['claimed', 'again', 'credentials_consumed'],
    ['saved', 'credentials_consumed', 'credentials_consumed'],
    ['unconfirmed', 'credentials_consumed', 'credentials_consumed'],
    ['expired', 'credentials_expired', 'credentials_expired'],
  ] as const)('%s: with the same claim %s, with another %s', (status, same, another) => {
    const credential = { ...claimed(), status };
    expect(result(claimCredential(credential, 'mine', START + 1))).toBe(same);
    expect(result(claimCredential(credential, 'other', START + 1))).toBe(another);
  });

  test('the window is ten minutes from when the platform accepted them, its end excluded', () => {
    const credential = claimed(START + MINUTE);
    expect(result(claimCredential(credential, 'mine', START + 11 * MINUTE - 1))).toBe('again');
    expect(result(claimCredential(credential, 'mine', START + 11 * MINUTE))).toBe('credentials_consumed');
    expect(closeWindow(credential, START + 11 * MINUTE - 1)).toBeNull();
    expect(closeWindow(credential, START + 11 * MINUTE)).toEqual({ status: 'unconfirmed', sealed: null });
  });

  test('as long as the platform did not accept them the window stays open', () => {
    const credential = claimed(null);
    expect(result(claimCredential(credential, 'mine', START + DAY))).toBe('again');
    expect(result(claimCredential(credential, 'other', START + DAY))).toBe('credentials_consumed');
    expect(closeWindow(credential, START + DAY)).toBeNull();
  });

  test('accepting a second time moves nothing', () => {
    expect(activateCredential(claimed(START), START + HOUR)).toEqual({});
  });

  test('seven days, the last moment excluded', () => {
    expect(issue().expiresAt).toBe(START + 7 * DAY);
    expect(result(claimCredential(issue(), 'mine', START + 7 * DAY - 1))).toBe('first');
    expect(result(claimCredential(issue(), 'mine', START + 7 * DAY))).toBe('credentials_expired');
  });
});

describe('confirm (R2, R19)', () => {
  test.each(STATUSES)('%s', (status) => {
    const credential = { ...claimed(), status };
    const expected = {
      sealed: 'claim_mismatch',
      claimed: 'saved',
      saved: 'already',
      unconfirmed: 'saved',
      expired: 'claim_mismatch',
    };
    expect(result(confirmCredential(credential, 'mine', START + 1))).toBe(expected[status]);
    expect(result(confirmCredential(credential, 'other', START + 1))).toBe('claim_mismatch');
  });

  test.each(OVERLAPS)('%s: the old ones end so long after the confirmation', (overlap) => {
    const outcome = confirmCredential(claimed(START, overlap), 'mine', START + MINUTE);
    const lengths = { immediately: 0, '1_hour': HOUR, '24_hours': DAY, '7_days': 7 * DAY };
    expect(outcome).toMatchObject({
      change: {
        status: 'saved',
        sealed: null,
        savedAt: START + MINUTE,
        retireOldAt: START + MINUTE + lengths[overlap],
      },
    });
    expect(overlapLength(overlap)).toBe(lengths[overlap]);
  });

  test('an end that somebody set already is kept; without old ones there is none', () => {
    const set = { ...claimed(), status: 'unconfirmed' as const, retireOldAt: START + 5 };
    expect(confirmCredential(set, 'mine', START + DAY)).toMatchObject({ change: { retireOldAt: START + 5 } });
    const first = { ...claimed(), replacesOld: false };
    expect(confirmCredential(first, 'mine', START)).toMatchObject({ change: { retireOldAt: null } });
  });
});

describe('expire and retire (R20, R22)', () => {
  test.each([
    // In time, by force.
    ['sealed', issue(), true, true],
    ['claimed, not accepted', claimed(null), false, true],
    ['claimed and accepted', claimed(), false, false],
    ['saved', { ...claimed(), status: 'saved' as const }, false, false],
    ['unconfirmed', { ...claimed(), status: 'unconfirmed' as const }, false, false],
  ])('%s', (_, credential, inTime, byForce) => {
    const ended = { status: 'expired', sealed: null };
    expect(expireCredential(credential, START + 7 * DAY - 1)).toBeNull();
    expect(expireCredential(credential, START + 7 * DAY)).toEqual(inTime ? ended : null);
    expect(expireCredential(credential, START, true)).toEqual(byForce ? ended : null);
  });

  test('the end can be brought forward, not put off or repeated', () => {
    const saved = { ...claimed(), status: 'saved' as const, retireOldAt: START + DAY };
    expect(advanceRetirement(saved, START + 1)).toEqual({ retireOldAt: START + 1 });
    expect(advanceRetirement({ ...saved, retireOldAt: null }, START + 1)).toEqual({ retireOldAt: START + 1 });
    expect(advanceRetirement(saved, START + 2 * DAY)).toEqual({ retireOldAt: START + DAY });
    expect(advanceRetirement({ ...saved, oldRetiredAt: START }, START + 1)).toBeNull();
  });

  test('passwords that cannot overlap leave one choice', () => {
    expect(overlapOptions(true)).toEqual({ options: [...OVERLAPS], preset: '24_hours' });
    expect(overlapOptions(false)).toEqual({ options: ['immediately'], preset: 'immediately' });
  });
});

type Step =
  | { readonly do: 'claim' | 'confirm'; readonly claim: string }
  | { readonly do: 'activate' | 'lapse' | 'expire' | 'leave' | 'retire' | 'retired' };

const step: fc.Arbitrary<{ readonly wait: number; readonly step: Step }> = fc.record({
  wait: fc.constantFrom(0, 1, MINUTE, 9 * MINUTE, 10 * MINUTE, DAY, 7 * DAY),
  step: fc.oneof(
    fc.record({
      do: fc.constantFrom('claim' as const, 'confirm' as const),
      claim: fc.constantFrom('one', 'two', 'three'),
    }),
    fc.record({
      do: fc.constantFrom(
        'activate' as const,
        'lapse' as const,
        'expire' as const,
        'leave' as const,
        'retire' as const,
        'retired' as const,
      ),
    }),
  ),
});

/** What the step changes; null when nothing. The second value: the claim that was answered with secrets. */
const take = (
  credential: Credential,
  one: Step,
  now: number,
): [Partial<Credential> | null, string | null] => {
  switch (one.do) {
    case 'claim': {
      const outcome = claimCredential(credential, one.claim, now);
      if (!('kind' in outcome)) return [null, null];
      return [outcome.kind === 'first' ? outcome.change : null, one.claim];
    }
    case 'confirm': {
      const outcome = confirmCredential(credential, one.claim, now);
      return ['kind' in outcome && outcome.kind === 'saved' ? outcome.change : null, null];
    }
    case 'activate':
      return [credential.status === 'claimed' ? activateCredential(credential, now) : null, null];
    case 'lapse':
      return [closeWindow(credential, now), null];
    case 'expire':
      return [expireCredential(credential, now), null];
    case 'leave':
      return [expireCredential(credential, now, true), null];
    case 'retire':
      return [oldCredentialsLive(credential) ? advanceRetirement(credential, now) : null, null];
    case 'retired':
      return [
        credential.retireOldAt !== null && credential.retireOldAt <= now ? { oldRetiredAt: now } : null,
        null,
      ];
  }
};

test('R18, R19, R20: whatever the sequence: one claim at most, never after the end, and nothing kept that is over', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(...OVERLAPS), (steps, overlap) => {
      let credential = issue(overlap);
      let now = START;
      const shownTo = new Set<string>();
      for (const { wait, step: one } of steps) {
        now += wait;
        const before = credential;
        const [change, answered] = take(credential, one, now);
        if (answered !== null) {
          shownTo.add(answered);
          expect(before.sealed).not.toBeNull();
          expect(['sealed', 'claimed']).toContain(before.status);
          if (before.status === 'sealed') expect(now).toBeLessThan(before.expiresAt);
        }
        credential = { ...credential, ...change };
        // Ends stay ends, but for a late confirmation by the page that was shown them.
        if (before.status === 'saved' || before.status === 'expired')
          expect(credential.status).toBe(before.status);
        if (before.status === 'unconfirmed') expect(['unconfirmed', 'saved']).toContain(credential.status);
        // The copy is kept exactly as long as somebody may still get it.
        expect(credential.sealed !== null).toBe(['sealed', 'claimed'].includes(credential.status));
        expect(keepsRotationActive(credential)).toBe(credential.sealed !== null);
        // The end of the old ones never comes before the new ones are accepted, and never moves back.
        if (credential.retireOldAt !== null && before.retireOldAt !== null)
          expect(credential.retireOldAt).toBeLessThanOrEqual(before.retireOldAt);
      }
      expect(shownTo.size).toBeLessThanOrEqual(1);
      if (credential.status === 'saved') expect(credential.retireOldAt).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['sealed', 'unconfirmed'],
  ['claimed', 'unconfirmed'],
  ['saved', null],
  ['unconfirmed', null],
  ['expired', null],
] as const)(
  'R18: after a backup was brought back, %s becomes %s and is shown to nobody',
  (status, becomes) => {
    const before = { ...(status === 'claimed' ? claimed() : issue()), status };
    const change = loseTrack(before, START + DAY);
    expect(change?.status ?? null).toBe(becomes);
    if (!change) return;
    const after = { ...before, ...change };
    expect(after).toMatchObject({ sealed: null, claimedAt: status === 'claimed' ? START : START + DAY });
    expect(result(claimCredential(after, 'mine', START + DAY))).toBe('credentials_consumed');
    expect(keepsRotationActive(after)).toBe(false);
  },
);
