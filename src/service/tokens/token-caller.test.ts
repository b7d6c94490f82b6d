import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeRow, START } from '../../testing/rows.ts';
import { NEVER } from '../../domain/time.ts';
import { UnavailableError, type Store } from '../ports/store.ts';
import { noteUse } from './token-caller.ts';

const USE = { ip: null, userAgent: 'curl' };
const clock = { now: () => START };

/** A store with one token; `failing` counts the transactions that it refuses. */
const makeStore = async (failing: () => boolean) => {
  const store = createMemoryStore();
  await store.write((tx) => tx.insert('accessTokens', makeRow('accessTokens', 't', { expiresAt: NEVER })));
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
  await noteUse({ store, clock }, 't', USE);
  expect((await store.get('accessTokens', 't'))?.lastUsedAt).toBeNull();
  cut = false;
  await noteUse({ store, clock }, 't', USE);
  expect((await store.get('accessTokens', 't'))?.lastUsedAt).toBe(START);
});

test('a thousand uses at once are one write; of a token that is gone none', async () => {
  const { store, writes } = await makeStore(() => false);
  await Promise.all(Array.from({ length: 1000 }, () => noteUse({ store, clock }, 't', USE)));
  await noteUse({ store, clock }, 'gone', USE);
  expect(writes()).toBe(1);
});
