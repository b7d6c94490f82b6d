import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { archiveName, builtArchive, fillDirectory, FOLDER } from './empty-database.ts';
import { openPglite, roomOf } from './pglite.ts';
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
  await rename(join(directory, 'PG_VERSION'), join(directory, 'PG_VERSION.new'));
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

it('writes over nothing that it did not begin: it may be a database that lost a file', async () => {
  const directory = await freshDirectory();
  await fillDirectory(directory);
  await rm(join(directory, 'PG_VERSION'));
  await writeFile(join(directory, 'global', 'pg_control'), 'of years');
  await expect(fillDirectory(directory)).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  expect(await readFile(join(directory, 'global', 'pg_control'), 'utf8')).toBe('of years');
  // Nor where it cannot look.
  await expect(fillDirectory(join(directory, 'global', 'pg_control'))).rejects.toMatchObject({
    code: 'ENOTDIR',
  });
});

it('takes a file system that says nothing of its room for one with room', () => {
  expect(roomOf({ bavail: 0, bsize: 4096, blocks: 1000 })).toBe(0);
  for (const silent of [
    { bavail: 0, bsize: 4096, blocks: 0 },
    { bavail: 0, bsize: 0, blocks: 0 },
  ])
    expect(roomOf(silent)).toBe(Number.POSITIVE_INFINITY);
});

it('refuses an archive that is cut off', async () => {
  const archive = await builtArchive();
  if (!archive) throw new Error('the run has made none');
  const names = [...unpackTar(archive)].map(({ name }) => name);
  expect(names).toContain('global/pg_control');
  expect(() => [...unpackTar(archive.subarray(0, 9_000_000))]).toThrow('cannot unpack');
  const [folder, name] = [await freshDirectory(), await archiveName()];
  const packed = await readFile(join(FOLDER, name));
  await writeFile(join(folder, name), packed.subarray(0, packed.length / 2));
  expect(await builtArchive(folder)).toBeUndefined();
  await writeFile(join(folder, name), packed.with(packed.length / 2, 0x55));
  expect(await builtArchive(folder)).toBeUndefined();
});
