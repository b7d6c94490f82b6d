import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../domain/time.ts';
import { randomBytes } from '../../../runtime/bytes.ts';
import { createSealer } from '../../../runtime/sealer.ts';
import type { World } from '../../../service/ports/store.ts';
import { openUserSecrets } from '../../../service/service-users/user-secrets.ts';
import { growLargeWorld } from '../large-world.ts';
import { openStage } from '../stage.ts';
import { addManyUsers } from './many-users.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const parts = {
  now: NOW,
  sealer: createSealer(randomBytes(32)),
  digest: async (text: string) => createHash('sha256').update(text).digest('hex'),
};

describe('a world with many service users', () => {
  let before: World;
  let world: World;
  beforeAll(async () => {
    before = await growLargeWorld({ ...parts, accesses: 40 });
    world = await addManyUsers(before, { ...parts, users: 400, due: 120 });
  });
  const added = () => {
    const known = new Set(before.serviceUsers.map(({ id }) => id));
    return world.serviceUsers.filter(({ id }) => !known.has(id));
  };

  test('has as many of them as asked for, and as many that are due, all on one service', () => {
    expect(added()).toHaveLength(400);
    const [serviceId] = new Set(added().map((user) => user.serviceId));
    const service = world.services.find(({ id }) => id === serviceId);
    expect(new Set(added().map((user) => user.serviceId)).size).toBe(1);
    const window = (service?.renewalWindowDays ?? 0) * DAY;
    const due = world.serviceUsers.filter((user) => user.newestEndsAt <= NOW + window);
    expect(due).toHaveLength(120);
    for (const { renewalState, renewals, status, endsAt } of due) {
      expect({ renewalState, renewals, status }).toEqual({
        renewalState: 'current',
        renewals: 0,
        status: 'ready',
      });
      expect(endsAt).toBeGreaterThan(NOW);
    }
  });

  test('leaves everything else as it was', () => {
    for (const table of ['accesses', 'requests', 'credentials', 'notifications', 'simulatedCas'] as const)
      expect(world[table]).toEqual(before[table]);
    expect(world.serviceUsers.length - before.serviceUsers.length).toBe(400);
  });

  test('has one of each id, and what the platform knows of each user', async () => {
    for (const table of ['serviceUsers', 'audit', 'jobs', 'simulatedGenerations'] as const)
      expect(new Set(world[table].map(({ id }) => id)).size, table).toBe(world[table].length);
    for (const { username } of added())
      expect(world.simulatedGenerations.filter((row) => row.username === username)).toMatchObject([
        { generation: 1, status: 'active' },
      ]);
    const [user] = added();
    expect(await openUserSecrets(parts.sealer, user?.id ?? '', user?.sealed ?? '')).toHaveProperty(
      'password',
    );
    expect(JSON.stringify(world)).not.toContain('PRIVATE KEY');
  });

  test('renews exactly what is due when a worker comes to it', async () => {
    const stage = await openStage({ ...parts, start: NOW, world });
    await stage.until(NOW + DAY);
    const end = await stage.world();
    const names = new Set(added().map(({ id }) => id));
    const renewed = end.serviceUsers.filter(({ id, renewals }) => names.has(id) && renewals > 0);
    expect(renewed).toHaveLength(120);
    expect(renewed.every((user) => user.renewals === 1 && user.renewalState === 'renewed')).toBe(true);
    expect(end.notifications.filter(({ kind }) => kind === 'certificates_renewed')).not.toHaveLength(0);
  });

  test('refuses more that are due than there are', async () => {
    await expect(addManyUsers(before, { ...parts, users: 1, due: 2 })).rejects.toThrow(/can be due/u);
  });
});
