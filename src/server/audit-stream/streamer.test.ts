import { expect, it, onTestFinished } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { checkSetting } from '../../service/audit/check-state.ts';
import { streamSetting } from '../../service/audit/stream-position.ts';
import { ReceiverError } from '../../service/audit/stream-audit.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
import { startAuditChecks } from '../audit-checks.ts';
import { startStreamer } from './streamer.ts';

const silent = { note: () => undefined, fault: () => undefined };

it('A3: a server that another has taken over from does not go on saying that its own batch failed', async () => {
  const host = await makeHost(async () => createMemoryStore());
  const { deps } = host.backend;
  const receiver = { id: 'away', take: () => Promise.reject(new ReceiverError('is away')) };
  const streamer = startStreamer(deps, receiver, silent, () => undefined);
  onTestFinished(() => streamer.stop());
  // It tries again in a second, which may be over before anybody looks.
  await expect.poll(() => streamer.figures().failing).toBe(true);
  const value = { owner: 'another', until: host.now() + 60_000, positions: {} };
  await host.store.write((tx) => tx.update('settings', streamSetting(receiver.id), { value }));
  await expect.poll(() => streamer.figures().failing).toBe(false);
});

it('A3: a check ends between two pages when its server stops, and says nothing of what it did not see', async () => {
  const host = await makeHost(async () => createMemoryStore());
  let reads = 0;
  let stopped: Promise<void> | undefined;
  const read: typeof host.store.read = async (work) => {
    const found = await host.store.read(work);
    reads += 1;
    if (reads === 2) stopped = checks.stop();
    return found;
  };
  const deps = { ...host.backend.deps, store: { ...host.store, read } };
  const checks = startAuditChecks(deps, silent, null);
  checks.lookAt('org_acme');
  await expect.poll(() => stopped !== undefined).toBe(true);
  await stopped;
  expect(reads).toBe(2);
  expect(await host.store.get('settings', checkSetting('org_acme'))).toBeUndefined();
});
