import { describe, expect, test } from 'vitest';
import type { TestHost } from './host.ts';
import { accessOf, ready, requestOf, saved } from './steps.ts';

/** What somebody decides over must be what they saw. */
export const versionTests = (current: () => TestHost): void => {
  describe('versions', () => {
    test('R22: old credentials are not retired by somebody who saw other ones', async () => {
      const host = current();
      await saved(host);
      const seen = await accessOf(host, 'orders', 'ben');
      await saved(host);
      const params = { access_id: host.accesses.orders.id };
      const problem = await host
        .as('ben')
        .refused('retireOldCredentials', 'stale_version', { params, body: { version: seen.version } });
      expect(problem.message).toBe('This changed since you opened it. Look at it again and decide then.');
      const { version } = await accessOf(host, 'orders', 'ben');
      await host.as('ben').ok('retireOldCredentials', { params, body: { version } });
    });

    test('R22: the review of a request names the version of its access', async () => {
      const host = current();
      const { requestId } = await saved(host);
      const { access } = await host.as('ben').ok('getRequest', { params: { request_id: requestId } });
      expect(access?.version).toBe((await accessOf(host)).version);
    });

    test('R10: a retry of an older failure conflicts; of the seen one it counts', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      const seen = await requestOf(host, request_id);
      const params = { request_id };
      await host.as('ben').ok('retryRequest', { params, body: { version: seen.version } });
      await host.settle();
      await host
        .as('cid')
        .refused('retryRequest', 'stale_version', { params, body: { version: seen.version } });
      await host.setFaults();
      const { version } = await requestOf(host, request_id);
      await host.as('cid').ok('retryRequest', { params, body: { version } });
    });
  });
};
