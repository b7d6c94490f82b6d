import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { IamApiKeyList, IamProblemBody } from '../../contract/schemas/iam.ts';
import { START } from '../rows.ts';
import { ORIGIN } from '../client.ts';
import { tokenOf } from '../world.ts';
import { ADDRESS, type TestHost } from './host.ts';
import { makeKey, plantKeys, triedOn, propagate } from './key-steps.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/u;
const CRN = 'crn://latchkey/organization=org_acme';

/** A call as it stands, by Eve's session: for addresses that answers lead to. */
const raw = async (host: TestHost, url: string, init: { method?: string; body?: string } = {}) => {
  const headers = { cookie: `latchkey_session=${tokenOf('eve')}`, 'content-type': 'application/json' };
  const answer = await host.backend.app.fetch(new Request(new URL(url, ORIGIN), { headers, ...init }), {
    address: ADDRESS,
  });
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as unknown };
};

const order = (spec: Record<string, unknown>) => ({ body: { spec: { owner: { id: 'eve' }, ...spec } } });

/** API keys in the vendor’s shapes (K10, K16, contract part 2). */
export const iamKeyTests = (current: () => TestHost): void => {
  describe('management API: API keys', () => {
    test('a key: 202 with its secret once, in the published shape; then got, changed, listed without it', async () => {
      const host = current();
      const eve = host.as('eve');
      const made = await eve.ok(
        'createIamApiKey',
        order({ display_name: 'CI', description: 'x', resource: { id: 'lkc-orders' } }),
      );
      const { secret, ...spec } = made.spec;
      expect(secret).toMatch(/^lks_[0-9A-Za-z]{49}$/u);
      expect(made).toMatchObject({
        api_version: 'iam/v2',
        kind: 'ApiKey',
        metadata: {
          self: `${ORIGIN}/iam/v2/api-keys/${made.id}`,
          resource_name: `${CRN}/api-key=${made.id}`,
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u),
        },
      });
      expect(spec).toEqual({
        display_name: 'CI',
        description: 'x',
        owner: {
          id: 'eve',
          kind: 'User',
          api_version: 'iam/v2',
          related: `${ORIGIN}/iam/v2/users/eve`,
          resource_name: `${CRN}/account=eve`,
        },
        resource: {
          id: 'lkc-orders',
          kind: 'Cluster',
          api_version: 'cmk/v2',
          environment: 'env-prod',
          related: `${ORIGIN}/cmk/v2/clusters/lkc-orders`,
          resource_name: `${CRN}/resource=lkc-orders`,
        },
      });
      const params = { id: made.id };
      const got = await eve.ok('getIamApiKey', { params });
      expect(got).toEqual({ ...made, spec });
      const changed = await eve.ok('updateIamApiKey', { params, body: { spec: { description: '' } } });
      expect(changed.spec).toEqual({ ...spec, description: '' });
      expect(
        (await eve.ok('updateIamApiKey', { params, body: { spec: { display_name: '' } } })).spec.display_name,
      ).toBe('');
      expect((await eve.ok('listIamApiKeys')).data.map(({ spec: one }) => 'secret' in one)).toEqual([false]);
      await eve.ok('deleteIamApiKey', { params });
      for (const id of ['getIamApiKey', 'deleteIamApiKey'] as const)
        await eve.refused(id, 'api_key_not_found', { params });
      await eve.refused('updateIamApiKey', 'api_key_not_found', { params, body: { spec: {} } });
      const telling = host.answers.filter(({ text }) => text.includes(secret ?? 'none'));
      expect(telling.map(({ id }) => id)).toEqual(['createIamApiKey']);
      expect((await host.store.dump()).apiKeys).toEqual([]);
    });

    test('the bodies of the real clients are taken', async () => {
      const host = current();
      const text =
        '{"spec":{"description":"x","owner":{"id":"sa-planner","related":"","resource_name":""},"resource":{"id":"lkc-orders","related":"","resource_name":""}}}\n';
      const made = await host.as('ada').ok('createIamApiKey', { text });
      expect([made.spec.owner.kind, made.spec.display_name]).toEqual(['ServiceAccount', '']);
      await propagate(host);
      const { key } =
        (await host.as('eve').ok('listApiKeys', { query: { search: made.id } })).keys.map((entry) => ({
          key: entry,
        }))[0] ?? {};
      if (!key) throw new Error('the key is not listed');
      expect([key.state, await triedOn(host, { key, secret: made.spec.secret ?? '' })]).toEqual([
        'ready',
        true,
      ]);
    });

    test.each([
      [{}, 'Cloud', 'iam/v2', 'cloud'],
      [{ resource: null }, 'Cloud', 'iam/v2', 'cloud'],
      [{ resource: { id: 'cloud' } }, 'Cloud', 'iam/v2', 'cloud'],
      [{ resource: { id: 'lkc-test', kind: 'Cluster' } }, 'Cluster', 'cmk/v2', 'lkc-test'],
      [{ resource: { id: 'lsrc-prod' } }, 'SchemaRegistry', 'srcm/v3', 'lsrc-prod'],
      [
        { resource: { id: 'lsrc-prod', kind: 'Cluster', api_version: 'srcm/v2' } },
        'SchemaRegistry',
        'srcm/v3',
        'lsrc-prod',
      ],
      [{ resource: { id: 'lksqlc-alerts' } }, 'ksqlDB', 'ksqldbcm/v2', 'lksqlc-alerts'],
      // As a list of one, which must not be taken for no resource at all.
      [{ resources: [{ id: 'lkc-orders' }] }, 'Cluster', 'cmk/v2', 'lkc-orders'],
      [{ resources: null }, 'Cloud', 'iam/v2', 'cloud'],
      [
        { resource: { id: 'lkc-orders' }, resources: [{ id: 'lkc-orders' }] },
        'Cluster',
        'cmk/v2',
        'lkc-orders',
      ],
    ])('%j makes a key of kind %s', async (resource, kind, api_version, id) => {
      const { spec } = await current().as('eve').ok('createIamApiKey', order(resource));
      expect(spec.resource).toMatchObject({ kind, api_version, id });
    });

    test.each([
      [{ spec: {} }, '/spec/owner', 400],
      [{}, '/spec', 400],
      [{ spec: { owner: {} } }, '/spec/owner/id', 400],
      [{ spec: { owner: { id: '' } } }, '/spec/owner/id', 400],
      [{ spec: { owner: { id: 'eve' }, resource: { id: '' } } }, '/spec/resource/id', 400],
      [{ spec: { owner: { id: 'eve' }, description: 'x'.repeat(1001) } }, '/spec/description', 400],
      [{ spec: { owner: { id: 'eve' }, display_name: 'a\u202eb' } }, '/spec/display_name', 400],
      [{ spec: { owner: { id: 'eve' }, description: 5 } }, '/spec/description', 400],
      [
        { spec: { owner: { id: 'eve' }, resources: [{ id: 'lkc-orders' }, { id: 'lkc-stock' }] } },
        '/spec/resources',
        400,
      ],
      [
        { spec: { owner: { id: 'eve' }, resource: { id: 'cloud' }, resources: [{ id: 'lkc-orders' }] } },
        '/spec/resources',
        400,
      ],
      [{ spec: { owner: { id: 'eve' }, resources: 'lkc-orders' } }, '/spec/resources', 400],
    ])('%.80j is refused in the published envelope and points to %s', async (body, pointer, status) => {
      const reply = await current().as('eve').send('createIamApiKey', { body });
      const { errors } = z.parse(IamProblemBody, JSON.parse(reply.text));
      expect(reply.status).toBe(status);
      expect(errors[0]).toMatchObject({
        status: String(status),
        code: 'invalid_request',
        title: 'Bad Request',
        source: { pointer },
      });
      expect(errors[0]?.id).toMatch(UUID);
    });

    test('malformed JSON and refusals come in the envelope, too', async () => {
      const host = current();
      const eve = host.as('eve');
      await eve.refused('createIamApiKey', 'malformed_json', { text: '{' });
      const owner = (id: string) => order({ owner: { id }, resource: { id: 'lkc-orders' } });
      for (const id of ['fay', 'nobody', '\0'])
        await eve.refused('createIamApiKey', 'invalid_request', owner(id));
      await eve.refused('createIamApiKey', 'permission_denied', owner('ada'));
      const missing = await eve.refused(
        'createIamApiKey',
        'invalid_request',
        order({ resource: { id: 'lkc-globex' } }),
      );
      // The words that the vendor's command line looks for, and none that mean a wrong key.
      expect(missing.message).toContain('resource not found');
      expect(missing.message).not.toMatch(/invalid API key/iu);
    });

    test('K10: 402 over the quota, in the words that the vendor’s command line looks for', async () => {
      const host = current();
      await plantKeys(
        host,
        Array.from({ length: 10 }, (_, i) => ({
          id: `KEYKEYKEYKEYKEY${'ABCDEFGHIJ'.charAt(i)}`,
          ownerId: 'eve',
          resourceId: 'lkc-orders',
        })),
      );
      const reply = await host.as('eve').send('createIamApiKey', order({}));
      expect([reply.status, reply.problem?.message]).toEqual([
        402,
        'Eve Tanaka is currently limited to 10 API keys. Delete one first.',
      ]);
      const quota = await host
        .as('eve')
        .ok('getAppliedQuota', { params: { id: 'iam.max_api_keys.per_user' } });
      expect([quota.usage, quota.applied_limit, quota.scope]).toEqual([10, 10, 'USER_ACCOUNT']);
      for (const scope of ['USER_ACCOUNT', 'user_account', 'SERVICE_ACCOUNT'])
        expect((await host.as('eve').ok('listAppliedQuotas', { query: { scope } })).data).toHaveLength(1);
      const none = { scope: 'USER_ACCOUNT', id: 'iam.max_api_keys.per_service_account' };
      expect((await host.as('eve').ok('listAppliedQuotas', { query: none })).data).toEqual([]);
      const problem = await host.as('eve').refused('listAppliedQuotas', 'invalid_request');
      expect(problem.errors[0]?.metadata?.['parameter']).toBe('scope');
      await host.as('eve').refused('getAppliedQuota', 'quota_not_found', { params: { id: 'none' } });
    });

    test('lists: ten by default, links are whole addresses with the filters, and every object comes once', async () => {
      const host = current();
      await plantKeys(
        host,
        Array.from({ length: 25 }, (_, i) => ({
          id: `KEY${String(i).padStart(13, 'A')}`,
          ownerId: i < 23 ? 'ada' : 'dan',
          resourceId: 'lkc-orders',
          // Several at the same moment.
          createdAt: START + (i % 3) * 1000,
        })),
      );
      const start = '/iam/v2/api-keys?spec.owner=ada&spec.resource=&unknown=1';
      for (const base of ['', '/api']) {
        let next: string | null = `${ORIGIN}${base}${start}`;
        const found: string[] = [];
        let pages = 0;
        while (next !== null) {
          const { status, json } = await raw(host, next);
          expect(status).toBe(200);
          const { data, metadata } = z.parse(IamApiKeyList, json);
          found.push(...data.map(({ id }) => id));
          pages += 1;
          expect(metadata.total_size).toBe(23);
          expect(metadata.first).toMatch(new RegExp(`^${ORIGIN}${base}/iam/v2/api-keys\\?`, 'u'));
          expect(data[0]?.metadata.self).toMatch(new RegExp(`^${ORIGIN}${base}/iam/v2/api-keys/KEY`, 'u'));
          next = metadata.next;
          if (next === null) continue;
          const url = new URL(next);
          expect([url.origin, url.pathname, url.searchParams.get('spec.owner')]).toEqual([
            ORIGIN,
            `${base}/iam/v2/api-keys`,
            'ada',
          ]);
          expect(url.searchParams.get('page_token')?.length).toBeLessThan(256);
        }
        expect([pages, new Set(found).size, found.length]).toEqual([3, 23, 23]);
      }
    });

    test('page_size is moved into its range, or refused; empty values mean not given', async () => {
      const host = current();
      await plantKeys(
        host,
        Array.from({ length: 12 }, (_, i) => ({
          id: `KEY${String(i).padStart(13, 'A')}`,
          resourceId: 'lkc-orders',
        })),
      );
      const size = async (page_size: string) =>
        (
          await host
            .as('eve')
            .ok('listIamApiKeys', { query: { page_size, page_token: '', 'spec.owner': '' } })
        ).data.length;
      expect([await size('0'), await size('1'), await size('999'), await size('')]).toEqual([1, 1, 12, 10]);
      for (const page_size of ['-1', '1.5', 'many', '9999999999']) {
        const problem = await host
          .as('eve')
          .refused('listIamApiKeys', 'invalid_request', { query: { page_size } });
        expect(problem.errors[0]?.metadata?.['parameter']).toBe('page_size');
      }
    });

    test('a key from the console is the same key here, and the other way round', async () => {
      const host = current();
      const { key } = await makeKey(host, 'eve', { resource: 'cloud' });
      expect((await host.as('eve').ok('getIamApiKey', { params: { id: key.key } })).spec.resource.kind).toBe(
        'Cloud',
      );
      const made = await host.as('eve').ok('createIamApiKey', order({ resource: { id: 'lkc-orders' } }));
      await host.as('eve').refused('confirmApiKeySaved', 'credentials_consumed', {
        params: { key: made.id },
        body: { claim: 'x'.repeat(43) },
      });
      await host.as('eve').ok('deleteApiKey', { params: { key: made.id } });
      await host.as('eve').refused('getIamApiKey', 'api_key_not_found', { params: { id: made.id } });
    });
  });
};
