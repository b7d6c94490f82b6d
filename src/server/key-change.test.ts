import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SEALED_PLACES } from '../host/reseal.ts';
import { growDemoWorld } from '../mocks/seed/demo-world.ts';
import type { Store, World } from '../service/ports/store.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { openStore } from './open-store.ts';
import { configuredSealer } from './sealing-key.ts';
import { startServer } from './server.ts';
import { makeFolder, signIn } from './testing-server.ts';

const key = (): string => randomBytes(32).toString('base64url');

const makeData = async () => {
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line));
  const env = (more: Readonly<Record<string, string>>) => ({
    PORT: '0',
    DATA_DIR: join(folder.path, 'data'),
    ...more,
  });
  return {
    lines,
    config: (more: Readonly<Record<string, string>>) => readConfig(env(more)).config,
    start: (more: Readonly<Record<string, string>>) =>
      startServer({
        config: readConfig(env(more)).config,
        log,
        site: join(folder.path, 'no-site'),
        growDemoWorld,
      }),
    /** What stands in the database of a server that has stopped. */
    within: async <R>(work: (store: Store) => Promise<R>): Promise<R> => {
      const store = await openStore(readConfig(env({})).config, log);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
  };
};

/** Every text that looks sealed, with where it stands. */
const sealedTexts = (world: World): readonly { readonly where: string; readonly text: string }[] =>
  Object.entries(world).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries<unknown>({ ...row }).flatMap(([column, value]) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
        return /\bv1\.[\w-]{1,32}\.[\w-]{20,}/u.test(text) ? [{ where: `${table}.${column}`, text }] : [];
      }),
    ),
  );

it('changes the sealing key: what the old one sealed is sealed again, and the old one is not needed any more (R21)', async () => {
  const { start, within, config, lines } = await makeData();
  const [old, next] = [key(), key()];
  await (await start({ LATCHKEY_SEALING_KEY: old })).stop();
  const before = await within((store) => store.dump());
  const known = new Set([
    ...SEALED_PLACES.map(({ table, column }) => `${table}.${column}`),
    'settings.value',
  ]);
  expect(
    sealedTexts(before).filter(({ where }) => !known.has(where)),
    'a column with sealed texts is missing in SEALED_PLACES',
  ).toStrictEqual([]);
  expect(sealedTexts(before).length).toBeGreaterThan(20);

  await expect(start({ LATCHKEY_SEALING_KEY: next })).rejects.toThrow(/LATCHKEY_OLDER_SEALING_KEYS/u);

  const both = await start({ LATCHKEY_SEALING_KEY: next, LATCHKEY_OLDER_SEALING_KEYS: ` ${key()}, ${old}` });
  await expect.poll(() => lines.join()).toContain('LATCHKEY_OLDER_SEALING_KEYS is not needed any more');
  await both.stop();
  const sealer = await configuredSealer(config({ LATCHKEY_SEALING_KEY: next }));
  const after = await within((store) => store.dump());
  const changed = sealedTexts(after);
  // Settings apart: the key that signs the audit chain is made when something is first linked.
  const inColumns = (texts: ReturnType<typeof sealedTexts>) =>
    texts.filter(({ where }) => where !== 'settings.value').length;
  expect(inColumns(changed)).toBe(inColumns(sealedTexts(before)));
  expect(
    changed.filter(({ where, text }) => where !== 'settings.value' && !sealer.isCurrent(text)),
  ).toStrictEqual([]);

  const alone = await start({ LATCHKEY_SEALING_KEY: next });
  expect((await (await signIn(alone.url, 'admin')).call('/v1/session')).status).toBe(200);
  await alone.stop();
  await expect(start({ LATCHKEY_SEALING_KEY: old })).rejects.toThrow(
    /not the one that this database was made with/u,
  );
  expect(lines.join()).not.toContain('failed');
}, 60_000);
