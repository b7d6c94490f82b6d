import { describe, expect, it } from 'vitest';
import type { Outcome, RotationRequest } from '../../../contract/schemas/requests.ts';
import { OVERLAPS, REQUEST_STATUSES } from '../../../contract/values.ts';
import { sharedTopicsSentence, whatHappens } from './request-words.ts';

const verdict = { allowed: true };
const request = (change: Partial<RotationRequest> = {}): RotationRequest => ({
  request_id: 'r1',
  request_type: 'rotate_credentials',
  status: 'pending',
  resource_name: 'Orders consumer',
  access_id: 'a1',
  username: 'orders-consumer',
  service_name: 'kafka-prod',
  project_name: 'shop',
  requesting_group: { user_group_id: 'g1', user_group_name: 'Payments' },
  requester: { user_id: 'u1', real_name: 'Dana Ruiz' },
  message: 'Yearly rotation',
  overlap: '24_hours',
  create_time: '2026-05-10T20:40:03Z',
  update_time: '2026-05-10T20:40:03Z',
  version: 1,
  verdicts: { approve: verdict, decline: verdict, delete: verdict, retry: verdict },
  ...change,
});

describe('what a request brings about', () => {
  it('says before the decision who will see the credentials and when the old ones end (R8)', () => {
    expect(whatHappens(request(), true)).toBe(
      'If approved, orders-consumer gets new credentials, which only Dana Ruiz can see, once. The old ones stop working 24 hours after the new ones are saved.',
    );
    const ends = OVERLAPS.map((overlap) => whatHappens(request({ overlap }), true));
    expect(new Set(ends).size).toBe(OVERLAPS.length);
  });

  it('warns where a new password ends the old one at once', () => {
    expect(whatHappens(request(), false)).toContain('stops working as soon as the new one is shown');
  });

  it('says of a request that came to nothing that the old credentials keep working (R10, R11)', () => {
    for (const status of ['declined', 'deleted', 'failed'] as const)
      expect(whatHappens(request({ status }), true)).toContain('keep working');
  });

  it('names the service user in every status and outcome', () => {
    for (const status of REQUEST_STATUSES)
      expect(whatHappens(request({ status }), true)).toContain('orders-consumer');
    const outcomes: Outcome[] = ['unviewed', 'shown', 'saved', 'unconfirmed', 'expired', 'compromised'];
    const sentences = outcomes.map((outcome) => whatHappens(request({ status: 'approved', outcome }), true));
    expect(new Set(sentences).size).toBe(outcomes.length);
    for (const sentence of sentences) expect(sentence).toContain('orders-consumer');
  });
});

it('counts who else uses the topics', () => {
  expect([0, 1, 12].map(sharedTopicsSentence)).toEqual([
    'No other access uses these topics.',
    '1 other access uses these topics.',
    '12 other accesses use these topics.',
  ]);
});
