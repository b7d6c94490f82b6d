import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessSearchText, type Access, type CredentialState } from '../../domain/access/access.ts';
import { ACCESS_SORTS, REQUEST_SORTS } from '../../contract/values.ts';
import { makeRow, START } from '../rows.ts';
import type { TestHost } from './host.ts';
import { ask, changeMembers, ready } from './steps.ts';

const MANY = 95;
const DAY = 86_400_000;
const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T; // the remainder is an index
const STATES: readonly CredentialState[] = ['active', 'active', 'expired', 'unconfirmed', 'failed'];

/** Many accesses and requests with few different values, so that sorting must break ties. */
const fill = (host: TestHost): Promise<void> =>
  host.store.write(async (tx) => {
    for (let i = 0; i < MANY; i += 1) {
      const username = `user-${String(i).padStart(3, '0')}`;
      const facts = {
        name: pick(['=1+1', 'Alpha', 'alpha', 'beta, "quoted"', 'ärger', 'Übung'], i),
        username,
        projectName: 'shop',
        serviceName: pick(['kafka-overlap', 'kafka-single'], i),
        ownerGroupName: pick(['Payments', 'Logistics', 'Payments'], i),
        acls: [
          {
            id: 'acl',
            resourceName: pick(['orders', 'refunds', 'orders-eu'], i),
            operation: 'Read',
            host: '*',
          },
        ],
      } satisfies Partial<Access>;
      await tx.insert(
        'accesses',
        makeRow('accesses', `many_${i}`, {
          ...facts,
          organizationId: 'org_acme',
          serviceId: pick(['svc_overlap', 'svc_single'], i),
          ownerGroupId: pick(['grp_payments', 'grp_logistics', 'grp_payments'], i),
          credentialState: pick(STATES, i),
          createdBy: 'ada',
          createdAt: START + (i % 7) * 1000,
          certificateNotAfter: START + pick([-1, 3, 20, 60, 400], i) * DAY,
          serviceUserKey: `many/${username}`,
          searchText: accessSearchText(facts),
        }),
      );
      await tx.insert(
        'requests',
        makeRow('requests', `many_${i}`, {
          organizationId: 'org_acme',
          status: pick(['approved', 'declined', 'deleted', 'failed'], i),
          accessId: `many_${i}`,
          resourceName: facts.name,
          username,
          groupId: 'grp_payments',
          groupName: pick(['Payments', 'payments'], i),
          requesterId: pick(['ada', 'ben', 'cid'], i),
          requesterName: pick(['Ada Lind', 'Ben Okoye', 'Cid Romero'], i),
          message: pick(['@SUM(A1)', 'plain', 'two\nlines'], i),
          createdAt: START + (i % 5) * 1000,
          searchText: `${facts.name}\n${username}`.toLowerCase(),
        }),
      );
    }
  });

interface Page {
  readonly ids: readonly string[];
  readonly first?: string | undefined;
  readonly prev?: string | undefined;
  readonly next?: string | undefined;
  readonly last?: string | undefined;
  readonly total_count: number;
  readonly offset: number;
}

const readPage = async (
  host: TestHost,
  list: 'listAccesses' | 'listRequests',
  query: Record<string, string>,
): Promise<Page> => {
  if (list === 'listAccesses') {
    const { access, ...page } = await host.as('ada').ok('listAccesses', { query });
    return { ...page, ids: access.map((row) => row.access_id) };
  }
  const { requests, ...page } = await host.as('ada').ok('listRequests', { query });
  return { ...page, ids: requests.map((row) => row.request_id) };
};

/** Walks a list from one end to the other and back. */
const walk = async (
  host: TestHost,
  list: 'listAccesses' | 'listRequests',
  query: Record<string, string>,
): Promise<void> => {
  const forth: string[] = [];
  let page = await readPage(host, list, query);
  const top = page;
  expect([page.offset, page.first, page.prev]).toEqual([0, undefined, undefined]);
  let bottom = page;
  for (;;) {
    expect(page.offset).toBe(forth.length);
    expect(page.total_count).toBe(top.total_count);
    forth.push(...page.ids);
    bottom = page;
    if (page.next === undefined) break;
    page = await readPage(host, list, { ...query, cursor: page.next });
    expect(page.prev).toBeDefined();
  }
  expect(forth).toHaveLength(top.total_count);
  expect(new Set(forth).size).toBe(forth.length);
  if (top.last !== undefined) {
    const last = await readPage(host, list, { ...query, cursor: top.last });
    expect([last.ids, last.offset, last.next]).toEqual([bottom.ids, bottom.offset, undefined]);
    page = last;
  }
  const back: string[] = [];
  for (;;) {
    back.unshift(...page.ids);
    if (page.prev === undefined) break;
    expect((await readPage(host, list, { ...query, cursor: page.first ?? '' })).ids).toEqual(top.ids);
    page = await readPage(host, list, { ...query, cursor: page.prev });
  }
  expect(back).toEqual(forth);
};

const lines = (csv: string): number =>
  csv
    .replaceAll(/"(?:[^"]|"")*"/gu, 'cell')
    .trimEnd()
    .split('\r\n').length;

/** Lists: pages, sorting, filters, search, export (R1, R7, A4). */
export const listTests = (current: () => TestHost): void => {
  describe('lists', () => {
    test('A4: paging forth and back meets every row once, in every sorting', async () => {
      const host = current();
      await fill(host);
      const any = fc.constantFrom(
        ...ACCESS_SORTS.map((sort) => ({ list: 'listAccesses', sort }) as const),
        ...REQUEST_SORTS.map((sort) => ({ list: 'listRequests', sort }) as const),
      );
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          any,
          fc.constantFrom('asc', 'desc'),
          fc.integer({ min: 30, max: 60 }),
          async ({ list, sort }, direction, limit) => {
            // Each sorting once: what was seen is only repeated while shrinking.
            if (seen.has(`${list} ${sort} ${direction}`)) return;
            await walk(host, list, { sort, direction, limit: String(limit) });
            seen.add(`${list} ${sort} ${direction}`);
          },
        ),
        { numRuns: 60 },
      );
      expect(seen.size).toBeGreaterThan(15);
    }, 30_000);

    test('A4: sorting is by code point after lower-casing A to Z, alike on every store', async () => {
      const host = current();
      await fill(host);
      const { access } = await host
        .as('ada')
        .ok('listAccesses', { query: { sort: 'access_name', limit: '999' } });
      const lower = (text: string): string => text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
      const names = access.map((row) => lower(row.access_name));
      expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
      const newest = await host.as('ada').ok('listRequests', { query: { limit: '999' } });
      const times = newest.requests.map((row) => row.create_time);
      expect(times).toEqual(times.toSorted().toReversed());
    });

    test('R1: filters narrow and combine; a search takes its characters as they are', async () => {
      const host = current();
      await fill(host);
      const list = async (query: Record<string, string>) =>
        (await host.as('ada').ok('listAccesses', { query: { ...query, limit: '999' } })).access;
      const all = await list({});
      const same = (rows: typeof all, keep: (row: (typeof all)[number]) => boolean): void => {
        expect(rows.map((row) => row.access_id)).toEqual(all.filter(keep).map((row) => row.access_id));
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.length).toBeLessThan(all.length);
      };
      same(
        await list({ owner_user_group_id: 'grp_logistics' }),
        (row) => row.owner_user_group_id === 'grp_logistics',
      );
      same(await list({ credential_state: 'expired,failed' }), (row) =>
        ['expired', 'failed'].includes(row.credential_state),
      );
      same(await list({ service: 'svc_single' }), (row) => row.access_data.service_name === 'kafka-single');
      same(await list({ resource_name: 'orders' }), (row) =>
        row.access_data.acls.some((acl) => acl.resource_name === 'orders'),
      );
      same(await list({ search: 'USER-01' }), (row) => row.access_data.username.startsWith('user-01'));
      same(
        await list({ search: 'alpha', service: 'svc_single', credential_state: 'active' }),
        (row) =>
          row.access_data.service_name === 'kafka-single' &&
          row.access_name.toLowerCase() === 'alpha' &&
          row.credential_state === 'active',
      );
      const until = (days: number) => (row: (typeof all)[number]) =>
        Date.parse(row.certificate_not_after_time ?? '') <= host.now() + days * DAY;
      same(await list({ expiry: 'expired' }), until(0));
      // What has ended already needs looking at no less than what ends soon.
      same(await list({ expiry: '7_days' }), until(7));
      same(await list({ expiry: '90_days' }), until(90));
      expect(await list({ project_name: 'elsewhere' })).toEqual([]);
      expect(await list({ search: '%' })).toEqual([]);
      expect(await list({ search: '_ser-0' })).toEqual([]);
      expect(await list({ search: '\\' })).toEqual([]);
    });

    test('R7: requests are filtered by type, status, requester and group, and searched by name', async () => {
      const host = current();
      await fill(host);
      const list = async (query: Record<string, string>) =>
        (await host.as('ben').ok('listRequests', { query: { ...query, limit: '999' } })).requests;
      expect((await list({ type: 'rotate_credentials' })).length).toBe(MANY);
      expect(new Set((await list({ status: 'declined,failed' })).map((row) => row.status))).toEqual(
        new Set(['declined', 'failed']),
      );
      expect(new Set((await list({ requester: 'cid' })).map((row) => row.requester.user_id))).toEqual(
        new Set(['cid']),
      );
      expect(await list({ group: 'grp_logistics' })).toEqual([]);
      expect((await list({ group: 'grp_payments' })).length).toBe(MANY);
      expect((await list({ search: 'beta' })).length).toBeGreaterThan(5);
      const filters = await host.as('ben').ok('requestFilters');
      expect(filters.requesters.map((person) => person.real_name).toSorted()).toEqual([
        'Ada Lind',
        'Ben Okoye',
        'Cid Romero',
      ]);
    });

    test('A4: the export holds every row that matches, and no cell that a spreadsheet would run', async () => {
      const host = current();
      await fill(host);
      for (const [list, id] of [
        ['listAccesses', 'exportAccesses'],
        ['listRequests', 'exportRequests'],
      ] as const) {
        for (const query of [{}, { search: 'alpha' }] as Record<string, string>[]) {
          const { total_count } = await host.as('ada').ok(list, { query });
          const { text } = await host.as('ada').send(id, { query });
          expect(lines(text)).toBe(total_count + 1);
          expect(text).not.toMatch(/(?:^|,)"?[=+@]/mu);
        }
        expect((await host.as('ada').open(id)).headers.get('content-disposition')).toMatch(
          /attachment.*\.csv/u,
        );
      }
    });

    test('A4: an empty list is a list', async () => {
      const host = current();
      const query = { search: 'nothing is called so' };
      expect(await host.as('ada').ok('listAccesses', { query })).toEqual({
        access: [],
        total_count: 0,
        offset: 0,
      });
      expect(await host.as('ada').ok('listRequests')).toEqual({ requests: [], total_count: 0, offset: 0 });
      expect(lines((await host.as('ada').send('exportRequests')).text)).toBe(1);
    });

    test('R12: what one asked for stays in one’s own list after leaving the group, and only that', async () => {
      const host = current();
      const request_id = await ask(host);
      await ask(host, { access: 'stock', by: 'ben' });
      await changeMembers(host, 'remove_members', 'ada');
      const list = async (query: Record<string, string>) =>
        (await host.as('ada').ok('listRequests', { query })).requests.map((request) => request.request_id);
      for (const query of [{}, { group: 'grp_payments' }, { search: 'orders', status: 'pending' }])
        expect(await list({ ...query, scope: 'mine' })).toEqual([request_id]);
      expect(await list({ scope: 'mine', group: 'grp_logistics' })).toEqual([]);
      expect(await list({ scope: 'approvals' })).toEqual([]);
      const { text } = await host.as('ada').send('exportRequests', { query: { scope: 'mine' } });
      expect(lines(text)).toBe(2);
    });

    test('R7: admins see every request of the organization, outsiders none, verdicts with each', async () => {
      const host = current();
      await ask(host);
      await ready(host, { access: 'stock' });
      expect((await host.as('eve').ok('listRequests')).total_count).toBe(2);
      expect((await host.as('dan').ok('listRequests')).total_count).toBe(0);
      const { requests } = await host.as('eve').ok('listRequests');
      for (const request of requests) expect(request.verdicts.approve.allowed).toBe(false);
    });
  });
};
