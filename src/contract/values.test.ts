import { expect, test } from 'vitest';
import { SCOPES_OF_ROLE } from '../domain/api-key/role.ts';
import { ROLE_SCOPES } from './values.ts';

test('the scopes of roles are the domain’s', () => {
  expect(ROLE_SCOPES).toEqual(SCOPES_OF_ROLE);
});
