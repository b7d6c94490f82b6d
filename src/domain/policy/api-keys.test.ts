import { describe, expect, test } from 'vitest';
import { KEYS_PER_ACCOUNT } from '../api-key/api-key.ts';
import type { RoleBinding, RoleName } from '../api-key/role.ts';
import { isStale, mayCreateKey, mayManageAccounts, mayManageKey, mayOwnKey, maySeeKey } from './api-keys.ts';

type Scope = Pick<RoleBinding, 'scopeKind' | 'environmentId' | 'clusterId'>;
const ORGANIZATION: Scope = { scopeKind: 'organization', environmentId: null, clusterId: null };
const ENVIRONMENT: Scope = { scopeKind: 'environment', environmentId: 'env-1', clusterId: null };
const CLUSTER: Scope = { scopeKind: 'cluster', environmentId: 'env-1', clusterId: 'lkc-1' };
const TOPIC: Scope = { ...CLUSTER, scopeKind: 'resource' };

const KAFKA = { id: 'lkc-1', name: 'orders', environmentId: 'env-1', kafkaClusterId: null };
const NEIGHBOUR = { ...KAFKA, id: 'lkc-2', name: 'stock' };
const REGISTRY = { ...KAFKA, id: 'lsrc-1', name: 'Schema Registry' };
const KSQL = { ...KAFKA, id: 'lksqlc-1', name: 'alerts', kafkaClusterId: 'lkc-1' };
const FAR = { ...KAFKA, id: 'lkc-9', name: 'far', environmentId: 'env-9' };
const CLOUD = null;
const TARGETS = { KAFKA, NEIGHBOUR, REGISTRY, KSQL, FAR, CLOUD };

const ALL = ['KAFKA', 'NEIGHBOUR', 'REGISTRY', 'KSQL', 'FAR'];
const IN_ENVIRONMENT = ['KAFKA', 'NEIGHBOUR', 'REGISTRY', 'KSQL'];
const ON_CLUSTER = ['KAFKA', 'KSQL'];

/** Each role where it can be bound: for what it may create keys in the console, and through the API (K9). */
const TABLE: readonly [RoleName, Scope, inConsole: readonly string[], byApi: readonly string[]][] = [
  ['OrganizationAdmin', ORGANIZATION, [...ALL, 'CLOUD'], [...ALL, 'CLOUD']],
  ['EnvironmentAdmin', ENVIRONMENT, IN_ENVIRONMENT, IN_ENVIRONMENT],
  ['CloudClusterAdmin', CLUSTER, ON_CLUSTER, ON_CLUSTER],
  ['Operator', ORGANIZATION, [], ALL],
  ['Operator', ENVIRONMENT, [], IN_ENVIRONMENT],
  ['Operator', CLUSTER, [], ON_CLUSTER],
  ['ResourceOwner', TOPIC, [], ON_CLUSTER],
  ['DeveloperManage', CLUSTER, [], ON_CLUSTER],
  ['DeveloperManage', TOPIC, [], ON_CLUSTER],
  ['DeveloperRead', TOPIC, [], ON_CLUSTER],
  ['DeveloperWrite', TOPIC, [], ON_CLUSTER],
];

describe.each(TABLE)('%s on %j', (role, scope, inConsole, byApi) => {
  const bindings = [{ role, ...scope, removedAt: null }];
  const where = (may: (target: (typeof TARGETS)[keyof typeof TARGETS]) => boolean): readonly string[] =>
    Object.entries(TARGETS).flatMap(([name, target]) => (may(target) ? [name] : []));

  test('K6, K9: creates keys', () => {
    expect(where((target) => mayCreateKey({ bindings, target, door: 'console' }).allowed)).toEqual(inConsole);
    expect(where((target) => mayCreateKey({ bindings, target, door: 'api' }).allowed)).toEqual(byApi);
  });

  test('K15: a key outlives its owner’s right exactly where the API would refuse to make it', () => {
    expect(where((target) => !isStale({ bindings, target }))).toEqual(byApi);
  });

  test('manages where the console would make it; sees where it has any role', () => {
    const key = { id: 'K', ownerId: 'other' };
    expect(where((target) => mayManageKey({ actorId: 'me', bindings, key, target }).allowed)).toEqual(
      inConsole,
    );
    // A list that is the organization's holds its Cloud keys, too.
    const seen = scope === ORGANIZATION ? [...byApi, ...(byApi.includes('CLOUD') ? [] : ['CLOUD'])] : byApi;
    expect(where((target) => maySeeKey({ actorId: 'me', bindings, key, target }))).toEqual(seen);
    expect(
      where((target) => mayManageKey({ actorId: 'other', bindings: [], key, target }).allowed),
    ).toHaveLength(6);
    expect(where((target) => maySeeKey({ actorId: 'other', bindings: [], key, target }))).toHaveLength(6);
  });

  test('once it was taken away it gives nothing', () => {
    const gone = [{ role, ...scope, removedAt: 1 }];
    for (const door of ['console', 'api'] as const)
      expect(where((target) => mayCreateKey({ bindings: gone, target, door }).allowed)).toEqual([]);
    expect(mayManageAccounts(gone).allowed).toBe(false);
  });

  test('accounts and roles are the OrganizationAdmin’s alone', () => {
    expect(mayManageAccounts(bindings).allowed).toBe(role === 'OrganizationAdmin');
  });
});

test('K9: refusals name every role that would do, and where', () => {
  const refusal = (target: Parameters<typeof mayCreateKey>[0]['target'], door: 'console' | 'api') => {
    const verdict = mayCreateKey({ bindings: [], target, door });
    return verdict.allowed ? null : [verdict.reason, verdict.params];
  };
  const console_ = 'OrganizationAdmin, EnvironmentAdmin or CloudClusterAdmin';
  const api =
    'OrganizationAdmin, EnvironmentAdmin, CloudClusterAdmin, Operator, ResourceOwner, DeveloperManage, DeveloperRead or DeveloperWrite';
  expect(refusal(KAFKA, 'console')).toEqual(['missing_role', { roles: console_, resource: 'orders' }]);
  expect(refusal(KAFKA, 'api')).toEqual(['missing_role', { roles: api, resource: 'orders' }]);
  for (const door of ['console', 'api'] as const)
    expect(refusal(null, door)).toEqual([
      'missing_role',
      { roles: 'OrganizationAdmin', resource: 'the organization' },
    ]);
});

test('K4, K10: for oneself or a service account, up to the quota', () => {
  const reason = (ownerId: string, kind: 'user' | 'service_account', keys: number): string => {
    const verdict = mayOwnKey({ actorId: 'me', owner: { id: ownerId, kind, name: 'X' }, keys });
    return verdict.allowed ? 'allowed' : verdict.reason;
  };
  expect(reason('me', 'user', KEYS_PER_ACCOUNT - 1)).toBe('allowed');
  expect(reason('me', 'user', KEYS_PER_ACCOUNT)).toBe('key_quota_reached');
  expect(reason('you', 'user', 0)).toBe('key_for_someone_else');
  expect(reason('sa-1', 'service_account', KEYS_PER_ACCOUNT - 1)).toBe('allowed');
  expect(reason('sa-1', 'service_account', KEYS_PER_ACCOUNT)).toBe('key_quota_reached');
});
