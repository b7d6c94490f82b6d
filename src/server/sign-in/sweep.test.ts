import { afterEach, expect, it, vi } from 'vitest';
import { newSession } from '../../domain/sign-in/session.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
import type { Sealer, Store } from '../../service/ports/ports.ts';
import { makeRow } from '../../testing/rows.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { createServerSignIn } from './compose.ts';

const MANY = 450;
/** More than are carried out at once. */
const PUSHED = 120;
const MINUTE = 60_000;

afterEach(() => {
  vi.useRealTimers();
});

const CONFIG = {
  DATA_DIR: 'none',
  LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:1',
  LATCHKEY_OIDC: JSON.stringify([
    {
      id: 'corporate',
      issuer: 'http://127.0.0.1:1',
      client_id: 'x',
      admits: 'anybody',
      scim: { token_sha256: ['0f'.repeat(32)] },
    },
  ]),
};

const signInOf = (sealer: Sealer, lines: string[] = []) =>
  createServerSignIn(
    { ...readConfig(CONFIG).config, publicUrl: CONFIG.LATCHKEY_PUBLIC_URL },
    sealer,
    createLog((line) => void lines.push(line)),
  );

it('a session that cannot be tended keeps none of the others from its turn', async () => {
  const host = await makeHost(async () => createMemoryStore());
  const { deps } = host.backend;
  const now = host.now();
  const facts = {
    personId: 'ada',
    createdAt: now,
    expiresAt: now + MINUTE,
    refreshAt: now,
    kind: 'provider',
  } as const;
  await host.store.write(async (tx) => {
    for (let i = 0; i < MANY; i += 1) await tx.insert('sessions', newSession({ ...facts, id: `due${i}` }));
  });
  const write: Store['write'] = (work) =>
    host.store.write((tx) =>
      work({
        ...tx,
        remove: async (table, id) => {
          if (id === 'due0') throw new Error('this one stays');
          await tx.remove(table, id);
        },
      }),
    );
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const lines: string[] = [];
  const signIn = signInOf(deps.sealer, lines);
  const stop = signIn.follow({ ...deps, store: { ...host.store, write }, signIn: signIn.policy });
  vi.advanceTimersByTime(MINUTE);
  const left = async () =>
    (await host.store.read((tx) => tx.find('sessions', { where: { kind: 'provider' } }))).map(({ id }) => id);
  await expect.poll(left).toEqual(['due0']);
  expect(lines.join()).toContain('a session could not be refreshed');
  stop();
  await host.close();
});

it('one sweep tends every session that is due, and what pushes left to be done, however many, once', async () => {
  const host = await makeHost(async () => createMemoryStore());
  const { deps } = host.backend;
  const now = host.now();
  const due = { personId: 'ada', createdAt: now, expiresAt: now + MINUTE, refreshAt: now } as const;
  await host.store.write(async (tx) => {
    // Of a provider that is not configured any more.
    for (let i = 0; i < MANY; i += 1)
      await tx.insert('sessions', newSession({ ...due, id: `due${i}`, kind: 'provider' }));
    // By a process that ended in the middle.
    for (let i = 0; i < PUSHED; i += 1)
      await tx.insert(
        'pushedPeople',
        makeRow('pushedPeople', `scu${i}`, { email: `pushed${i}@example.com`, waiting: true }),
      );
  });
  const left = () => host.store.read((tx) => tx.count('sessions', { where: { kind: 'provider' } }));
  expect(await left()).toBe(MANY);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const signIn = signInOf(deps.sealer);
  const stops = [1, 2].map(() => signIn.follow({ ...deps, signIn: signIn.policy }));
  vi.advanceTimersByTime(MINUTE);
  await expect.poll(left).toBe(0);
  const waiting = () => host.store.read((tx) => tx.count('pushedPeople', { where: { waiting: true } }));
  await expect.poll(waiting).toBe(0);
  const made = await host.store.read((tx) => tx.count('audit', { where: { action: 'person.created' } }));
  expect(made).toBe(PUSHED);
  for (const stop of stops) stop();
  await host.close();
});
