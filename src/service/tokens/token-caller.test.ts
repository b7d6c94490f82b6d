import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeRow, START } from '../../testing/rows.ts';
import { NEVER } from '../../domain/time.ts';
import { UnavailableError, type Store } from '../ports/store.ts';
import { noteUse } from './token-caller.ts';

const TOKEN = makeRow('accessTokens', 't', { expiresAt: NEVER });
const USE = { ip: null, userAgent: 'curl' };
const clock = { now: () => START };

/** A store with one token; `failing` counts the transactions that it refuses. */
const makeStore = async (failing: () => boolean) => {
  const store = createMemoryStore();
  await store.write((tx) => tx.insert('accessTokens', TOKEN));
  let writes = 0;
  const write: Store['write'] = async (work) => {
    writes += 1;
    if (failing()) throw new UnavailableError('The line to the database was cut.');
    return store.write(work);
  };
  return { store: { ...store, write }, writes: () => writes };
};

test('a use that cannot be noted fails nobody, and the next one is noted', async () => {
  let cut = true;
  const { store } = await makeStore(() => cut);
  await noteUse({ store, clock }, TOKEN, USE);
  expect((await store.get('accessTokens', 't'))?.lastUsedAt).toBeNull();
  cut = false;
  await noteUse({ store, clock }, TOKEN, USE);
  expect((await store.get('accessTokens', 't'))?.lastUsedAt).toBe(START);
});

test('a thousand uses at once are one write, and within the minute there is no other', async () => {
  const { store, writes } = await makeStore(() => false);
  await Promise.all(Array.from({ length: 1000 }, () => noteUse({ store, clock }, TOKEN, USE)));
  expect(writes()).toBe(1);
  const used = await store.get('accessTokens', 't');
  if (used) await noteUse({ store, clock }, used, USE);
  expect([used?.lastUsedAt, writes()]).toEqual([START, 1]);
});

test('a token that was revoked while its call was answered stays gone', async () => {
  const { store } = await makeStore(() => false);
  await noteUse({ store, clock }, makeRow('accessTokens', 'gone', { expiresAt: NEVER }), USE);
  expect(await store.get('accessTokens', 'gone')).toBeUndefined();
});
