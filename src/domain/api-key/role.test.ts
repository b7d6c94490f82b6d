import { describe, expect, test } from 'vitest';
import { reaches, SCOPES_OF_ROLE, type RoleBinding } from './role.ts';

const PLACES = {
  orders: { id: 'lkc-1', environmentId: 'env-1', kafkaClusterId: null },
  registry: { id: 'lsrc-1', environmentId: 'env-1', kafkaClusterId: null },
  alerts: { id: 'lksqlc-1', environmentId: 'env-1', kafkaClusterId: 'lkc-1' },
  other: { id: 'lkc-2', environmentId: 'env-2', kafkaClusterId: null },
} as const;

type Scope = Pick<RoleBinding, 'scopeKind' | 'environmentId' | 'clusterId' | 'removedAt'>;
const at = (
  scopeKind: RoleBinding['scopeKind'],
  environmentId: string | null,
  clusterId: string | null,
): Scope => ({
  scopeKind,
  environmentId,
  clusterId,
  removedAt: null,
});

describe('what a role reaches', () => {
  test.each<[string, Scope, readonly (keyof typeof PLACES)[]]>([
    ['the organization', at('organization', null, null), ['orders', 'registry', 'alerts', 'other']],
    ['an environment', at('environment', 'env-1', null), ['orders', 'registry', 'alerts']],
    ['a Kafka cluster', at('cluster', 'env-1', 'lkc-1'), ['orders', 'alerts']],
    ['a topic of it', at('resource', 'env-1', 'lkc-1'), ['orders', 'alerts']],
    ['a Schema Registry', at('cluster', 'env-1', 'lsrc-1'), ['registry']],
    ['a ksqlDB application', at('cluster', 'env-1', 'lksqlc-1'), ['alerts']],
    ['nothing, once it was taken away', { ...at('organization', null, null), removedAt: 1 }, []],
    ['nothing, bound to no cluster', at('cluster', 'env-1', null), []],
  ])('%s', (_, scope, reached) => {
    const found = Object.entries(PLACES).filter(([, place]) => reaches(scope, place));
    expect(found.map(([name]) => name)).toEqual(reached);
  });
});

test('every role has a scope, and only Operator has all above topics', () => {
  for (const [role, scopes] of Object.entries(SCOPES_OF_ROLE)) {
    expect(scopes.length).toBeGreaterThan(0);
    if (role !== 'Operator') expect(scopes.length).toBeLessThan(3);
  }
});
