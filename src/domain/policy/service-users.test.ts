import { describe, expect, test } from 'vitest';
import { makeRow, START } from '../../testing/rows.ts';
import type { CredentialState } from '../access/access.ts';
import type { ProjectRole } from '../people.ts';
import type { ServiceUser, ServiceUserStatus } from '../service-user/service-user.ts';
import type { Verdict } from '../verdict.ts';
import {
  mayAcknowledge,
  mayDeleteServiceUser,
  mayIntroduceCa,
  mayOperateProject,
  mayResetCredentials,
  maySeePassword,
  maySeeSecrets,
} from './service-users.ts';

const said = (verdict: Verdict): string => (verdict.allowed ? 'allowed' : verdict.reason);

type User = Partial<
  Pick<
    ServiceUser,
    | 'type'
    | 'status'
    | 'sealed'
    | 'keepsPassword'
    | 'certificate'
    | 'renewals'
    | 'renewedAt'
    | 'acknowledgedAt'
  >
>;
const certificate = makeRow('credentials', 'x').certificate;
const facts = (
  user: User,
  credentialState: CredentialState | null = null,
  role: ProjectRole | null = 'operator',
) => ({
  role,
  project: 'shop',
  user: makeRow('serviceUsers', 'mirror', {
    status: 'ready',
    certificate,
    sealed: 'v1.sealed',
    keepsPassword: true,
    ...user,
  }),
  access: credentialState === null ? null : { name: 'Orders', credentialState },
});

describe('C6, C7, C11: who', () => {
  const renewedUser = { renewals: 1, renewedAt: START };
  test.each([
    ['admin', 'allowed', 'allowed'],
    ['operator', 'allowed', 'not_project_admin'],
    ['developer', 'not_project_operator', 'not_project_admin'],
    ['read_only', 'not_project_operator', 'not_project_admin'],
    [null, 'not_project_operator', 'not_project_admin'],
  ] as const)('%s: works on users %s, introduces a CA %s', (role, operates, introduces) => {
    const at = facts(renewedUser, null, role);
    for (const may of [
      mayOperateProject,
      maySeeSecrets,
      maySeePassword,
      mayAcknowledge,
      mayResetCredentials,
      mayDeleteServiceUser,
    ] as const)
      expect(said(may(at)), may.name).toBe(operates);
    expect(said(mayIntroduceCa(at))).toBe(introduces);
  });

  test('a refusal for the role comes first, whatever the user’s state', () => {
    for (const status of ['making', 'ready', 'resetting', 'failed'] as const)
      for (const may of [
        maySeeSecrets,
        maySeePassword,
        mayAcknowledge,
        mayResetCredentials,
        mayDeleteServiceUser,
      ] as const)
        expect(said(may(facts({ status, sealed: null, type: 'primary' }, 'unviewed', 'developer')))).toBe(
          'not_project_operator',
        );
  });
});

describe('a user of no access', () => {
  test.each([
    ['making', 'user_not_ready', 'user_not_ready', 'user_not_ready'],
    ['failed', 'user_not_ready', 'allowed', 'allowed'],
  ] as const satisfies readonly (readonly [ServiceUserStatus, string, string, string])[])(
    '%s without credentials: secrets %s, reset %s, delete %s',
    (status, sees, resets, deletes) => {
      const at = facts({ status, sealed: null, keepsPassword: false, certificate: null });
      expect(said(maySeeSecrets(at))).toBe(sees);
      expect(said(maySeePassword(at))).toBe(sees);
      expect(said(mayResetCredentials(at))).toBe(resets);
      expect(said(mayDeleteServiceUser(at))).toBe(deletes);
    },
  );

  test.each([
    ['ready', 'allowed', 'allowed', 'allowed'],
    ['resetting', 'allowed', 'user_not_ready', 'user_not_ready'],
  ] as const)('%s: secrets %s, reset %s, delete %s', (status, sees, resets, deletes) => {
    const at = facts({ status });
    expect(said(maySeeSecrets(at))).toBe(sees);
    expect(said(mayResetCredentials(at))).toBe(resets);
    expect(said(mayDeleteServiceUser(at))).toBe(deletes);
  });

  test('the service’s own is never deleted', () => {
    for (const status of ['making', 'ready', 'resetting', 'failed'] as const)
      expect(said(mayDeleteServiceUser(facts({ type: 'primary', status })))).toBe('primary_user');
  });
});

describe('an access’s user', () => {
  const nothing = { sealed: null, keepsPassword: false };
  test.each([
    ['provisioning', 'access_being_provisioned', 'access_being_provisioned'],
    ['unviewed', 'credentials_waiting', 'credentials_waiting'],
    ['shown', 'credentials_waiting', 'credentials_waiting'],
    ['failed', 'secrets_not_kept', 'allowed'],
    ['expired', 'secrets_not_kept', 'allowed'],
  ] as const)('%s, before its first credentials are in use: secrets %s, reset %s', (state, sees, resets) => {
    const at = facts({ ...nothing, certificate: null }, state);
    expect(said(maySeeSecrets(at))).toBe(sees);
    expect(said(mayResetCredentials(at))).toBe(resets);
  });

  test.each([
    ['active', 'allowed'],
    ['rotation_pending', 'allowed'],
    ['rotation_provisioning', 'rotation_in_progress'],
    ['unviewed', 'credentials_waiting'],
    ['shown', 'credentials_waiting'],
    ['unconfirmed', 'allowed'],
    ['expired', 'allowed'],
    ['failed', 'allowed'],
  ] as const)('%s: reset %s; of what was shown once nothing is kept (R19)', (state, resets) => {
    const at = facts(nothing, state);
    expect(said(mayResetCredentials(at))).toBe(resets);
    expect(said(maySeeSecrets(at))).toBe('secrets_not_kept');
    expect(said(mayDeleteServiceUser(at))).toBe('managed_by_access');
    // After a renewal: the certificate, and no password.
    const renewedOne = facts({ keepsPassword: false }, state);
    expect(said(maySeeSecrets(renewedOne))).toBe('allowed');
    expect(said(maySeePassword(renewedOne))).toBe('secrets_not_kept');
    expect(said(maySeePassword(facts({}, state)))).toBe('allowed');
  });
});

describe('C7: acknowledge', () => {
  test.each([
    ['never renewed', { renewals: 0 }, 'never_renewed'],
    ['renewed', { renewals: 1, renewedAt: START }, 'allowed'],
    ['acknowledged', { renewals: 1, renewedAt: START, acknowledgedAt: START }, 'nothing_to_acknowledge'],
    ['renewed and rotated since', { renewals: 2, renewedAt: null }, 'nothing_to_acknowledge'],
  ] as const)('%s', (_, user, verdict) => {
    expect(said(mayAcknowledge(facts(user)))).toBe(verdict);
  });
});
