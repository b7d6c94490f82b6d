import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../../runtime/bytes.ts';
import { createSealer } from '../../../runtime/sealer.ts';
import type { World } from '../../../service/ports/store.ts';
import { growLargeWorld } from '../large-world.ts';
import { addManyKeys } from './many-keys.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const parts = {
  now: NOW,
  sealer: createSealer(randomBytes(32)),
  digest: async (text: string) => createHash('sha256').update(text).digest('hex'),
};

describe('a world with many API keys', () => {
  let before: World;
  let world: World;
  beforeAll(async () => {
    before = await growLargeWorld({ ...parts, accesses: 40 });
    world = await addManyKeys(before, { ...parts, keys: 605 });
  });
  const added = () => {
    const known = new Set(before.apiKeys.map(({ id }) => id));
    return world.apiKeys.filter(({ id }) => !known.has(id));
  };

  test('has as many as asked for, at most ten of an account, on every resource, ready and some used', () => {
    expect(added()).toHaveLength(605);
    const counts = new Map<string, number>();
    for (const { ownerId } of added()) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
    expect([counts.size, Math.max(...counts.values())]).toEqual([61, 10]);
    expect(world.serviceAccounts.length - before.serviceAccounts.length).toBe(61);
    const onResources = new Set(added().map(({ resourceId }) => resourceId));
    expect([...onResources].toSorted()).toEqual([...world.clusters.map(({ id }) => id), 'cloud'].toSorted());
    expect(new Set(added().map(({ state }) => state))).toEqual(new Set(['ready']));
    const used = added().filter(({ lastUsedAt }) => lastUsedAt > 0);
    expect(used).toHaveLength(202);
    for (const { createdAt, lastUsedAt } of added())
      expect(Math.max(createdAt, lastUsedAt)).toBeLessThan(NOW);
  });

  test('has one of each id, leaves nothing to be done, and everything else as it was', () => {
    for (const table of ['apiKeys', 'serviceAccounts', 'simulatedKeys', 'audit'] as const)
      expect(new Set(world[table].map(({ id }) => id)).size, table).toBe(world[table].length);
    for (const table of ['jobs', 'accesses', 'people', 'roleBindings', 'clusters'] as const)
      expect(world[table]).toEqual(before[table]);
    const clusterKeys = added().filter(({ resourceId }) => resourceId !== 'cloud');
    expect(world.simulatedKeys.length - before.simulatedKeys.length).toBe(clusterKeys.length);
  });

  test('puts all of them where it is told to', async () => {
    const one = await addManyKeys(before, { ...parts, keys: 20, resources: ['lkc-4nq0v'] });
    const there = (keys: World) => keys.apiKeys.filter(({ resourceId }) => resourceId === 'lkc-4nq0v').length;
    expect(there(one) - there(before)).toBe(20);
  });
});
