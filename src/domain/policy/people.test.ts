import { expect, test } from 'vitest';
import type { RoleName } from '../api-key/role.ts';
import { BREAK_GLASS_PERSON } from '../people.ts';
import { mayRemovePerson, mayRenamePerson } from './people.ts';

const PERSON = { id: 'dan', name: 'Dan Weiss' };
const bound = (role: RoleName) => [
  { role, scopeKind: 'organization' as const, environmentId: null, clusterId: null, removedAt: null },
];

test('the break-glass administrator is removed by nobody', () => {
  const person = { id: BREAK_GLASS_PERSON, name: 'Break-glass administrator' };
  const bindings = bound('OrganizationAdmin');
  const verdict = mayRemovePerson({ actorId: 'eve', bindings, person, isLastAdmin: false });
  expect(verdict).toMatchObject({ allowed: false, reason: 'break_glass_person' });
});

test.each([
  ['OrganizationAdmin', 'eve', false, 'allowed'],
  ['Operator', 'eve', false, 'missing_role'],
  ['OrganizationAdmin', 'dan', false, 'own_membership'],
  ['OrganizationAdmin', 'eve', true, 'last_organization_admin'],
  // Who may not at all learns nothing else.
  ['Operator', 'dan', true, 'missing_role'],
] as const)(
  'K14: with %s, %s removes Dan (the last admin: %s): %s',
  (role, actorId, isLastAdmin, expected) => {
    const verdict = mayRemovePerson({ actorId, bindings: bound(role), person: PERSON, isLastAdmin });
    expect(verdict.allowed ? 'allowed' : verdict.reason).toBe(expected);
  },
);

test.each([
  ['OrganizationAdmin', 'dan', [], 'allowed'],
  ['OrganizationAdmin', 'dan', ['corporate'], 'name_from_provider'],
  ['OrganizationAdmin', BREAK_GLASS_PERSON, [], 'break_glass_name'],
  ['Operator', 'dan', ['corporate'], 'missing_role'],
] as const)('with %s, %s, whom %j know, is named anew: %s', (role, id, providers, expected) => {
  const person = { ...PERSON, id };
  const verdict = mayRenamePerson({ bindings: bound(role), person, providers });
  expect(verdict.allowed ? 'allowed' : verdict.reason).toBe(expected);
});
