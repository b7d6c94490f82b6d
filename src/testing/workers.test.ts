import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startWorker } from '../host/worker.ts';
import { openPostgres } from '../server/store/postgres.ts';
import type { Deps } from '../service/deps.ts';
import { runDueJobs } from '../service/jobs/run-jobs.ts';
import type { Platform, Store } from '../service/ports/ports.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { elsewhere, makeHost, newAccess, newClaim, type TestHost } from './http-suite/host.ts';
import { ask, generationsOf, requestOf, tryOn } from './http-suite/steps.ts';
import { createDatabase, type Database } from './postgres.ts';
import { OVERLAP } from './world.ts';

/** Several server processes on one database (R10): here, several workers with connections of their own. */
describe('workers on one PostgreSQL database', () => {
  let database: Database;
  let host: TestHost;
  let second: Store;

  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
    host = await makeHost(() => openPostgres(database.url));
    second = await openPostgres(database.url);
  });
  beforeEach(() => host.reset());
  afterAll(async () => {
    await second.close();
    await host.close();
    await database.drop();
  });

  /** The backend's parts with another platform or clock, on either store. */
  const partsWith = (platform: Partial<Platform>, more: Partial<Deps> = {}): Deps => {
    const { deps } = host.backend;
    return { ...deps, ...more, platform: { ...deps.platform, ...platform } };
  };

  /** Puts a request into provisioning without its job being taken by the host's own worker. */
  const approveUnworked = async (): Promise<string> => {
    // Whatever else falls due within the test is out of the way.
    await host.advance(7_200_000);
    const request_id = await ask(host);
    await host.setFaults('platform_down');
    await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
    await host.settle();
    await host.setFaults();
    await host.store.write(async (tx) => {
      for (const job of await tx.find('jobs', {
        where: { kind: 'provision_request', subjectId: request_id },
      }))
        // An hour ahead of the host's own worker, which thus leaves it to the test.
        await tx.update('jobs', job.id, { attempts: 0, runAt: host.now() + 3_600_000 });
    });
    return request_id;
  };
  const later = () => host.now() + 3_600_000;

  test('R10: two workers share the work and do nothing twice', async () => {
    const prepared = new Map<string, number>();
    const takenBy = [0, 0];
    // However fast one of them is, it has no place left for more before the other has begun.
    const both = Promise.withResolvers<void>();
    const workers = [host.store, second].map((store, worker) => {
      const { platform } = host.backend.deps;
      const deps = partsWith(
        {
          prepare: async (target, generation, fence) => {
            const key = `${target.username}/${generation}`;
            prepared.set(key, (prepared.get(key) ?? 0) + 1);
            takenBy[worker] = (takenBy[worker] ?? 0) + 1;
            if (takenBy.every((count) => count > 0)) both.resolve();
            await both.promise;
            return platform.prepare(target, generation, fence);
          },
        },
        { store, clock: { now: later } },
      );
      return { deps };
    });
    const ids: string[] = [];
    await host.setFaults('platform_down');
    for (let i = 0; i < 24; i += 1) {
      const body = newAccess(`crowd-${i}`, 'grp_payments', OVERLAP, ['orders']);
      ids.push((await host.as('ada').ok('createAccess', { body })).access.access_id);
    }
    await host.settle();
    await host.setFaults();
    await host.store.write(async (tx) => {
      for (const job of await tx.find('jobs', { where: { kind: 'provision_access', status: 'queued' } }))
        await tx.update('jobs', job.id, { attempts: 0, runAt: later() });
    });
    const running = workers.map(({ deps }) => startWorker(deps, (error) => host.reported.push(error)));
    await Promise.all(running.map((worker) => worker.catchUp()));
    await expect
      .poll(
        async () => host.store.read((tx) => tx.count('credentials', { where: { accessId: { in: ids } } })),
        { timeout: 15_000 },
      )
      .toBe(24);
    await Promise.all(running.map((worker) => worker.stop()));
    expect(prepared.size).toBe(24);
    expect([...prepared.values()].every((count) => count === 1)).toBe(true);
    expect(takenBy.every((count) => count > 0)).toBe(true);
    const accesses = await host.store.read((tx) => tx.find('accesses', { where: { id: { in: ids } } }));
    expect(accesses.every((access) => access.credentialState === 'unviewed')).toBe(true);
    const notices = await host.store.read((tx) =>
      tx.count('notifications', { where: { kind: 'first_credentials_ready', accessId: { in: ids } } }),
    );
    expect(notices).toBe(24);
    expect(host.reported).toEqual([]);
  });

  /** A platform that answers `prepare` only when told to. */
  const slowPlatform = () => {
    const { platform } = host.backend.deps;
    const inside = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const prepare: Platform['prepare'] = async (target, generation, fence) => {
      const made = await platform.prepare(target, generation, fence);
      inside.resolve();
      await gate.promise;
      return made;
    };
    return { platform: { prepare }, prepared: inside.promise, answer: gate.resolve };
  };

  test('R10: a worker that falls silent is replaced; what it brings too late changes nothing', async () => {
    const request_id = await approveUnworked();
    const status = async () => (await requestOf(host, request_id)).status;
    const [slow, slower] = [slowPlatform(), slowPlatform()];
    const silent = runDueJobs(partsWith(slow.platform, { clock: { now: later } }));
    await slow.prepared;
    // Another process: before the lock ran out it gets nothing, afterwards it takes over.
    await runDueJobs(partsWith({}, { store: second, clock: { now: () => later() + 59_000 } }));
    expect(await status()).toBe('provisioning');
    const heir = runDueJobs(
      partsWith(slower.platform, { store: second, clock: { now: () => later() + 61_000 } }),
    );
    await slower.prepared;
    // The platform has given the heir other credentials by now; these would open nothing.
    slow.answer();
    await silent;
    expect(await status()).toBe('provisioning');
    slower.answer();
    await heir;
    expect(await status()).toBe('approved');
    const made = await host.store.read((tx) => tx.find('credentials', { where: { requestId: request_id } }));
    expect(made).toHaveLength(1);
    const params = { access_id: host.accesses.orders.id };
    const { credentials } = await host
      .as('ada')
      .ok('claimCredentials', { params, body: { claim: newClaim() } });
    expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 2, certificate: 2 });
  });

  test('R10: a worker is not replaced while it stores what it made', async () => {
    const request_id = await approveUnworked();
    const inside = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    /** Lasts until told to end, as when the database is slow. */
    const slowly: Store['write'] = (work) =>
      host.store.write(async (tx) => {
        const result = await work(tx);
        inside.resolve();
        await gate.promise;
        return result;
      });
    const slow = runDueJobs(
      partsWith({}, { store: { ...host.store, write: slowly }, clock: { now: later } }),
    );
    await inside.promise;
    const late = slowPlatform();
    const heir = runDueJobs(
      partsWith(late.platform, { store: second, clock: { now: () => later() + 61_000 } }),
    );
    await Promise.race([late.prepared, heir]);
    gate.resolve();
    await slow;
    late.answer();
    await heir;
    expect((await requestOf(host, request_id)).status).toBe('approved');
    const params = { access_id: host.accesses.orders.id };
    const { credentials } = await host
      .as('ada')
      .ok('claimCredentials', { params, body: { claim: newClaim() } });
    expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 2, certificate: 2 });
  });

  test('R10: an answer of the platform that got lost is asked for again; what it made before works no more', async () => {
    const request_id = await approveUnworked();
    const lost: string[] = [];
    const { platform } = host.backend.deps;
    const forgetful = (now: () => number): Deps =>
      partsWith(
        {
          prepare: async (target, generation, fence) => {
            const made = await platform.prepare(target, generation, fence);
            lost.push(made.secrets.password);
            throw new UnavailableError('The line was cut.');
          },
        },
        { clock: { now } },
      );
    await runDueJobs(forgetful(later));
    expect((await requestOf(host, request_id)).status).toBe('provisioning');
    await runDueJobs(partsWith({}, { clock: { now: () => later() + 60_000 } }));
    expect((await requestOf(host, request_id)).status).toBe('approved');
    expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active', '2 prepared']);
    const access_id = host.accesses.orders.id;
    await host.as('ada').ok('claimCredentials', { params: { access_id }, body: { claim: newClaim() } });
    expect(lost).toHaveLength(1);
    const { access_cert } = host.accesses.orders.first;
    expect(
      (await tryOn(host, host.accesses.orders, { password: lost[0] ?? '', access_cert })).password,
    ).toBeNull();
  });

  test('R10: where every answer gets lost the request fails, and what was prepared is thrown away', async () => {
    const request_id = await approveUnworked();
    const { platform } = host.backend.deps;
    for (let i = 0; i < 5; i += 1)
      await runDueJobs(
        partsWith(
          {
            prepare: async (target, generation, fence) => {
              await platform.prepare(target, generation, fence);
              throw new UnavailableError('The line was cut.');
            },
          },
          { clock: { now: () => later() + i * 600_000 } },
        ),
      );
    expect(await requestOf(host, request_id)).toMatchObject({
      status: 'failed',
      failure: 'The line was cut.',
    });
    await runDueJobs(partsWith({}, { clock: { now: () => later() + 3_600_000 } }));
    expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active']);
  });

  test('two processes get the same command under one key at the same instant: one does it, both answer alike', async () => {
    const headers = { 'idempotency-key': 'once' };
    await elsewhere(host, second, async (as) => {
      for (let round = 0; round < 10; round += 1) {
        await host.reset();
        const body = newAccess('twin', 'grp_payments', OVERLAP, ['orders']);
        const people = [host.as('ada'), as('ada'), host.as('ada'), as('ada')];
        const made = await Promise.all(people.map((ada) => ada.send('createAccess', { body, headers })));
        expect(new Set(made.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
        expect(made[0]?.status).toBe(200);
        expect((await as('ada').ok('listAccesses')).total_count).toBe(4);
        await host.settle();
      }
    });
  });
});
