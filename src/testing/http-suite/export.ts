import { describe, expect, test } from 'vitest';
import { accessSearchText } from '../../domain/access/access.ts';
import { UnavailableError, type Store } from '../../service/ports/store.ts';
import { makeRow } from '../rows.ts';
import { elsewhere, type TestHost } from './host.ts';

const MANY = 3000;

/** So many more accesses, of names in disorder. */
const fill = async (host: TestHost): Promise<void> => {
  const world = await host.store.dump();
  const more = Array.from({ length: MANY }, (_, i) => {
    const facts = {
      name: `bulk-${String((i * 7919) % MANY).padStart(4, '0')}`,
      username: `bulk-${i}`,
      projectName: 'shop',
      serviceName: 'kafka-overlap',
      ownerGroupName: 'Payments',
      acls: [{ id: 'acl', resourceName: 'orders', operation: 'Read' as const, host: '*' }],
    };
    return makeRow('accesses', `bulk_${i}`, {
      ...facts,
      organizationId: 'org_acme',
      serviceId: 'svc_overlap',
      ownerGroupId: 'grp_payments',
      createdBy: 'ada',
      serviceUserKey: `bulk/${i}`,
      searchText: accessSearchText(facts),
    });
  });
  await host.store.replaceAll({ ...world, accesses: [...world.accesses, ...more] });
};

/** The store as it is, counting what is read from it; fails from the given reading on. */
const watched = (store: Store, failsFrom = Number.POSITIVE_INFINITY) => {
  let reads = 0;
  const watching: Store = {
    ...store,
    read: async (work) => {
      reads += 1;
      if (reads >= failsFrom) throw new UnavailableError('The database went away.');
      return store.read(work);
    },
  };
  return { store: watching, reads: () => reads };
};

const namesOf = (csv: string): string[] =>
  csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');

/** Reads before the first page: who asks, and whether they belong there. */
const readsBefore = async (host: TestHost): Promise<number> => {
  const counted = watched(host.store);
  await elsewhere(host, counted.store, async (as) => {
    await as('ada').ok('exportAccesses', { query: { search: 'nothing is called so' } });
  });
  return counted.reads() - 1;
};

/** What leaves as a file (A4): streamed from the store to whoever reads it, whole or visibly cut. */
export const exportTests = (current: () => TestHost): void => {
  describe('exports', () => {
    test('A4: 3,000 rows come once each, in order, a page at a time', async () => {
      const host = current();
      await fill(host);
      const query = { search: 'bulk-', sort: 'access_name', direction: 'desc' };
      const response = await host.as('ada').open('exportAccesses', { query });
      const decoder = new TextDecoder();
      let chunks = 0;
      let text = '';
      // The answer is there, so it has a body.
      for await (const chunk of response.body as ReadableStream<Uint8Array>) {
        chunks += 1;
        text += decoder.decode(chunk, { stream: true });
      }
      expect(chunks).toBeGreaterThan(2);
      const names = namesOf(text);
      expect(names).toHaveLength(MANY);
      expect(new Set(names).size).toBe(MANY);
      expect(names).toEqual(names.toSorted().toReversed());
    });

    test('A4: nobody reads on: the store is not read further', async () => {
      const host = current();
      await fill(host);
      const before = await readsBefore(host);
      const counted = watched(host.store);
      await elsewhere(host, counted.store, async (as) => {
        const response = await as('ada').open('exportAccesses');
        const reader = response.body?.getReader();
        await reader?.read();
        // Two pages at most are on their way: the one that was read, and one that waits for its reader.
        await host.store.ping();
        await host.settle();
        const soFar = counted.reads() - before;
        expect(soFar).toBeLessThanOrEqual(3);
        await reader?.cancel();
        await host.store.ping();
        await host.settle();
        expect(counted.reads() - before).toBeLessThanOrEqual(3);
      });
    });

    test('A4: what fails before the first line is a problem, what fails later cuts the stream', async () => {
      const host = current();
      await fill(host);
      const before = await readsBefore(host);
      // The first page counts as "before": no file begins that cannot go on at all.
      await elsewhere(host, watched(host.store, before + 1).store, async (as) => {
        await as('ada').refused('exportAccesses', 'unavailable');
      });
      await elsewhere(host, watched(host.store, before + 3).store, async (as) => {
        const response = await as('ada').open('exportAccesses');
        expect(response.status).toBe(200);
        await expect(response.text()).rejects.toThrow('The database went away.');
      });
      expect(host.reported.map(String)).toEqual(['Error: an export broke off']);
    });

    test('A4: accesses named one by one: these and no others, in the order of the list', async () => {
      const host = current();
      await fill(host);
      const { orders, stock, lonely, foreign } = host.accesses;
      const named = async (ids: readonly string[], query: Record<string, string> = {}) => {
        const asked = { ...query, access_id: ids.join(',') };
        const names = namesOf((await host.as('ada').send('exportAccesses', { query: asked })).text);
        const list = await host.as('ada').ok('listAccesses', { query: { ...asked, limit: '999' } });
        expect(list.access.map((access) => access.access_name)).toEqual(names);
        expect(list.total_count).toBe(names.length);
        return names;
      };
      expect(await named([stock.id, 'bulk_7', lonely.id, orders.id])).toEqual([
        `bulk-${String((7 * 7919) % MANY).padStart(4, '0')}`,
        'lonely',
        'orders',
        'stock',
      ]);
      // Unknown ones and those of another organization look alike: they are not there.
      expect(await named([foreign.id, 'acc_unknown', orders.id])).toEqual(['orders']);
      expect(await named([foreign.id])).toEqual([]);
      expect(await named([orders.id, stock.id], { service: 'svc_single' })).toEqual(['stock']);
    });

    test('A4: at most 200 can be named', async () => {
      const host = current();
      await fill(host);
      const ids = Array.from({ length: 201 }, (_, i) => `bulk_${i}`);
      const query = (count: number) => ({
        query: { access_id: ids.slice(0, count).join(','), limit: '999' },
      });
      expect((await host.as('ada').ok('listAccesses', query(200))).access).toHaveLength(200);
      for (const id of ['listAccesses', 'exportAccesses'] as const) {
        const { errors } = await host.as('ada').refused(id, 'invalid_request', query(201));
        expect(errors[0]?.metadata).toMatchObject({
          parameter: 'access_id',
          detail: 'Must name at most 200.',
        });
      }
    });
  });
};
