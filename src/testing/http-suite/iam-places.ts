import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { IamProblemBody, SrcmRegion } from '../../contract/schemas/iam.ts';
import { ProblemBody } from '../../contract/schemas/shared.ts';
import { ORIGIN } from '../client.ts';
import { tokenOf } from '../world.ts';
import { ADDRESS, type TestHost } from './host.ts';

/** A call as it stands, by Eve's session: for addresses that answers lead to. */
export const callRaw = async (host: TestHost, url: string, init: { method?: string; body?: string } = {}) => {
  const headers = { cookie: `latchkey_session=${tokenOf('eve')}`, 'content-type': 'application/json' };
  const answer = await host.backend.app.fetch(new Request(new URL(url, ORIGIN), { headers, ...init }), {
    address: ADDRESS,
  });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as unknown };
};

/** Registries in two versions, quota scopes, and what is not there (contract part 2). */
export const iamPlaceTests = (current: () => TestHost): void => {
  describe('places of the management API', () => {
    test('Schema Registries in the older version’s shape, whose regions are objects of their own', async () => {
      const dan = current().as('dan');
      const query = { environment: 'env-prod' };
      const { data } = await dan.ok('listSrcmV2Clusters', { query });
      expect(data).toHaveLength(1);
      const got = await dan.ok('getSrcmV2Cluster', { params: { id: 'lsrc-prod' }, query });
      expect(got).toEqual(data[0]);
      expect(got).toMatchObject({
        api_version: 'srcm/v2',
        kind: 'Cluster',
        spec: { network_type: 'PUBLIC' },
      });
      const { region } = got.spec;
      const followed = z.parse(SrcmRegion, (await callRaw(current(), region.related)).json);
      expect(followed).toMatchObject({
        api_version: 'srcm/v2',
        kind: 'Region',
        id: region.id,
        metadata: { self: region.related, resource_name: region.resource_name },
        spec: { cloud: 'AWS', region_name: 'eu-north-1' },
      });
      expect(await dan.ok('getSrcmRegion', { params: { id: region.id } })).toEqual(followed);
      const listed = async (more: Record<string, string>) =>
        (await dan.ok('listSrcmRegions', { query: more })).data.map(({ id }) => id);
      expect(await listed({})).toEqual([region.id]);
      expect(await listed({ 'spec.cloud': 'AWS', 'spec.region_name': 'eu-north-1' })).toEqual([region.id]);
      expect(await listed({ 'spec.cloud': 'GCP' })).toEqual([]);
      expect(await listed({ 'spec.packages': 'NONE' })).toEqual([]);
      await dan.refused('getSrcmRegion', 'region_not_found', { params: { id: 'AWS.nowhere' } });
      await dan.refused('getSrcmV2Cluster', 'cluster_not_found', { params: { id: 'lkc-orders' }, query });
      // Another organization has its own.
      expect((await current().as('fay').ok('listSrcmRegions')).data).toEqual([]);
    });

    test('the scopes of quotas are those that quotas can be listed by', async () => {
      const dan = current().as('dan');
      const { data, metadata } = await dan.ok('listQuotaScopes');
      expect(metadata).toEqual({ first: null, last: null, prev: null, next: null, total_size: 2 });
      for (const scope of data) {
        expect(await dan.ok('getQuotaScope', { params: { id: scope.id } })).toEqual(scope);
        const quotas = await dan.ok('listAppliedQuotas', { query: { scope: scope.id } });
        expect(quotas.data).toHaveLength(1);
      }
      await dan.refused('getQuotaScope', 'quota_not_found', { params: { id: 'NETWORK' } });
    });

    test.each(['', '/api'])(
      'what is not there answers 404 in the vendor’s envelope, at %s/',
      async (base) => {
        const host = current();
        for (const path of [
          '/iam',
          '/iam/v3/api-keys',
          '/iam/v2/nothing?page_size=1',
          '/org/v2/networks',
          '/cmk/v3/clusters',
          '/srcm/v1/clusters',
          '/ksqldbcm/v2/clusters/x/y',
          '/service-quota/v1',
        ]) {
          const { status, json } = await callRaw(host, `${base}${path}`);
          expect(status, path).toBe(404);
          const [error] = z.parse(IamProblemBody, json).errors;
          expect(error, path).toMatchObject({ status: '404', code: 'not_found', title: 'Not Found' });
        }
        // A method that nothing there takes.
        const { status, json } = await callRaw(host, `${base}/iam/v2/users`, { method: 'PUT', body: '{}' });
        expect([status, z.parse(IamProblemBody, json).errors[0]?.code]).toEqual([404, 'not_found']);
      },
    );

    test('what only begins like the management API has the other envelope', async () => {
      const host = current();
      for (const path of ['/iamx', '/api/v1/organizations', '/v1/iam', '/organization']) {
        const { status, json } = await callRaw(host, path);
        expect([status, z.parse(ProblemBody, json).errors[0]?.error_code], path).toEqual([404, 'not_found']);
      }
    });
  });
};
