import { describe, expect, it } from 'vitest';
import type { KeyRequest, Outcome } from '../../../contract/schemas/requests.ts';
import { REQUEST_STATUSES } from '../../../contract/values.ts';
import { keyReach, whatHappensToKey } from './key-request-words.ts';

const verdict = { allowed: true };
const request = (change: Partial<KeyRequest> = {}): KeyRequest => ({
  request_id: 'r1',
  request_type: 'create_api_key',
  status: 'pending',
  resource_name: 'shipments',
  resource: { id: 'lkc-1', kind: 'kafka', environment_id: 'env-1' },
  environment_name: 'production',
  owner: { id: 'sa-1', kind: 'service_account', name: 'terraform' },
  description: '',
  requester: { user_id: 'u1', real_name: 'Dana Ruiz' },
  message: 'For the pipeline',
  create_time: '2026-05-10T20:40:03Z',
  update_time: '2026-05-10T20:40:03Z',
  version: 1,
  verdicts: { approve: verdict, decline: verdict, delete: verdict, retry: verdict, claim: verdict },
  ...change,
});

describe('what a request for a key brings about', () => {
  it('says before the decision whose key it is, what for, and who will see it (R8)', () => {
    expect(whatHappensToKey(request())).toBe(
      'If approved, an API key of terraform for Kafka cluster shipments is made, which only Dana Ruiz can see, once.',
    );
  });

  it('is a sentence of its own in every status and for every outcome', () => {
    const outcomes = ['unviewed', 'shown', 'saved', 'unconfirmed', 'expired', 'deleted'] as const;
    const sentences = [
      ...REQUEST_STATUSES.filter((status) => status !== 'deleted').map((status) =>
        whatHappensToKey(request({ status })),
      ),
      ...outcomes.map((outcome: Outcome) => whatHappensToKey(request({ status: 'approved', outcome }))),
    ];
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe('how far its holder could go (P6)', () => {
  const cloud = request({ resource: { id: 'cloud', kind: 'cloud' }, environment_name: '' });
  const roles = (...names: readonly ('OrganizationAdmin' | 'EnvironmentAdmin' | 'DeveloperRead')[]) =>
    names.map((role) => ({ role, scope_name: 'production' }));

  it.each([
    [cloud, roles('OrganizationAdmin'), /everything in the organization/u],
    [cloud, roles('EnvironmentAdmin'), /management API with these roles/u],
    [cloud, roles(), /terraform has no role: the key authenticates/u],
    [request(), roles('OrganizationAdmin'), /administers the organization/u],
    [request(), roles('EnvironmentAdmin'), /administers production/u],
    [request(), roles('DeveloperRead'), /with these roles/u],
    [request(), roles(), /what ACLs allow/u],
  ])('%#', (asked, held, words) => {
    expect(keyReach(asked, held)).toMatch(words);
  });
});
