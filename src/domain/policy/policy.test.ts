import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeRow, START } from '../../testing/rows.ts';
import type { CredentialState } from '../access/access.ts';
import type { CredentialStatus } from '../credential/credential.ts';
import type { RequestStatus } from '../request/request.ts';
import type { Verdict } from '../verdict.ts';
import { mayCreateAccess, mayDeleteAccess, mayManageGroups } from './access.ts';
import { mayHoldCredentials, mayRetireOldCredentials, mayReviewCredentials } from './credentials.ts';
import { mayApproveRequest, mayDeclineRequest, mayDeleteRequest, mayRetryRequest } from './decide-request.ts';
import { mayRequestRotation } from './request-rotation.ts';

const member = { personId: 'ada', groupIds: ['group1'], administers: false };
const other = { personId: 'ben', groupIds: ['group1', 'group2'], administers: false };
const outsider = { personId: 'dan', groupIds: ['group2'], administers: false };

const short = (verdict: Verdict): string => (verdict.allowed ? 'allowed' : verdict.reason);
const STATUSES = [
  'pending',
  'provisioning',
  'approved',
  'declined',
  'deleted',
  'failed',
] as const satisfies readonly RequestStatus[];
const STATES = [
  'provisioning',
  'failed',
  'active',
  'rotation_pending',
  'rotation_provisioning',
  'unviewed',
  'shown',
  'unconfirmed',
  'expired',
] as const satisfies readonly CredentialState[];

describe('request a rotation (R3, R4, R5)', () => {
  const ask = (actor: typeof member, state: CredentialState, active: string | null, otherMembers: number) =>
    short(
      mayRequestRotation({
        actor,
        access: makeRow('accesses', 'a', { credentialState: state, activeRequestId: active }),
        otherMembers,
      }),
    );

  test.each([
    ['active', null, 1, 'allowed'],
    ['failed', null, 1, 'allowed'],
    ['expired', null, 2, 'allowed'],
    ['unconfirmed', null, 2, 'allowed'],
    ['active', null, 0, 'no_second_member'],
    ['provisioning', null, 1, 'access_being_provisioned'],
    ['rotation_pending', 'r', 1, 'rotation_in_progress'],
    ['rotation_provisioning', 'r', 1, 'rotation_in_progress'],
    ['unviewed', 'r', 1, 'rotation_in_progress'],
    ['shown', 'r', 1, 'rotation_in_progress'],
    ['unviewed', null, 1, 'credentials_waiting'],
    ['shown', null, 1, 'credentials_waiting'],
    ['rotation_pending', 'r', 0, 'rotation_in_progress'],
  ] as const)('%s, active %s, %i others: %s', (state, active, others, verdict) => {
    expect(ask(member, state, active, others)).toBe(verdict);
  });

  test('an outsider is refused in every state, for the same reason', () => {
    for (const state of STATES)
      for (const active of [null, 'r'])
        expect(ask(outsider, state, active, 3)).toBe('not_owner_group_member');
  });

  test('the refusal names the group', () => {
    expect(
      mayRequestRotation({ actor: outsider, access: makeRow('accesses', 'a'), otherMembers: 1 }),
    ).toEqual({
      allowed: false,
      reason: 'not_owner_group_member',
      params: { group: 'Payments' },
    });
  });
});

describe('decide a request (R9, R10, R12)', () => {
  /** Nothing has happened to the access since. */
  const idle = { access: makeRow('accesses', 'a'), newest: null };
  const request = (status: RequestStatus) => makeRow('requests', 'r', { status, requesterId: 'ada' });

  test.each(STATUSES)('%s', (status) => {
    const facts = { request: request(status), requesterIsMember: true, ...idle };
    const pending = status === 'pending';
    for (const may of [mayApproveRequest, mayDeclineRequest]) {
      expect(short(may({ ...facts, actor: other }))).toBe(pending ? 'allowed' : 'not_pending');
      expect(short(may({ ...facts, actor: member }))).toBe('own_request');
      expect(short(may({ ...facts, actor: outsider }))).toBe('not_owner_group_member');
    }
    expect(short(mayDeleteRequest({ ...facts, actor: member }))).toBe(pending ? 'allowed' : 'not_pending');
    expect(short(mayDeleteRequest({ ...facts, actor: other }))).toBe('not_requester');
    expect(short(mayDeleteRequest({ ...facts, actor: outsider }))).toBe('not_requester');
    const retry = status === 'failed' ? 'allowed' : 'not_failed';
    expect(short(mayRetryRequest({ ...facts, actor: member }))).toBe(retry);
    expect(short(mayRetryRequest({ ...facts, actor: other }))).toBe(retry);
    expect(short(mayRetryRequest({ ...facts, actor: outsider }))).toBe('not_owner_group_member');
  });

  test('a requester who left the group keeps the right to delete, and cannot be approved or retried, only declined', () => {
    const gone = { ...member, groupIds: [] };
    const facts = { request: request('pending'), requesterIsMember: false };
    expect(short(mayApproveRequest({ ...facts, actor: other }))).toBe('requester_left_group');
    expect(short(mayDeclineRequest({ ...facts, actor: other }))).toBe('allowed');
    expect(short(mayDeleteRequest({ ...facts, actor: gone }))).toBe('allowed');
    const failed = { request: request('failed'), requesterIsMember: false, ...idle };
    expect(short(mayRetryRequest({ ...failed, actor: other }))).toBe('requester_left_group');
  });

  test('no retry beside another rotation, for a deleted access, or once newer credentials were made', () => {
    const failed = makeRow('requests', 'r', { status: 'failed', requesterId: 'ada', generation: 3 });
    const facts = { ...idle, actor: other, request: failed, requesterIsMember: true };
    const busy = makeRow('accesses', 'a', { activeRequestId: 'r2' });
    expect(short(mayRetryRequest({ ...facts, access: busy }))).toBe('rotation_in_progress');
    expect(short(mayRetryRequest({ ...facts, access: null }))).toBe('access_deleted');
    const verdicts = [2, 4].map((generation) => mayRetryRequest({ ...facts, newest: { generation } }));
    expect(verdicts.map(short)).toEqual(['allowed', 'superseded']);
  });

  test('the refusal of a second decision says what was decided, by whom', () => {
    const decided = makeRow('requests', 'r', { status: 'declined', decidedByName: 'Cid' });
    expect(
      mayApproveRequest({
        actor: other,
        request: { ...decided, requesterId: 'ada' },
        requesterIsMember: true,
      }),
    ).toEqual({
      allowed: false,
      reason: 'not_pending',
      params: { status: 'declined', person: 'Cid' },
    });
  });

  test('whoever may approve may decline, and is neither the requester nor outside the group', () => {
    const actors = fc.record({
      personId: fc.constantFrom('ada', 'ben'),
      groupIds: fc.subarray(['group1', 'group2']),
      administers: fc.boolean(),
    });
    fc.assert(
      fc.property(actors, fc.constantFrom(...STATUSES), fc.boolean(), (actor, status, requesterIsMember) => {
        if (!mayApproveRequest({ actor, request: request(status), requesterIsMember }).allowed) return;
        expect(mayDeclineRequest({ actor, request: request(status) }).allowed).toBe(true);
        expect([actor.personId, actor.groupIds.includes('group1'), status, requesterIsMember]).toEqual([
          'ben',
          true,
          'pending',
          true,
        ]);
      }),
    );
  });
});

describe('see and end credentials (R14, R17, R18, R20, R22)', () => {
  const access = makeRow('accesses', 'a');
  const credential = (status: CredentialStatus, more = {}) =>
    makeRow('credentials', 'c', { status, revealTo: 'ada', expiresAt: START + 1000, ...more });
  const review = (actor: typeof member, status: CredentialStatus, now = START) =>
    short(mayReviewCredentials({ actor, access, credential: credential(status), holderName: 'Ada', now }));

  test.each([
    ['sealed', 'allowed'],
    ['claimed', 'credentials_consumed'],
    ['saved', 'credentials_consumed'],
    ['unconfirmed', 'credentials_consumed'],
    ['expired', 'credentials_expired'],
  ] as const)('%s: %s for its person, refused to others whatever the status', (status, verdict) => {
    expect(review(member, status)).toBe(verdict);
    expect(review(other, status)).toBe('credentials_for_someone_else');
    expect(review(outsider, status)).toBe('credentials_for_someone_else');
    expect(review({ ...member, groupIds: ['group2'] }, status)).toBe('credentials_lost_owner');
  });

  test('the deadline itself is too late', () => {
    expect(review(member, 'sealed', START + 999)).toBe('allowed');
    expect(review(member, 'sealed', START + 1000)).toBe('credentials_expired');
  });

  test('nothing was made yet', () => {
    const facts = { actor: member, access, credential: null, holderName: '' };
    expect(short(mayHoldCredentials(facts))).toBe('credentials_not_ready');
    expect(short(mayReviewCredentials({ ...facts, now: START }))).toBe('credentials_not_ready');
    expect(short(mayRetireOldCredentials({ actor: member, access, inUse: null }))).toBe('no_old_credentials');
  });

  const live = { replacesOld: true, activatedAt: START };
  test.each([
    ['saved, later end', credential('saved', { ...live, retireOldAt: START + 1 }), 'allowed'],
    ['saved, end come, not carried out', credential('saved', { ...live, retireOldAt: START }), 'allowed'],
    [
      'saved, ended',
      credential('saved', { ...live, retireOldAt: START, oldRetiredAt: START }),
      'no_old_credentials',
    ],
    ['unconfirmed, no end', credential('unconfirmed', live), 'allowed'],
    ['still shown', credential('claimed', live), 'credentials_waiting'],
    ['not yet accepted', credential('sealed', { replacesOld: true }), 'no_old_credentials'],
    ['the first ones', credential('saved', { activatedAt: START }), 'no_old_credentials'],
  ])('retire the old: %s', (_, inUse, verdict) => {
    for (const actor of [member, other])
      expect(short(mayRetireOldCredentials({ actor, access, inUse }))).toBe(verdict);
    expect(short(mayRetireOldCredentials({ actor: outsider, access, inUse }))).toBe('not_owner_group_member');
  });
});

describe('accesses and groups', () => {
  test('create: members of the group that will own it', () => {
    const group = { id: 'group1', name: 'Payments' };
    expect(short(mayCreateAccess({ actor: member, group }))).toBe('allowed');
    expect(short(mayCreateAccess({ actor: outsider, group }))).toBe('not_owner_group_member');
  });

  test.each(STATES)('delete: %s', (credentialState) => {
    const idle = makeRow('accesses', 'a', { credentialState });
    const busy = { ...idle, activeRequestId: 'r' };
    const made = credentialState !== 'provisioning';
    expect(short(mayDeleteAccess({ actor: member, access: idle }))).toBe(
      made ? 'allowed' : 'access_being_provisioned',
    );
    expect(short(mayDeleteAccess({ actor: member, access: busy }))).toBe(
      made ? 'rotation_in_progress' : 'access_being_provisioned',
    );
    expect(short(mayDeleteAccess({ actor: outsider, access: idle }))).toBe('not_owner_group_member');
  });

  test('groups: organization admins', () => {
    expect(short(mayManageGroups({ actor: { isOrganizationAdmin: true } }))).toBe('allowed');
    expect(short(mayManageGroups({ actor: { isOrganizationAdmin: false } }))).toBe('not_organization_admin');
  });
});
