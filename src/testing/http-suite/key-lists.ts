import { describe, expect, test } from 'vitest';
import { KEY_SORTS } from '../../contract/values.ts';
import { UNUSED_AFTER } from '../../domain/api-key/api-key.ts';
import { START } from '../rows.ts';
import type { PersonName } from '../world.ts';
import type { TestHost } from './host.ts';
import { bind, makeKey, plantKeys } from './key-steps.ts';

const MANY = 47;
const pick = <T>(items: readonly T[], i: number): T => items[i % items.length] as T; // the remainder is an index
const PLACES = [
  { resourceKind: 'kafka', resourceId: 'lkc-orders', resourceName: 'orders', environmentId: 'env-prod' },
  { resourceKind: 'kafka', resourceId: 'lkc-stock', resourceName: 'stock', environmentId: 'env-prod' },
  {
    resourceKind: 'schema_registry',
    resourceId: 'lsrc-prod',
    resourceName: 'Schema Registry',
    environmentId: 'env-prod',
  },
  { resourceKind: 'ksqldb', resourceId: 'lksqlc-alerts', resourceName: 'alerts', environmentId: 'env-prod' },
  { resourceKind: 'kafka', resourceId: 'lkc-test', resourceName: 'orders-test', environmentId: 'env-test' },
  {
    resourceKind: 'cloud',
    resourceId: 'cloud',
    resourceName: 'Cloud resource management',
    environmentId: null,
  },
] as const;

/** Keys with few different values, so that sorting must break ties. */
const fill = (host: TestHost): Promise<void> =>
  plantKeys(
    host,
    Array.from({ length: MANY }, (_, i) => {
      const description = pick(['=1+1', 'Alpha', 'alpha', 'beta, "quoted"', 'Übung'], i);
      const owner = pick(
        [
          ['ada', 'Ada Lind', 'ada@example.com'],
          ['dan', 'Dan Weiss', 'dan@example.com'],
          ['sa-planner', 'planner', ''],
        ],
        i,
      );
      return {
        id: `KEY${String(i).padStart(13, 'A')}`,
        ...pick(PLACES, i),
        ownerId: owner[0],
        ownerKind: owner[2] === '' ? 'service_account' : 'user',
        ownerName: owner[1],
        ownerEmail: owner[2],
        description,
        state: pick(['ready', 'ready', 'propagating'], i),
        stale: i % 11 === 0,
        createdAt: i % 4 === 0 ? START - UNUSED_AFTER - 1000 : START - i * 1000,
        lastUsedAt: i % 8 === 0 ? START - 1000 : 0,
        searchText: `key${i}\n${description}`.toLowerCase(),
      };
    }),
  );

type Listed = { readonly key: string };
const idsOf = (keys: readonly Listed[]): readonly string[] => keys.map(({ key }) => key);

/** Which keys somebody sees, and how lists of them are searched, filtered, sorted and turned over (K8, A4). */
export const keyListTests = (current: () => TestHost): void => {
  describe('lists of API keys', () => {
    /** How many of the planted keys are for these resources, or this owner's. */
    const counted = (resources: readonly string[], owner?: string): number =>
      Array.from({ length: MANY }, (_, i) => i).filter(
        (i) =>
          resources.includes(pick(PLACES, i).resourceId) || pick(['ada', 'dan', 'sa-planner'], i) === owner,
      ).length;

    test.each<[PersonName, readonly string[]]>([
      ['eve', PLACES.map(({ resourceId }) => resourceId)],
      ['cid', ['lkc-orders', 'lkc-stock', 'lsrc-prod', 'lksqlc-alerts']],
      ['ada', ['lkc-orders', 'lksqlc-alerts']],
      ['ben', ['lkc-orders', 'lksqlc-alerts']],
      ['dan', []],
      ['fay', []],
    ])('%s sees their own and those of %j', async (name, resources) => {
      const host = current();
      await fill(host);
      const expected = counted(resources, name);
      expect((await host.as(name).ok('listApiKeys')).total_count).toBe(expected);
      expect((await host.as(name).ok('listIamApiKeys')).metadata.total_size).toBe(expected);
      const csv = (await host.as(name).send('exportApiKeys')).text;
      expect(csv.trimEnd().split('\n').length - 1).toBe(expected);
      if (name === 'fay') return;
      const { environment, clusters } = await host
        .as(name)
        .ok('getEnvironment', { params: { environment_id: 'env-prod' } });
      expect(environment).toMatchObject({
        kafka_cluster_count: 2,
        ksqldb_count: 1,
        has_schema_registry: true,
      });
      for (const { cluster_id, key_count } of clusters)
        expect(key_count, `${name} on ${cluster_id}`).toBe(
          (await host.as(name).ok('listApiKeys', { query: { resource_id: cluster_id } })).total_count,
        );
    });

    test('a topic’s reader sees the keys of the cluster; nobody’s list shows who may not', async () => {
      const host = current();
      await fill(host);
      await bind(host, 'dan', 'DeveloperWrite', { cluster_id: 'lkc-test', topic: 'orders' });
      expect((await host.as('dan').ok('listApiKeys')).total_count).toBe(counted(['lkc-test'], 'dan'));
      const { keys } = await host.as('dan').ok('listApiKeys', { query: { resource_id: 'lkc-test' } });
      const mine = keys.filter(({ owner }) => owner.id === 'dan').length;
      expect(keys.filter(({ verdicts }) => verdicts.delete.allowed)).toHaveLength(mine);
    });

    test.each([
      ['search', 'ALPHA', ({ description }: { description: string }) => /alpha/iu.test(description)],
      [
        'resource_id',
        'lkc-stock,cloud',
        (row: { resource: { id: string } }) => ['lkc-stock', 'cloud'].includes(row.resource.id),
      ],
      ['resource_kind', 'ksqldb', (row: { resource: { kind: string } }) => row.resource.kind === 'ksqldb'],
      ['owner_id', 'dan,sa-planner', (row: { owner: { id: string } }) => row.owner.id !== 'ada'],
      ['state', 'propagating', ({ state }: { state: string }) => state === 'propagating'],
      ['stale_authority', 'true', (row: { stale_authority: boolean }) => row.stale_authority],
      [
        'unused',
        'true',
        (row: { last_used_time?: string | undefined; create_time: string }) =>
          row.last_used_time === undefined && Date.parse(row.create_time) < START - UNUSED_AFTER + 1,
      ],
    ] as const)('%s=%s keeps those that fit and no others', async (name, value, fits) => {
      const host = current();
      await fill(host);
      const all = (await host.as('eve').ok('listApiKeys', { query: { limit: '999' } })).keys;
      const { keys, total_count } = await host
        .as('eve')
        .ok('listApiKeys', { query: { [name]: value, limit: '999' } });
      // Each test above takes a part of what every key has.
      const wanted = all.filter((key) => fits(key as Parameters<typeof fits>[0] & typeof key));
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.length).toBeLessThan(MANY);
      expect(idsOf(keys).toSorted()).toEqual(idsOf(wanted).toSorted());
      expect(total_count).toBe(wanted.length);
      const csv = (await host.as('eve').send('exportApiKeys', { query: { [name]: value } })).text;
      for (const key of idsOf(wanted)) expect(csv).toContain(key);
    });

    test.each(KEY_SORTS)('sorted by %s every key comes once, and backwards is backwards', async (sort) => {
      const host = current();
      await fill(host);
      const walk = async (direction: 'asc' | 'desc'): Promise<readonly string[]> => {
        const found: string[] = [];
        let cursor: string | undefined = '';
        while (cursor !== undefined) {
          const page: { keys: readonly Listed[]; next?: string | undefined } = await host
            .as('eve')
            .ok('listApiKeys', { query: { sort, direction, limit: '30', cursor } });
          found.push(...idsOf(page.keys));
          cursor = page.next;
        }
        return found;
      };
      const up = await walk('asc');
      expect(new Set(up).size).toBe(MANY);
      expect((await walk('desc')).toReversed()).toEqual(up);
    });

    test('the CSV file keeps texts from being formulas', async () => {
      const host = current();
      await fill(host);
      const { text } = await host.as('eve').send('exportApiKeys', { query: { search: '=1+1' } });
      const [head, line] = text.split(/\r?\n/u);
      expect(head).toContain(
        'API key,Description,Owner,Owner email,Resource type,Resource,State,Created,Last used,Stale authority',
      );
      expect(line).toContain(",'=1+1,");
    });

    test.each([
      [{ sort: 'secret' }, 'sort'],
      [{ state: 'gone' }, 'state'],
      [{ resource_kind: 'lake' }, 'resource_kind'],
      [{ stale_authority: 'maybe' }, 'stale_authority'],
      [{ cursor: 'x' }, 'cursor'],
    ])('%j is refused and names %s', async (query, parameter) => {
      const problem = await current().as('eve').refused('listApiKeys', 'invalid_request', { query });
      expect(problem.errors[0]?.metadata?.['parameter']).toBe(parameter);
    });

    test('ids that no id looks like are 404 or 400, never a fault', async () => {
      const host = current();
      const eve = host.as('eve');
      for (const hostile of [
        '\0',
        'a\0b',
        '%',
        "'; drop table api_keys; --",
        '\u202e',
        'ä'.repeat(300),
        '__proto__',
        '\ud83d\ude00',
      ]) {
        for (const [id, params] of [
          ['getEnvironment', { environment_id: hostile }],
          ['getCluster', { cluster_id: hostile }],
          ['getPrincipal', { principal_id: hostile }],
          ['deleteApiKey', { key: hostile }],
          ['removeRoleBinding', { role_binding_id: hostile }],
          ['removeAccountAcl', { acl_id: hostile }],
          ['getIamApiKey', { id: hostile }],
          ['getIamServiceAccount', { id: hostile }],
          ['getIamUser', { id: hostile }],
          ['getIamRoleBinding', { id: hostile }],
          ['getOrgEnvironment', { id: hostile }],
          ['getAppliedQuota', { id: hostile }],
        ] as const)
          expect((await eve.send(id, { params })).status, `${id} ${hostile}`).toBe(404);
        for (const query of [
          { search: hostile.slice(0, 200) },
          { owner_id: hostile },
          { resource_id: hostile },
        ])
          expect((await eve.ok('listApiKeys', { query })).total_count).toBe(0);
        for (const query of [{ 'spec.owner': hostile }, { 'spec.resource': hostile }])
          expect((await eve.ok('listIamApiKeys', { query })).metadata.total_size).toBe(0);
        expect(
          (await eve.ok('listOrganizationMembers', { query: { search: hostile.slice(0, 200) } })).total_count,
        ).toBe(0);
        expect((await eve.send('previewApiKey', { query: { resource_id: hostile } })).code).toMatch(
          /cluster_not_found|invalid/u,
        );
      }
    });

    test('a cluster says whether I may make a key, and members what they hold', async () => {
      const host = current();
      const may = async (name: PersonName, cluster_id: string) =>
        (await host.as(name).ok('getCluster', { params: { cluster_id } })).verdicts.create_key.allowed;
      expect([
        await may('ada', 'lkc-orders'),
        await may('ada', 'lkc-stock'),
        await may('ben', 'lkc-orders'),
      ]).toEqual([true, false, false]);
      await host
        .as('ada')
        .refused('getCluster', 'cluster_not_found', { params: { cluster_id: 'lkc-globex' } });
      expect(
        (await host.as('fay').ok('listEnvironments')).environments.map(
          ({ environment_id }) => environment_id,
        ),
      ).toEqual(['env-globex']);
      await makeKey(host, 'ada');
      const { users } = await host
        .as('dan')
        .ok('listOrganizationMembers', { query: { search: 'LIND ada@' } });
      expect(users).toEqual([
        {
          user_id: 'ada',
          real_name: 'Ada Lind',
          user_email: 'ada@example.com',
          roles: ['CloudClusterAdmin'],
          key_count: 1,
        },
      ]);
      expect((await host.as('dan').ok('listOrganizationMembers')).total_count).toBe(5);
      const csv = (await host.as('dan').send('exportOrganizationMembers', { query: { search: 'lind' } }))
        .text;
      expect(csv.trimEnd().split('\n')).toHaveLength(2);
      expect(csv).toContain('Ada Lind,ada@example.com,');
    });
  });
};
