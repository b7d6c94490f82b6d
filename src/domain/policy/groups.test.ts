import { expect, test } from 'vitest';
import { mayDeleteGroup } from './groups.ts';

test.each([
  [true, 0, undefined],
  [true, 1, 'group_is_owner'],
  [false, 0, 'not_organization_admin'],
  [false, 1, 'not_organization_admin'],
] as const)(
  'an organization admin (%s) deletes a group that owns %i: %s',
  (isOrganizationAdmin, owns, reason) => {
    const verdict = mayDeleteGroup({ actor: { isOrganizationAdmin }, group: { name: 'Payments' }, owns });
    expect(verdict.allowed ? undefined : verdict.reason).toBe(reason);
  },
);
