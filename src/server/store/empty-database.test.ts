import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { builtArchive, fillDirectory } from './empty-database.ts';
import { openPglite } from './pglite.ts';
import { unpackTar } from './tar.ts';

const freshDirectory = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'latchkey-empty-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
};

it('begins again after it was cut off, and leaves what is a database alone', async () => {
  const directory = await freshDirectory();
  expect(await fillDirectory(directory)).toBe(true);
  // As a kill leaves it at its last moment, with a file cut short.
  await rm(join(directory, 'PG_VERSION'));
  await writeFile(join(directory, 'global', 'pg_control'), '');
  const store = await openPglite(directory);
  expect(await store.read((tx) => tx.count('people'))).toBe(0);
  await store.close();
  const before = await stat(join(directory, 'global', 'pg_control'));
  expect(await fillDirectory(directory)).toBe(false);
  expect(await stat(join(directory, 'global', 'pg_control'))).toStrictEqual(before);
  expect(await readdir(directory)).not.toContain('PG_VERSION.new');
  // Nobody else on this machine may read it.
  expect((await stat(join(directory, 'base'))).mode & 0o077).toBe(0);
  expect(await readFile(join(directory, 'PG_VERSION'), 'utf8')).toMatch(/^\d+\n$/u);
});

it('refuses an archive that is cut off', async () => {
  const archive = await builtArchive();
  if (!archive) throw new Error('the run has made none');
  const names = [...unpackTar(archive)].map(({ name }) => name);
  expect(names).toContain('global/pg_control');
  expect(() => [...unpackTar(archive.subarray(0, 9_000_000))]).toThrow('cannot unpack');
});
