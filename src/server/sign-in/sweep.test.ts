import { afterEach, expect, it, vi } from 'vitest';
import { newSession } from '../../domain/sign-in/session.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
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

it('one sweep tends every session that is due, and what pushes left to be done, however many, once', async () => {
  const host = await makeHost(async () => createMemoryStore());
  const { deps } = host.backend;
  const { config } = readConfig({
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
  });
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
  const signIn = createServerSignIn(
    { ...config, publicUrl: 'http://127.0.0.1:1' },
    deps.sealer,
    createLog(() => undefined),
  );
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
