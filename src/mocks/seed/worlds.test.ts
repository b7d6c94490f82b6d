import { beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../domain/time.ts';
import { createSealer } from '../../runtime/sealer.ts';
import { randomBytes } from '../../runtime/bytes.ts';
import type { World } from '../../service/ports/store.ts';
import { growDemoWorld } from './demo-world.ts';
import { growLargeWorld } from './large-world.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const sealer = createSealer(randomBytes(32));

describe('the demo organization', () => {
  let world: World;
  beforeAll(async () => {
    world = await growDemoWorld({ now: NOW, sealer });
  });

  test('has three environments, eight services and 40 accesses in every lasting state', () => {
    expect(world.projects).toHaveLength(3);
    expect(world.services).toHaveLength(8);
    expect(world.accesses).toHaveLength(40);
    expect(new Set(world.accesses.map((access) => access.credentialState))).toEqual(
      new Set(['active', 'rotation_pending', 'unviewed', 'unconfirmed', 'expired', 'failed']),
    );
  });

  test('has requests of every lasting status', () => {
    expect(new Set(world.requests.map((request) => request.status))).toEqual(
      new Set(['pending', 'approved', 'declined', 'deleted', 'failed']),
    );
  });

  test('has certificates past, near and far from expiry', () => {
    const days = world.accesses.map((access) => (access.certificateNotAfter - NOW) / DAY);
    expect(days.some((left) => left < 0)).toBe(true);
    expect(days.some((left) => left >= 0 && left <= 7)).toBe(true);
    expect(days.some((left) => left > 7 && left <= 30)).toBe(true);
    expect(days.some((left) => left > 700 && left < 900)).toBe(true);
  });

  test('keeps sealed only what waits to be shown, and no secret in the clear (R21)', () => {
    for (const credential of world.credentials)
      expect(credential.sealed !== null, credential.username).toBe(credential.status === 'sealed');
    expect(JSON.stringify(world)).not.toContain('PRIVATE KEY');
  });

  test('owes nothing: every job left lies ahead', () => {
    expect(world.jobs.length).toBeGreaterThan(0);
    for (const job of world.jobs) expect(job.runAt, job.kind).toBeGreaterThan(NOW);
  });

  test('grows the same names and ids again', async () => {
    const again = await growDemoWorld({ now: NOW, sealer });
    const names = (of: World) => of.accesses.map(({ id, name }) => `${id} ${name}`).sort();
    expect(names(again)).toEqual(names(world));
  });
});

test('a generated world has as many accesses as asked for, each in use or in a rotation', async () => {
  const world = await growLargeWorld({ now: NOW, sealer, accesses: 240 });
  expect(world.accesses).toHaveLength(240);
  expect(world.requests).toHaveLength(12);
  expect(new Set(world.accesses.map((access) => access.serviceUserKey)).size).toBe(240);
  for (const access of world.accesses) {
    const request = world.requests.find(({ id }) => id === access.activeRequestId);
    if (access.credentialState === 'rotation_pending') expect(request?.status).toBe('pending');
    else expect(['active', 'unviewed', 'expired']).toContain(access.credentialState);
  }
});
