import { describe, expect, test } from 'vitest';
import type { TableName, Tables } from '../../service/ports/store.ts';
import { makeRow, START } from '../rows.ts';
import { noteKeyUse } from '../../service/keys/key-caller.ts';
import { createBreakGlassCode, signInByCode } from '../../service/session/break-glass.ts';
import { afterSetBack } from '../../service/upkeep/after-set-back.ts';
import type { TestHost } from './host.ts';
import { ready, shown } from './steps.ts';

const DAY = 86_400_000;
/** Longer than the worker waits with it. */
const WAIT = DAY / 8;

/** What the backend does for itself. */
export const upkeepTests = (current: () => TestHost): void => {
  describe('upkeep', () => {
    test('what is over goes after its time: done jobs, ended sessions, read notifications, kept answers, expired tokens; nothing else', async () => {
      const host = current();
      const now = START + WAIT;
      const job = (id: string, change: Partial<Tables['jobs']>) => makeRow('jobs', `up_${id}`, change);
      const session = (id: string, expiresAt: number) => makeRow('sessions', `up_${id}`, { expiresAt });
      const notice = (id: string, readAt: number | null) =>
        makeRow('notifications', `up_${id}`, { createdAt: START - 300 * DAY, readAt });
      await host.store.write(async (tx) => {
        for (const row of [
          job('done_old', { status: 'done', runAt: now - 7 * DAY }),
          job('done_new', { status: 'done', runAt: now - 7 * DAY + 1 }),
          job('dead_old', { status: 'dead', runAt: now - 300 * DAY }),
        ])
          await tx.insert('jobs', row);
        // More than go in one transaction.
        for (let i = 0; i < 1100; i += 1)
          await tx.insert('notifications', notice(`read_old_${i}`, now - 90 * DAY));
        await tx.insert('notifications', notice('read_new', now - 90 * DAY + 1));
        await tx.insert('notifications', notice('unread_old', null));
        // Moving the demo's clock moves sessions along.
        await tx.insert('sessions', session('ended', START));
        await tx.insert('sessions', session('going', START + 1));
        for (const [id, createdAt] of [
          ['up_answer_old', now - DAY],
          ['up_answer_new', now - DAY + 1],
        ] as const)
          await tx.insert('keptAnswers', makeRow('keptAnswers', id, { createdAt }));
      });
      await host.store.write(async (tx) => {
        for (const [id, expiresAt] of [
          ['up_token_old', now - 30 * DAY],
          ['up_token_new', now - 30 * DAY + 1],
        ] as const)
          await tx.insert('accessTokens', makeRow('accessTokens', id, { expiresAt }));
      });
      await host.advance(WAIT);
      const left = async (table: TableName) =>
        (await host.store.read((tx) => tx.find(table)))
          .map(({ id }) => id)
          .filter((id) => id.startsWith('up_'));
      expect(await left('jobs')).toEqual(['up_dead_old', 'up_done_new']);
      expect(await left('notifications')).toEqual(['up_read_new', 'up_unread_old']);
      expect(await left('sessions')).toEqual(['up_going']);
      expect(await left('keptAnswers')).toEqual(['up_answer_new']);
      expect(await left('accessTokens')).toEqual(['up_token_new']);
      await host.as('ada').ok('getSession');
    });

    test.each([true, false])(
      'what began while the clock was ahead lasts no longer than it was to, whether the server saw it set back or not: %s',
      async (seen) => {
        const host = current();
        const { requestId } = await shown(host);
        const now = host.now() - 2 * DAY;
        const deps = { ...host.backend.deps, clock: { now: () => now } };
        const hour = { kind: 'break_glass', createdAt: host.now(), lastUsedAt: host.now() } as const;
        await host.store.write((tx) =>
          tx.insert(
            'sessions',
            makeRow('sessions', 'up_ahead', {
              ...hour,
              authenticatedAt: host.now(),
              expiresAt: host.now() + DAY / 24,
            }),
          ),
        );
        const { code } = await createBreakGlassCode(host.backend.deps);
        await afterSetBack(deps, seen);
        expect(await host.store.get('sessions', 'up_ahead')).toMatchObject({
          createdAt: now,
          lastUsedAt: now,
          expiresAt: now + DAY / 24,
          authenticatedAt: 0,
        });
        const credential = async () =>
          (await host.store.dump()).credentials.find((row) => row.requestId === requestId);
        expect((await credential())?.windowEndsAt).toBe(now + 600_000);
        const from = { address: null, userAgent: null };
        await expect(signInByCode(deps, code, from)).rejects.toThrow('opens nothing');
        // Its job came along.
        await host.settle();
        expect(await credential()).toMatchObject({ status: 'unconfirmed', sealed: null });
      },
    );

    test('K14: a key that was used while the clock was ahead is noted again at its next use', async () => {
      const host = current();
      const { deps } = host.backend;
      const key = makeRow('apiKeys', 'UPKEEPUPKEEPUP22', { lastUsedAt: host.now() + DAY });
      await host.store.write((tx) => tx.insert('apiKeys', key));
      await noteKeyUse(deps, key);
      expect((await host.store.get('apiKeys', key.id))?.lastUsedAt).toBe(host.now());
    });

    test('R10: a job that failed for good is reported, with its cause', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      expect(host.reported).toHaveLength(1);
      expect(host.reported[0]).toMatchObject({
        message: `Job provision_request of ${request_id} failed for good.`,
        cause: { message: 'The Kafka platform refuses this change.' },
      });
    });
  });
};
