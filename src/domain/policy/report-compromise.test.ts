import { describe, expect, test } from 'vitest';
import type { CredentialState } from '../access/access.ts';
import { CREDENTIAL_STATES } from '../../contract/values.ts';
import type { ProjectRole } from '../people.ts';
import {
  isConcerned,
  mayCloseReview,
  mayReportKey,
  mayReportUser,
  type Concern,
  type Standing,
} from './report-compromise.ts';

const nobody: Standing = {
  personId: 'dan',
  groupIds: ['grp_logistics'],
  isOrganizationAdmin: false,
  role: null,
  managesKey: false,
};
const access: Concern = {
  kind: 'access',
  ownerGroupId: 'grp_payments',
  ownerGroupName: 'Payments',
  project: 'shop',
};
const user: Concern = { kind: 'service_user', project: 'shop' };
const key: Concern = { kind: 'api_key', ownerId: 'ada', createdBy: 'ben' };

describe('P8: whom it concerns', () => {
  const people: readonly (readonly [who: string, Partial<Standing>, readonly Concern['kind'][]])[] = [
    ['nobody', {}, []],
    ['a member of the owner group', { groupIds: ['grp_payments'] }, ['access']],
    ['a project admin', { role: 'admin' }, ['access', 'service_user']],
    ['a project operator', { role: 'operator' }, ['access', 'service_user']],
    ['a developer', { role: 'developer' }, []],
    ['a reader', { role: 'read_only' }, []],
    ['an organization admin', { isOrganizationAdmin: true }, ['access', 'service_user', 'api_key']],
    ['the key’s owner', { personId: 'ada' }, ['api_key']],
    ['who made the key', { personId: 'ben' }, ['api_key']],
    ['who may delete the key', { managesKey: true }, ['api_key']],
  ];
  test.each(people)('%s', (_, standing, kinds) => {
    for (const concern of [access, user, key]) {
      const verdict = isConcerned({ ...nobody, ...standing }, concern);
      expect(verdict.allowed, concern.kind).toBe(kinds.includes(concern.kind));
      if (!verdict.allowed) expect(verdict.reason).toMatch(/^not_concerned_by_/u);
    }
  });
});

describe('P8: when it may be reported', () => {
  const admin = { ...nobody, isOrganizationAdmin: true };
  const ask = (credentialState: CredentialState, generation: number | null) =>
    mayReportUser({
      standing: admin,
      concern: access,
      access: { credentialState },
      user: null,
      lastGeneration: 3,
      known: generation === null ? null : { reportedByName: 'Ada Lind', generation },
    });
  const REFUSED: Partial<Record<CredentialState, string>> = {
    provisioning: 'access_being_provisioned',
    failed: 'nothing_to_revoke',
  };
  test.each(CREDENTIAL_STATES)('an access that is %s', (state) => {
    const verdict = ask(state, null);
    expect(verdict.allowed ? undefined : verdict.reason).toBe(REFUSED[state]);
    // What an earlier report ended may be reported again once something newer was begun.
    expect(ask(state, 3)).toMatchObject({ reason: 'already_compromised', params: { person: 'Ada Lind' } });
    expect(ask(state, 2).allowed).toBe(REFUSED[state] === undefined);
  });

  test.each([
    ['making', 0, 'user_not_ready'],
    ['failed', 0, 'nothing_to_revoke'],
    ['revoked', 0, 'nothing_to_revoke'],
    ['ready', 1, undefined],
    ['resetting', 1, undefined],
  ] as const)('a service user that is %s in generation %d', (status, generation, reason) => {
    const verdict = mayReportUser({
      standing: { ...nobody, role: 'operator' satisfies ProjectRole },
      concern: user,
      access: null,
      user: { username: 'mirror', status, generation },
      lastGeneration: 2,
      known: { reportedByName: 'Ada Lind', generation: 1 },
    });
    expect(verdict.allowed ? undefined : verdict.reason).toBe(reason);
  });

  test('a key, once', () => {
    const standing = { ...nobody, managesKey: true };
    expect(mayReportKey({ standing, concern: key, known: null })).toEqual({ allowed: true });
    const known = { reportedByName: 'Ada Lind', generation: 0 };
    expect(mayReportKey({ standing, concern: key, known })).toMatchObject({ reason: 'already_compromised' });
    expect(mayReportKey({ standing: nobody, concern: key, known })).toMatchObject({
      reason: 'not_concerned_by_key',
    });
  });
});

describe('P8: who closes the review', () => {
  const member = { ...nobody, personId: 'ben', groupIds: ['grp_payments'] };
  const open = { state: 'open', reportedBy: 'ada', closedByName: null, revokedAt: 5 } as const;
  test.each([
    ['a second person', member, open, undefined],
    ['the reporter', { ...member, personId: 'ada' }, open, 'own_report'],
    [
      'the reporter, an organization admin',
      { ...nobody, personId: 'ada', isOrganizationAdmin: true },
      open,
      'own_report',
    ],
    ['an outsider', nobody, open, 'not_concerned_by_access'],
    ['a second time', member, { ...open, state: 'closed', closedByName: 'Eve' } as const, 'review_closed'],
    ['before everything has ended', member, { ...open, revokedAt: null }, 'not_revoked_yet'],
  ])('%s', (_, standing, incident, reason) => {
    const verdict = mayCloseReview({ standing, concern: access, incident });
    expect(verdict.allowed ? undefined : verdict.reason).toBe(reason);
  });
});
