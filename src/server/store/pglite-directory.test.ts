import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { makeRow } from '../../testing/rows.ts';
import { storeSuite } from '../../testing/store-suite.ts';
import { lockDirectory } from './directory-lock.ts';
import { openPglite } from './pglite.ts';

const freshDirectory = async (): Promise<string> => {
  const parent = await mkdtemp(join(tmpdir(), 'latchkey-store-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'nested', 'data');
};

const suiteParent = mkdtempSync(join(tmpdir(), 'latchkey-store-'));
afterAll(() => rm(suiteParent, { recursive: true, force: true }));

storeSuite('PGlite in a directory', async () => {
  const store = await openPglite(join(suiteParent, 'data'));
  return { store, other: store, readersBlockWriters: true };
});

/** Another process that takes the lock, or says that it cannot. */
const otherProcess = async (directory: string): Promise<{ child: ChildProcess; says: string }> => {
  const module = JSON.stringify(new URL('./directory-lock.ts', import.meta.url).href);
  const script = `
    const { lockDirectory } = await import(${module});
    try { lockDirectory(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const says = await new Promise<string>((resolve) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
  return { child, says };
};

it('keeps its rows when it is closed and opened again', async () => {
  const directory = await freshDirectory();
  const first = await openPglite(directory);
  await expect(openPglite(directory)).rejects.toThrow('in use');
  await first.write((tx) => tx.insert('groups', makeRow('groups', 'g1')));
  await first.close();
  const second = await openPglite(directory);
  expect(await second.read((tx) => tx.find('groups'))).toStrictEqual([makeRow('groups', 'g1')]);
  await second.close();
});

it('is not opened by two processes, and is free again when the first was killed', async () => {
  const directory = await freshDirectory();
  await mkdir(dirname(directory));
  const { child, says } = await otherProcess(directory);
  expect(says).toBe('locked');
  expect(() => lockDirectory(directory)).toThrow('in use');
  expect((await otherProcess(directory)).says).toContain('in use');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  lockDirectory(directory)();
  expect((await otherProcess(directory)).says).toBe('locked');
});

it('hands out at once what a process that ended was at', async () => {
  const directory = await freshDirectory();
  const first = await openPglite(directory);
  const job = makeRow('jobs', 'job1', { runAt: 1000 });
  await first.write((tx) => tx.insert('jobs', job));
  expect(await first.takeJobs(1000, 61_000, 8)).toHaveLength(1);
  expect(await first.takeJobs(2000, 61_000, 8)).toStrictEqual([]);
  await first.close();
  const second = await openPglite(directory);
  expect(await second.takeJobs(2000, 61_000, 8)).toMatchObject([{ id: 'job1', attempts: 2 }]);
  await second.close();
});
