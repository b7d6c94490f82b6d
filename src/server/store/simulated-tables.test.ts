import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { kafka, newPlatform } from '../../platform/simulated/test-platform.ts';
import { PlatformRefusedError } from '../../service/ports/ports.ts';
import type { Store } from '../../service/ports/store.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { openPostgres } from './postgres.ts';

/** The simulated platform as two servers on one database have it: each with connections of its own. */
let database: Database;
let stores: readonly Store[];

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const open = () => openPostgres(database.url, { poolSize: 5 });
  stores = [await open(), await open()];
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await database.drop();
});

const target = { service: kafka(), username: 'orders' };
const servers = () => stores.map((store) => newPlatform({ store }).platform);

it('makes one CA of a number, however many ask at once', async () => {
  const platforms = servers();
  const calls = [...platforms, ...platforms, ...platforms];
  for (const number of [2, 3]) {
    await Promise.all(calls.map((platform) => platform.introduceCa('payments-production', number)));
    const bundles = await Promise.all(calls.map((platform) => platform.caCertificate('payments-production')));
    expect(new Set(bundles).size).toBe(1);
    expect(bundles[0]?.match(/BEGIN/gu)).toHaveLength(number);
  }
});

it('keeps the last of several attempts at one renewal, however many come at once', async () => {
  const platforms = servers();
  const [platform] = platforms;
  if (!platform) throw new Error('no server');
  const { secrets } = await platform.prepare(target, 1, 1);
  await platform.activate(target, 1, secrets);
  const fences = [1, 2, 3, 4, 5, 6];
  const attempts = await Promise.allSettled(
    fences.map((fence) => (platforms[fence % 2] ?? platform).renewCertificate(target, 1, 1, fence)),
  );
  const accepted: unknown[] = [];
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(PlatformRefusedError);
    accepted.push(
      attempt.status === 'fulfilled' &&
        (await platform.authenticate(target, { certificatePem: attempt.value.accessCert })) === 1,
    );
  }
  expect(accepted).toEqual([false, false, false, false, false, true]);
  expect(await platform.authenticate(target, { certificatePem: secrets.accessCert })).toBe(1);
});
