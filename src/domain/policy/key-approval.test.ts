import { describe, expect, test } from 'vitest';
import { makeRow } from '../../testing/rows.ts';
import type { RoleBinding, RoleName } from '../api-key/role.ts';
import type { KeyOutcome } from '../request/request.ts';
import type { Verdict } from '../verdict.ts';
import { mayClaimKey, mayRequestKey, needsApproval } from './api-keys.ts';
import { mayApproveRequest, mayDeclineRequest, mayDeleteRequest, mayRetryRequest } from './decide-request.ts';

type Scope = Pick<RoleBinding, 'scopeKind' | 'environmentId' | 'clusterId'>;
const ORGANIZATION: Scope = { scopeKind: 'organization', environmentId: null, clusterId: null };
const ENVIRONMENT: Scope = { scopeKind: 'environment', environmentId: 'env-1', clusterId: null };
const ELSEWHERE: Scope = { scopeKind: 'environment', environmentId: 'env-9', clusterId: null };
const CLUSTER: Scope = { scopeKind: 'cluster', environmentId: 'env-1', clusterId: 'lkc-1' };
const TOPIC: Scope = { ...CLUSTER, scopeKind: 'resource' };

const KAFKA = { id: 'lkc-1', name: 'orders', environmentId: 'env-1', kafkaClusterId: null };
const REGISTRY = { ...KAFKA, id: 'lsrc-1', name: 'Schema Registry' };

const short = (verdict: Verdict): string => (verdict.allowed ? 'allowed' : verdict.reason);

/** Whose keys are dangerous: by the owner's one role, for a resource, for the registry beside it, for the organization. */
const TABLE: readonly [RoleName | 'none', Scope, kafka: boolean, registry: boolean, cloud: boolean][] = [
  ['none', ORGANIZATION, false, false, true],
  ['OrganizationAdmin', ORGANIZATION, true, true, true],
  ['EnvironmentAdmin', ENVIRONMENT, true, true, true],
  ['EnvironmentAdmin', ELSEWHERE, false, false, true],
  ['CloudClusterAdmin', CLUSTER, false, false, true],
  ['Operator', ORGANIZATION, false, false, true],
  ['Operator', ENVIRONMENT, false, false, true],
  ['ResourceOwner', TOPIC, false, false, true],
  ['DeveloperManage', CLUSTER, false, false, true],
  ['DeveloperRead', TOPIC, false, false, true],
  ['DeveloperWrite', TOPIC, false, false, true],
];

describe.each(TABLE)('K6: a key whose owner has %s on %j', (role, scope, kafka, registry, cloud) => {
  const ownerBindings = role === 'none' ? [] : [{ role, ...scope, removedAt: null }];
  const targets = [
    [KAFKA, kafka],
    [REGISTRY, registry],
    [null, cloud],
  ] as const;

  test('needs approval where it can do most, and the policy asks for it', () => {
    for (const [target, dangerous] of targets) {
      expect(needsApproval({ target, ownerBindings, approvalRequired: true })).toBe(dangerous);
      expect(needsApproval({ target, ownerBindings, approvalRequired: false })).toBe(false);
    }
  });

  test('a role that was taken away counts no more', () => {
    const gone = ownerBindings.map((binding) => ({ ...binding, removedAt: 1 }));
    for (const target of [KAFKA, REGISTRY])
      expect(needsApproval({ target, ownerBindings: gone, approvalRequired: true })).toBe(false);
  });
});

test('R4, R5: asked for once at a time, and where somebody else can approve', () => {
  expect(short(mayRequestKey({ otherAdmins: 1, inProgress: false }))).toBe('allowed');
  expect(short(mayRequestKey({ otherAdmins: 0, inProgress: false }))).toBe('no_second_admin');
  expect(short(mayRequestKey({ otherAdmins: 2, inProgress: true }))).toBe('key_request_in_progress');
});

const OUTCOMES = {
  unviewed: 'allowed',
  shown: 'allowed',
  saved: 'key_consumed',
  unconfirmed: 'key_consumed',
  expired: 'key_expired',
  deleted: 'key_deleted',
} as const satisfies Record<KeyOutcome, string>;

test('R17, R18: the requester alone sees its secret, and once', () => {
  const claim = (actorId: string, keyOutcome: KeyOutcome | null): string =>
    short(mayClaimKey({ actorId, request: { requesterId: 'ada', requesterName: 'Ada', keyOutcome } }));
  expect(claim('ada', null)).toBe('key_not_ready');
  for (const [outcome, verdict] of Object.entries(OUTCOMES)) {
    // The keys of OUTCOMES, which Object.entries cannot know.
    expect(claim('ada', outcome as KeyOutcome)).toBe(verdict);
    expect(claim('eve', outcome as KeyOutcome)).toBe('key_for_requester');
  }
});

describe('decide about a key (R9, R10, R12)', () => {
  const someone = (personId: string, administers: boolean) => ({
    personId,
    administers,
    groupIds: ['group1'],
  });
  const facts = (status: 'pending' | 'approved' | 'failed', actor: ReturnType<typeof someone>) => ({
    actor,
    request: makeRow('requests', 'r', {
      type: 'create_api_key',
      status,
      requesterId: 'ada',
      groupId: null,
      groupName: '',
    }),
    requesterIsMember: true,
    access: null,
    newest: null,
  });

  test('another OrganizationAdmin decides, once; the requester never, admin or not', () => {
    for (const may of [mayApproveRequest, mayDeclineRequest]) {
      expect(short(may(facts('pending', someone('eve', true))))).toBe('allowed');
      expect(short(may(facts('approved', someone('eve', true))))).toBe('not_pending');
      expect(short(may(facts('pending', someone('ben', false))))).toBe('missing_role');
      for (const admin of [true, false])
        expect(short(may(facts('pending', someone('ada', admin))))).toBe('own_key_request');
    }
  });

  test('the requester alone deletes, while it is pending', () => {
    expect(short(mayDeleteRequest(facts('pending', someone('ada', false))))).toBe('allowed');
    expect(short(mayDeleteRequest(facts('approved', someone('ada', false))))).toBe('not_pending');
    expect(short(mayDeleteRequest(facts('pending', someone('eve', true))))).toBe('not_requester');
  });

  test('a failed one is retried by its requester and by those who decide', () => {
    expect(short(mayRetryRequest(facts('failed', someone('ada', false))))).toBe('allowed');
    expect(short(mayRetryRequest(facts('failed', someone('eve', true))))).toBe('allowed');
    expect(short(mayRetryRequest(facts('failed', someone('ben', false))))).toBe('missing_role');
    expect(short(mayRetryRequest(facts('approved', someone('eve', true))))).toBe('not_failed');
  });
});
