import { describe, expect, test } from 'vitest';
import { NEVER } from '../../domain/time.ts';
import { aclEntriesOf } from '../../domain/access/access.ts';
import { ACL_SORTS, SERVICE_SORTS } from '../../contract/values.ts';
import { makeRow, START } from '../rows.ts';
import { OVERLAP, SINGLE } from '../world.ts';
import { newAccess, type TestHost } from './host.ts';

const DAY = 86_400_000;
const MANY = 95;
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T; // the remainder is an index
const params = { project: 'shop', service_name: OVERLAP.service_name };
const at = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** Many services with few different values, so that sorting must break ties; each third is in a foreign project. */
const fillServices = (host: TestHost): Promise<void> =>
  host.store.write(async (tx) => {
    await tx.insert(
      'projects',
      makeRow('projects', 'prj_hidden', { organizationId: 'org_acme', name: 'hidden' }),
    );
    for (let i = 0; i < MANY; i += 1) {
      const hidden = i % 3 === 2;
      const name = `${pick(['=cmd', 'Alpha', 'alpha', 'ärger', 'beta'], i)}-${i}`;
      await tx.insert(
        'services',
        makeRow('services', `many_${i}`, {
          organizationId: 'org_acme',
          projectId: hidden ? 'prj_hidden' : 'prj_shop',
          projectName: hidden ? 'hidden' : 'shop',
          name,
          state: pick(['RUNNING', 'POWEROFF', 'REBUILDING'] as const, i),
          createdAt: START + (i % 7) * 1000,
          searchText: `${name}\n${hidden ? 'hidden' : 'shop'}`.toLowerCase(),
        }),
      );
    }
  });

/** Many ACLs on one service. */
const fillAcls = (host: TestHost): Promise<void> =>
  host.store.write(async (tx) => {
    for (let i = 0; i < MANY; i += 1) {
      const access = makeRow('accesses', `many_${i}`, {
        organizationId: 'org_acme',
        serviceId: 'svc_overlap',
        serviceUserKey: `many/${i}`,
        name: pick(['=1+1', 'Alpha', 'alpha, "quoted"', 'ärger'], i),
        username: `many-${String(i).padStart(3, '0')}`,
        acls: [
          {
            id: `acl_${i}`,
            resourceName: pick(['orders', 'refunds', 'returns'], i),
            operation: pick(['Read', 'Write'] as const, i),
            host: pick(['*', '10.0.0.1'], i),
          },
        ],
      });
      await tx.insert('accesses', access);
      for (const entry of aclEntriesOf(access)) await tx.insert('acls', entry);
    }
  });

/** Walks forward to the end, then from the last page back to the first; the same rows must come. */
const walk = async <Row>(
  turn: (
    query: Record<string, string>,
  ) => Promise<{ rows: readonly Row[]; next?: string; prev?: string; last?: string; total: number }>,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let page = await turn({});
  const { total, last } = page;
  for (;;) {
    rows.push(...page.rows);
    if (page.next === undefined) break;
    page = await turn({ cursor: page.next });
  }
  expect(rows).toHaveLength(total);
  if (last === undefined) return rows;
  const back: Row[] = [];
  page = await turn({ cursor: last });
  for (;;) {
    back.unshift(...page.rows);
    if (page.prev === undefined) break;
    page = await turn({ cursor: page.prev });
  }
  expect(back).toEqual(rows);
  return rows;
};

const given = ({
  next,
  prev,
  last,
}: {
  next?: string | undefined;
  prev?: string | undefined;
  last?: string | undefined;
}) => ({
  ...(next === undefined ? {} : { next }),
  ...(prev === undefined ? {} : { prev }),
  ...(last === undefined ? {} : { last }),
});

const csvOf = async (host: TestHost, id: 'exportServices' | 'exportServiceAcls', query = {}) => {
  const answer = await host.as('ada').open(id, { params, query });
  const lines = (await answer.text()).split('\r\n');
  expect(lines.pop()).toBe('');
  return { lines, file: answer.headers.get('content-disposition') };
};

/** The lists behind the pages Services and ACLs (C1, A4). */
export const serviceListTests = (current: () => TestHost): void => {
  describe('lists of services and ACLs', () => {
    test('C1: a service shows how many service users it has and which certificate ends first', async () => {
      const host = current();
      const { services } = await host.as('ada').ok('listServiceOverview');
      const end = at(host.now() + 820 * DAY);
      expect(
        services.map((one) => [one.service_name, one.service_user_count, one.nearest_expiry_time]),
      ).toEqual([
        ['kafka-overlap', 2, end],
        ['kafka-single', 1, end],
      ]);
      await host.store.write(async (tx) => {
        await tx.update('serviceUsers', 'svc_overlap/lonely-user', { endsAt: START - DAY });
        await tx.update('serviceUsers', 'svc_single/stock-user', { endsAt: NEVER });
      });
      const after = (await host.as('ada').ok('listServiceOverview')).services;
      expect(after.map((one) => one.nearest_expiry_time)).toEqual([at(START - DAY), undefined]);
      const { service } = await host.as('ada').ok('getServiceDetails', { params });
      expect(service).toMatchObject({
        ...after[0],
        project_role: 'developer',
        connection: {
          ssl: 'kafka.example.com:9093',
          sasl: 'kafka.example.com:9094',
          sasl_mechanism: 'SCRAM-SHA-512',
        },
        passwords_overlap: true,
      });
    });

    test('a service without service users says so', async () => {
      const host = current();
      await host.as('ada').ok('deleteAccess', { params: { access_id: host.accesses.stock.id } });
      const { service } = await host
        .as('ada')
        .ok('getServiceDetails', { params: { ...params, service_name: SINGLE.service_name } });
      expect(service.service_user_count).toBe(0);
      expect(service.nearest_expiry_time).toBeUndefined();
    });

    test.each(SERVICE_SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((way) => [sort, way] as const)))(
      'A4: services by %s %s come page by page, forward and back',
      async (sort, direction) => {
        const host = current();
        await fillServices(host);
        const rows = await walk(async (query) => {
          const page = await host
            .as('ada')
            .ok('listServiceOverview', { query: { sort, direction, limit: '30', ...query } });
          return { rows: page.services, total: page.total_count, ...given(page) };
        });
        expect(new Set(rows.map((row) => row.service_id)).size).toBe(66);
        expect(rows.every((row) => row.project_name === 'shop')).toBe(true);
        const keys = rows.map((row) => row[sort].replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase()));
        const sign = direction === 'asc' ? 1 : -1;
        expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -sign : a > b ? sign : 0)));
      },
    );

    test('A4: services are searched and filtered, never beyond one’s projects', async () => {
      const host = current();
      await fillServices(host);
      const found = async (query: Record<string, string>) =>
        (await host.as('ada').ok('listServiceOverview', { query: { limit: '999', ...query } })).services;
      expect((await found({ search: 'ALPHA' })).length).toBeGreaterThan(20);
      expect(await found({ search: 'alpha shop kafka' })).toEqual([]);
      expect(await found({ project_name: 'hidden' })).toEqual([]);
      expect(await found({ search: 'hidden' })).toEqual([]);
      expect((await found({ state: 'POWEROFF' })).every((one) => one.state === 'POWEROFF')).toBe(true);
      expect(await found({ state: 'POWEROFF', project_name: 'shop,hidden' })).toHaveLength(32);
      for (const [query, parameter] of [
        [{ state: 'LOST' }, 'state'],
        [{ sort: 'plan' }, 'sort'],
        [{ search: 'x'.repeat(201) }, 'search'],
        [{ cursor: '[]' }, 'cursor'],
      ] as const) {
        const problem = await host.as('ada').refused('listServiceOverview', 'invalid_request', { query });
        expect(problem.errors[0]?.metadata?.['parameter']).toBe(parameter);
      }
    });

    test('A4: services are exported whole, formulas made harmless', async () => {
      const host = current();
      await fillServices(host);
      const { lines, file } = await csvOf(host, 'exportServices', { search: '=cmd' });
      expect(file).toContain('services-2026-05-10.csv');
      expect(lines[0]).toBe('Service,Project,Type,State,Service users,Nearest expiry,Created');
      expect(lines[1]).toMatch(/^'=cmd-0,shop,kafka,Running,0,,2026-05-10T20:40:03Z$/u);
      const all = await csvOf(host, 'exportServices');
      expect(all.lines).toHaveLength(67);
      expect(all.lines.join('\n')).toContain(`kafka-overlap,shop,kafka,Running,2,${at(START + 820 * DAY)}`);
    });

    test('C1: an access brings its ACLs with it and takes them away, in both forms', async () => {
      const host = current();
      const body = newAccess('both', 'grp_payments', OVERLAP, ['orders']);
      const acl = (operation: string, topic: string, from: string) => ({
        resource_name: topic,
        resource_type: 'Topic',
        operation,
        permission_type: 'ALLOW',
        host: from,
      });
      const acls = [
        acl('Read', 'orders', '*'),
        acl('Write', 'orders', '*'),
        acl('Write', 'refunds', '*'),
        acl('Read', 'refunds', '10.0.0.1'),
      ];
      const access_data = { ...OVERLAP, username: 'both-user', acls };
      const { access } = await host.as('ada').ok('createAccess', { body: { ...body, access_data } });
      await host.settle();
      const mine = <Row extends { username: string }>(rows: readonly Row[]) =>
        rows.filter((row) => row.username === 'both-user');
      const forms = await host.as('ada').ok('listKafkaAcls', { params });
      const short = mine(forms.acl).map(({ topic, permission }) => `${topic} ${permission}`);
      expect(short.toSorted()).toEqual(['orders readwrite', 'refunds write']);
      expect(mine((await host.as('ada').ok('listAcls', { params })).acl)).toEqual(mine(forms.acl));
      const long = forms.kafka_acl.filter((one) => one.principal === 'User:both-user');
      expect(long.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        access.access_data.acls.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      );
      const { service } = await host.as('ada').ok('getService', { params });
      expect([service.acl, service.kafka_acl]).toEqual([forms.acl, forms.kafka_acl]);
      const listed = await host.as('ada').ok('listServiceAcls', { params, query: { search: 'both' } });
      expect(listed.acls).toHaveLength(4);
      for (const row of listed.acls)
        expect(row).toMatchObject({
          access_id: access.access_id,
          access_name: 'both',
          principal: 'User:both-user',
        });

      await host.settle();
      await host.as('ada').ok('deleteAccess', { params: { access_id: access.access_id } });
      const left = await host.as('ada').ok('listServiceAcls', { params, query: { search: 'both' } });
      expect(left.acls).toEqual([]);
      expect(mine((await host.as('ada').ok('listKafkaAcls', { params })).acl)).toEqual([]);
    });

    test.each(ACL_SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((way) => [sort, way] as const)))(
      'A4: ACLs by %s %s come page by page, forward and back',
      async (sort, direction) => {
        const host = current();
        await fillAcls(host);
        const rows = await walk(async (query) => {
          const page = await host
            .as('ada')
            .ok('listServiceAcls', { params, query: { sort, direction, limit: '30', ...query } });
          return { rows: page.acls, total: page.total_count, ...given(page) };
        });
        // Two topics of orders and one of lonely were there before.
        expect(new Set(rows.map((row) => row.id)).size).toBe(MANY + 3);
        const keys = rows.map((row) => row[sort].replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase()));
        const sign = direction === 'asc' ? 1 : -1;
        expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -sign : a > b ? sign : 0)));
      },
    );

    test('A4: ACLs are searched, filtered and exported', async () => {
      const host = current();
      await fillAcls(host);
      const found = async (query: Record<string, string>) =>
        (await host.as('ada').ok('listServiceAcls', { params, query: { limit: '999', ...query } })).acls;
      // Not by the service's own name, which they all share.
      expect(await found({ search: 'kafka-overlap' })).toEqual([]);
      expect(await found({ search: 'MANY-00 returns' })).toHaveLength(3);
      const writes = await found({ operation: 'Write', resource_name: 'refunds,returns' });
      expect(writes.every((acl) => acl.operation === 'Write' && acl.resource_name.startsWith('re'))).toBe(
        true,
      );
      expect(writes.length).toBeGreaterThan(20);
      const { lines, file } = await csvOf(host, 'exportServiceAcls', { search: 'many-000' });
      expect(file).toContain('acls-2026-05-10.csv');
      expect(lines).toEqual([
        'Principal,Topic,Operation,Permission,Pattern,Host,Access',
        "User:many-000,orders,Read,ALLOW,LITERAL,*,'=1+1",
      ]);
      for (const query of [{ operation: 'Alter' }, { sort: 'host' }, { cursor: '{}' }])
        await host.as('ada').refused('listServiceAcls', 'invalid_request', { params, query });
    });
  });
};
