import { describe, expect, test } from 'vitest';
import { bindingOf, missingIn, scopeFor, type RoleChoice } from './role-scope.ts';

const choice = (facts: Partial<RoleChoice>): RoleChoice => ({
  role: 'Operator',
  scope: 'organization',
  environment: '',
  cluster: '',
  topic: '',
  ...facts,
});

test('another role keeps the scope where it can', () => {
  expect(scopeFor('Operator', 'cluster')).toBe('cluster');
  expect(scopeFor('DeveloperRead', 'cluster')).toBe('resource');
  expect(scopeFor('OrganizationAdmin', 'resource')).toBe('organization');
});

describe('a new binding', () => {
  test('says what is missing', () => {
    expect(missingIn(choice({}))).toEqual({});
    expect(Object.keys(missingIn(choice({ scope: 'environment' })))).toEqual(['environment']);
    expect(Object.keys(missingIn(choice({ scope: 'resource', topic: ' ' })))).toEqual(['cluster', 'topic']);
  });
  test('carries only what its scope is made of', () => {
    const all = { environment: 'env-1', cluster: 'lkc-1', topic: ' orders ' };
    expect(bindingOf('u-1', choice(all))).toEqual({ principal_id: 'u-1', role: 'Operator' });
    expect(bindingOf('u-1', choice({ ...all, scope: 'environment' }))).toEqual({
      principal_id: 'u-1',
      role: 'Operator',
      environment_id: 'env-1',
    });
    expect(bindingOf('u-1', choice({ ...all, scope: 'resource', role: 'DeveloperRead' }))).toEqual({
      principal_id: 'u-1',
      role: 'DeveloperRead',
      cluster_id: 'lkc-1',
      topic: 'orders',
    });
  });
});
