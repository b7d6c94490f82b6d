import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UnavailableError } from '../../service/ports/store.ts';
import type { Store } from '../../service/ports/store.ts';
import { makeChange, makeRow, makeWorld, START } from '../../testing/rows.ts';
import { storeSuite } from '../../testing/store-suite.ts';
import { openBrowserStore } from './browser-store.ts';
import type { BrowserStore } from './browser-store.ts';

let databases = 0;
const freshName = (): string => `test-${(databases += 1)}`;

const world = makeWorld({
  groups: [makeRow('groups', 'g1', { name: 'Payments' }), makeRow('groups', 'g2', { name: 'Search' })],
});

const openTab = async (name: string, worldId = 'w1', base = world): Promise<BrowserStore> => {
  const store = await openBrowserStore({ name, worldId, world: base });
  onTestFinished(() => store.close());
  return store;
};

const rename = (store: Store, id: string, name: string) =>
  store.write((tx) => tx.update('groups', id, { name }));
const groupNames = async (store: Store) =>
  (await store.read((tx) => tx.find('groups'))).map((group) => group.name);

storeSuite('browser, two tabs', async () => {
  const name = freshName();
  const open = () => openBrowserStore({ name, worldId: 'w', world: makeWorld() });
  return { store: await open(), other: await open(), otherLags: true };
});

describe('browser store', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('survives a reload: base, changed rows, removed rows, new rows', async () => {
    const name = freshName();
    const first = await openTab(name);
    expect(first.persistent).toBe(true);
    await first.write(async (tx) => {
      await tx.update('groups', 'g1', { name: 'Billing' });
      await tx.remove('groups', 'g2');
      await tx.insert('groups', makeRow('groups', 'g3', { name: 'New' }));
    });
    await rename(first, 'g3', 'Newer');
    await first.close();
    const second = await openTab(name);
    expect(await groupNames(second)).toEqual(['Billing', 'Newer']);
    expect(await second.dump()).toStrictEqual(await first.dump());
  });

  it('writes nothing on a first visit', async () => {
    const name = freshName();
    const tab = await openTab(name);
    await groupNames(tab);
    await tab.ping();
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('not opened', { cause: request.error }));
    });
    const stores = [...opened.objectStoreNames];
    for (const store of stores) {
      const count = opened.transaction(store).objectStore(store).count();
      await expect.poll(() => count.readyState).toBe('done');
      expect(count.result).toBe(0);
    }
    opened.close();
    expect(stores.length).toBeGreaterThan(0);
  });

  it('refuses in one tab what was claimed in another, even before the news arrived', async () => {
    const name = freshName();
    const [one, two] = [await openTab(name), await openTab(name)];
    await one.write((tx) => tx.insert('credentials', makeRow('credentials', 'c1')));
    const claim = (tab: Store, hash: string) =>
      tab.write(async (tx) => {
        if ((await tx.get('credentials', 'c1'))?.status !== 'sealed') return 'refused';
        await tx.update('credentials', 'c1', { status: 'claimed', claimHash: hash });
        return 'claimed';
      });
    expect((await Promise.all([claim(one, 'a'), claim(two, 'b')])).sort()).toEqual(['claimed', 'refused']);
    await expect(
      two.write((tx) => tx.insert('credentials', makeRow('credentials', 'c1'))),
    ).rejects.toMatchObject({ constraint: 'id' });
  });

  it('hands a job to one tab only', async () => {
    const name = freshName();
    const [one, two] = [await openTab(name), await openTab(name)];
    await one.write((tx) => tx.insert('jobs', makeRow('jobs', 'j1')));
    const taken = await Promise.all([one, two].map((tab) => tab.takeJobs(START, START + 10, 1)));
    expect(taken.flat()).toHaveLength(1);
  });

  it('starts over when the build brings another world, and stops tabs of the old build', async () => {
    const name = freshName();
    const old = await openTab(name, 'w1');
    await rename(old, 'g1', 'Billing');
    const updated = await openTab(
      name,
      'w2',
      makeWorld({ groups: [makeRow('groups', 'g9', { name: 'Fresh' })] }),
    );
    expect(await groupNames(updated)).toEqual(['Fresh']);
    await expect(rename(old, 'g1', 'Again')).rejects.toThrow(UnavailableError);
    await rename(updated, 'g9', 'Kept');
    await updated.close();
    expect(await groupNames(await openTab(name, 'w2', makeWorld()))).toEqual(['Kept']);
  });

  it('resets every tab, to the world of the build or to another', async () => {
    const name = freshName();
    const [one, two] = [await openTab(name), await openTab(name)];
    const resync = vi.fn<() => void>();
    two.listen(() => undefined, resync);
    await rename(one, 'g1', 'Billing');
    await one.reset();
    await expect.poll(() => resync).toHaveBeenCalledOnce();
    for (const tab of [one, two]) expect(await groupNames(tab)).toEqual(['Payments', 'Search']);

    await two.reset(makeWorld({ groups: [makeRow('groups', 'g5', { name: 'Generated' })] }));
    await rename(one, 'g5', 'Changed');
    await expect.poll(() => groupNames(two)).toEqual(['Changed']);
    await two.close();
    expect(await groupNames(await openTab(name))).toEqual(['Changed']);
    await one.reset();
    expect(await groupNames(await openTab(name))).toEqual(['Payments', 'Search']);
  });

  it('goes back to the base when the browser lost the data meanwhile', async () => {
    const name = freshName();
    const [one, two] = [await openTab(name), await openTab(name)];
    await rename(one, 'g1', 'Billing');
    const deleted = indexedDB.deleteDatabase(name);
    await expect.poll(() => deleted.readyState).toBe('done');
    await rename(two, 'g2', 'Find');
    for (const tab of [two, one]) {
      await expect.poll(() => groupNames(tab)).toEqual(['Payments', 'Find']);
    }
  });

  it('rolls a write back that the browser does not keep, and goes on when it does again', async () => {
    const name = freshName();
    const [one, two] = [await openTab(name), await openTab(name)];
    const heard = vi.fn<() => void>();
    one.listen(heard, heard);
    two.listen(heard, heard);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const written = one.write(async (tx) => {
      await tx.update('groups', 'g1', { name: 'Lost' });
      tx.announce(makeChange());
    });
    await expect(written).rejects.toThrow(UnavailableError);
    put.mockRestore();
    expect(await groupNames(one)).toEqual(['Payments', 'Search']);
    await rename(two, 'g2', 'Find');
    await rename(one, 'g1', 'Billing');
    expect(await groupNames(one)).toEqual(['Billing', 'Find']);
    expect(heard).not.toHaveBeenCalled();
  });

  it('keeps nothing of a write of which the browser refuses a part', async () => {
    const name = freshName();
    const tab = await openTab(name);
    const written = tab.write(async (tx) => {
      await tx.update('groups', 'g1', { name: 'Half' });
      await tx.insert('settings', { id: 's', value: () => 'no browser stores functions' });
    });
    await expect(written).rejects.toThrow(UnavailableError);
    expect(await groupNames(tab)).toEqual(['Payments', 'Search']);
    expect(await groupNames(await openTab(name))).toEqual(['Payments', 'Search']);
  });

  it('lives in memory where the browser keeps nothing', async () => {
    const name = freshName();
    vi.stubGlobal('indexedDB', undefined);
    const store = await openTab(name);
    expect(store.persistent).toBe(false);
    await rename(store, 'g1', 'Billing');
    expect(await groupNames(store)).toEqual(['Billing', 'Search']);
    await store.reset();
    expect(await groupNames(store)).toEqual(['Payments', 'Search']);
  });

  it('lives in memory where the browser refuses to open the database', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'InvalidStateError');
    });
    onTestFinished(() => open.mockRestore());
    expect((await openTab(freshName())).persistent).toBe(false);
  });
});
