import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorker } from '../host/worker.ts';
import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import type { Platform } from '../service/ports/ports.ts';
import { makeHost, type TestHost } from './http-suite/host.ts';
import { ask, requestOf } from './http-suite/steps.ts';

/** Time limits are real time here, because the platform's silence is. */
describe('a worker whose platform does not answer', () => {
  let host: TestHost;
  beforeEach(async () => {
    host = await makeHost(async () => createMemoryStore());
    // Its jobs are for the worker under test.
    await host.backend.stop();
  });
  afterEach(() => host.close());

  const LIMIT = 200;
  const never = Promise.withResolvers<never>().promise;

  /** Starts one on a platform of which some calls differ; `reported` collects what it is told. */
  const start = (platform: Partial<Platform>, limit: number, attempts = 1) => {
    const { deps } = host.backend;
    const reported: unknown[] = [];
    const provisioning = { attempts, firstDelay: 1000, limit };
    const worker = startWorker(
      { ...deps, provisioning, platform: { ...deps.platform, ...platform } },
      (error) => reported.push(error),
    );
    return { worker, reported };
  };

  const approved = async (access: 'orders' | 'stock'): Promise<string> => {
    const request_id = await ask(host, { access });
    await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
    return request_id;
  };

  test('R10: one that hangs delays no other, and what comes while it hangs is carried out', async () => {
    const { platform } = host.backend.deps;
    const hanging = await approved('orders');
    const { worker } = start(
      {
        prepare: (target, ...rest) =>
          target.username === host.accesses.orders.username ? never : platform.prepare(target, ...rest),
      },
      60_000,
    );
    const other = await approved('stock');
    await expect.poll(async () => (await requestOf(host, other)).status).toBe('approved');
    expect((await requestOf(host, hanging)).status).toBe('provisioning');
    // Not waited for: the limit above is longer than this test.
    void worker.stop();
  });

  test('R10: a call that takes too long is a failed attempt; stopping waits no longer than that', async () => {
    const request_id = await approved('orders');
    const { worker, reported } = start({ prepare: () => never }, LIMIT);
    await worker.catchUp();
    expect(await requestOf(host, request_id)).toMatchObject({
      status: 'failed',
      failure: 'The Kafka platform does not answer. Try again in a moment.',
    });
    expect(reported).toMatchObject([{ message: `Job provision_request of ${request_id} failed for good.` }]);
    await worker.stop();

    await host.as('cid').ok('retryRequest', { params: { request_id } });
    const inside = Promise.withResolvers<void>();
    const second = start({ prepare: () => (inside.resolve(), never) }, LIMIT, 5);
    await inside.promise;
    const begun = performance.now();
    await second.worker.stop();
    expect(performance.now() - begun).toBeLessThan(LIMIT + 10_000);
    expect((await requestOf(host, request_id)).status).toBe('provisioning');
  });

  test('R10: a fault that nobody foresaw is reported although its job is tried again', async () => {
    const request_id = await approved('orders');
    const cause = new TypeError('no such thing');
    const { worker, reported } = start({ prepare: () => Promise.reject(cause) }, LIMIT, 2);
    await worker.catchUp();
    expect(reported).toMatchObject([{ message: `Job provision_request of ${request_id} failed.`, cause }]);
    await worker.stop();
  });
});
