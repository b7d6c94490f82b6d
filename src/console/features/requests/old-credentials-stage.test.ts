import { describe, expect, it } from 'vitest';
import type { Outcome, RequestDetails, RequestStatus } from '../../../contract/schemas/requests.ts';
import { oldCredentialsStage } from './old-credentials-stage.ts';

const verdict = { allowed: true };
type Old = NonNullable<RequestDetails['access']>['old_credentials'];

const details = (status: RequestStatus, outcome?: Outcome, old?: Old) => ({
  request: { status, ...(outcome !== undefined && { outcome }) },
  access: {
    version: 1,
    acls: [],
    review_credentials: verdict,
    retire_old_credentials: verdict,
    passwords_overlap: true,
    shared_topics: 0,
    ...(old !== undefined && { old_credentials: old }),
  },
});

describe('how far a rotation has come with the old credentials (R22)', () => {
  it.each([
    ['pending', undefined, undefined, 'waiting'],
    ['provisioning', undefined, undefined, 'waiting'],
    ['approved', 'unviewed', undefined, 'waiting'],
    ['approved', 'shown', { open: true }, 'shown'],
    ['approved', 'unconfirmed', { open: true }, 'open'],
    ['approved', 'saved', { open: false, valid_until_time: '2026-05-11T20:40:03Z' }, 'ending'],
    ['approved', 'saved', undefined, 'ended'],
    ['approved', 'expired', undefined, undefined],
    ['declined', undefined, undefined, undefined],
    ['deleted', undefined, undefined, undefined],
    ['failed', undefined, undefined, undefined],
  ] as const)('%s %s %o is %s', (status, outcome, old, stage) => {
    expect(oldCredentialsStage(details(status, outcome, old))).toBe(stage);
  });
});
