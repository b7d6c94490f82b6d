import { describe, expect, test } from 'vitest';
import { linkText, NO_HASH, canonicalJson } from '../../domain/audit/chain.ts';
import { DAY, MINUTE } from '../../domain/time.ts';
import { auditFigures } from '../../service/audit/audit-figures.ts';
import { checkChain, claimCheck } from '../../service/audit/check-chain.ts';
import { keepAudit } from '../../service/audit/keep.ts';
import { anchorSetting } from '../../service/audit/link-events.ts';
import {
  ReceiverError,
  stopStreaming,
  streamRound,
  type AuditReceiver,
  type StreamEntry,
} from '../../service/audit/stream-audit.ts';
import { streamSetting } from '../../service/audit/stream-position.ts';
import type { World } from '../../service/ports/store.ts';
import type { TestHost } from './host.ts';
import { saved } from './steps.ts';

const ACME = { id: 'org_acme', name: 'Acme' };

/** A collector, and what it has of Acme. */
const collect = (id = 'collector') => {
  const got: StreamEntry[] = [];
  const collector = {
    got,
    away: false,
    receiver: {
      id,
      take: async ({ entries }) => {
        if (collector.away) throw new ReceiverError('is away');
        got.push(...entries.filter((entry) => entry.organization_id === ACME.id));
      },
    } satisfies AuditReceiver,
  };
  return collector;
};

const numbers = (entries: readonly StreamEntry[]): readonly number[] =>
  entries.map(({ sequence }) => sequence);
const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

const group = async (host: TestHost, user_group_name: string): Promise<void> => {
  await host.as('eve').ok('createGroup', { body: { user_group_name, description: '' } });
  await host.settle();
};

const stream = async (host: TestHost, receiver: AuditReceiver, owner = 'one') => {
  const rounds = [];
  for (;;) {
    const round = await streamRound(host.backend.deps, receiver, owner);
    rounds.push(round);
    if (round.sent === 0) return rounds.at(-1);
  }
};

const headOf = async (host: TestHost): Promise<number> =>
  (await host.as('eve').ok('getAuditChain')).head?.sequence ?? 0;

const checkOf = async (host: TestHost) => (await host.as('eve').ok('getAuditChain')).check;

const tamper = async (host: TestHost, change: (world: World) => Partial<World>): Promise<void> => {
  const world = await host.store.dump();
  await host.store.replaceAll({ ...world, ...change(world) });
};

/** Without everything behind this row, as whoever owns the database can do; it ends where it was signed. */
const cutBack = (host: TestHost, row: number): Promise<void> =>
  tamper(host, (world) => {
    const going = world.auditLinks.filter(
      ({ organizationId, sequence }) => organizationId === ACME.id && sequence > row,
    );
    const ids = new Set(going.map(({ eventId }) => eventId));
    return {
      audit: world.audit.filter(({ id }) => !ids.has(id)),
      auditLinks: world.auditLinks.filter(({ eventId }) => !ids.has(eventId)),
    };
  });

/** The audit log leaves the installation, and what was changed in it is shown (A3). */
export const auditStreamTests = (current: () => TestHost): void => {
  describe('audit stream', () => {
    test('A3: each entry once, in the order of the chain, with what it takes to verify it', async () => {
      const host = current();
      const { digest } = host.backend.deps;
      await saved(host);
      await host.settle();
      const { got, receiver } = collect();
      await stream(host, receiver);
      const first = await headOf(host);
      expect(numbers(got)).toEqual(upTo(first));
      await group(host, 'Streamed');
      await stream(host, receiver);
      expect(numbers(got)).toEqual(upTo(await headOf(host)));
      let before = NO_HASH;
      for (const entry of got) {
        const { sequence, previous_hash: previousHash, event_hash: eventHash, event } = entry;
        expect(previousHash).toBe(before);
        expect(await digest(canonicalJson(event))).toBe(eventHash);
        const eventId = event['event_id'];
        if (typeof eventId !== 'string') throw new Error('an entry without an event');
        const link = { organizationId: ACME.id, sequence, eventId, eventHash, previousHash };
        expect(await digest(linkText(link))).toBe(entry.hash);
        before = entry.hash;
      }
      expect(got.at(-1)?.signature).toBeDefined();
    });

    test('A3: a collector that is away loses nothing; of two processes one streams, and the other goes on when it is gone', async () => {
      const host = current();
      await host.settle();
      const collector = collect();
      const { got, receiver } = collector;
      collector.away = true;
      await expect(stream(host, receiver)).rejects.toThrow('is away');
      collector.away = false;
      await stream(host, receiver);
      const first = await headOf(host);
      expect(numbers(got)).toEqual(upTo(first));
      await group(host, 'Second');
      expect(await stream(host, receiver, 'two')).toMatchObject({
        sent: 0,
        elsewhereUntil: expect.any(Number),
      });
      expect(got).toHaveLength(first);
      // It stops: the other need not wait.
      await stopStreaming(host.backend.deps, receiver.id, 'one');
      await stream(host, receiver, 'two');
      expect(numbers(got)).toEqual(upTo(await headOf(host)));
      await group(host, 'Third');
      // It is killed between sending and keeping its place: its entries come twice, and none is left out.
      const late: AuditReceiver = {
        id: receiver.id,
        take: async (batch) => {
          await receiver.take(batch);
          await host.advance(2 * MINUTE);
          await stream(host, receiver, 'three');
        },
      };
      await streamRound(host.backend.deps, late, 'two');
      const head = await headOf(host);
      expect(new Set(numbers(got))).toEqual(new Set(upTo(head)));
      expect(numbers(got).filter((n) => n === head).length).toBe(2);
    });

    test('A3: a turn that was taken by a clock that was ahead holds nobody up, and what comes late moves no place back', async () => {
      const host = current();
      const { got, receiver } = collect();
      await group(host, 'Ahead');
      const { deps } = host.backend;
      const ahead = { ...deps, clock: { now: () => host.now() + DAY } };
      await streamRound(ahead, receiver, 'killed');
      await group(host, 'Set back');
      expect(await stream(host, receiver)).toMatchObject({ sent: 0, elsewhereUntil: null });
      expect(numbers(got)).toEqual(upTo(await headOf(host)));
      await group(host, 'Third');
      const place = async () => (await host.store.get('settings', streamSetting(receiver.id)))?.value;
      await stopStreaming(deps, receiver.id, 'one');
      let overtaken = false;
      // It read, and while it was about to take its turn another was done.
      const late = {
        ...deps,
        store: {
          ...host.store,
          write: async <R>(work: Parameters<typeof host.store.write<R>>[0]): Promise<R> => {
            if (!overtaken) {
              overtaken = true;
              await stream(host, receiver);
              await group(host, 'Fourth');
              await stream(host, receiver);
              await stopStreaming(deps, receiver.id, 'one');
            }
            return host.store.write(work);
          },
        },
      };
      await streamRound(late, receiver, 'late');
      expect(await place()).toMatchObject({
        owner: 'late',
        positions: { [ACME.id]: { sequence: await headOf(host) } },
      });
      expect(new Set(numbers(got))).toEqual(new Set(upTo(await headOf(host))));
    });

    test('A3: a check while policy removes one batch after the other finds nothing', async () => {
      const host = current();
      for (const name of ['First', 'Second', 'Third']) {
        await group(host, name);
        await host.advance(2 * DAY);
      }
      const { deps } = host.backend;
      let reads = 0;
      const read: typeof host.store.read = async (work) => {
        const found = await host.store.read(work);
        reads += 1;
        // Between the anchor and the first rows of the first two tries.
        if (reads === 2) await keepAudit(deps, 5);
        if (reads === 7) await keepAudit(deps, 3);
        return found;
      };
      const report = await checkChain({ ...deps, store: { ...host.store, read } }, ACME);
      expect(report.fault).toBeNull();
      expect(reads).toBeGreaterThan(12);
    });

    test('A3: rows that were taken away in the name of policy are not passed over', async () => {
      const host = current();
      const { got, receiver } = collect();
      await group(host, 'Removed');
      const { deps } = host.backend;
      const row = await headOf(host);
      await group(host, 'Left');
      // By whoever owns the database, and cannot sign.
      await tamper(host, (world) => {
        const ours = world.auditLinks.filter(({ organizationId }) => organizationId === ACME.id);
        const going = new Set(ours.flatMap(({ sequence, id }) => (sequence <= row ? [id] : [])));
        const last = ours.find(({ sequence }) => sequence === row);
        const value = { organizationId: ACME.id, sequence: row, hash: last?.hash, until: 0, signature: '' };
        return {
          auditLinks: world.auditLinks.filter(({ id }) => !going.has(id)),
          settings: [...world.settings, { id: anchorSetting(ACME.id), value }],
        };
      });
      expect((await stream(host, receiver))?.broken[0]?.message).toContain(
        'The anchor in place of removed events',
      );
      expect(got).toEqual([]);
      // A check that never ended, as its server did, is made up for within an hour.
      expect(await claimCheck(deps, ACME.id)).toBe(true);
      expect(await claimCheck(deps, ACME.id)).toBe(false);
      await host.advance(60 * MINUTE);
      expect(await claimCheck(deps, ACME.id)).toBe(true);
    });

    test('A3: a chain that was cut back shows, also once it grew again, until its rows are back', async () => {
      const host = current();
      await group(host, 'Before');
      const { got, receiver } = collect();
      const { deps } = host.backend;
      const kept = await headOf(host);
      await group(host, 'Cut off');
      await stream(host, receiver);
      const last = await headOf(host);
      const whole = await host.store.dump();
      expect((await checkChain(deps, ACME, receiver.id)).fault).toBeNull();
      expect(await checkOf(host)).toMatchObject({ checked_at: expect.any(String) });

      await cutBack(host, kept);
      expect((await stream(host, receiver))?.broken).toMatchObject([{ organizationId: ACME.id }]);
      const cut = (await checkChain(deps, ACME, receiver.id)).fault;
      expect(cut).toMatchObject({ kind: 'cut', sequence: kept + 1 });
      expect((await checkOf(host))?.fault?.message).toBe(cut?.message);

      for (let i = kept; i <= last; i += 1) await group(host, `Instead ${i}`);
      const sent = got.length;
      const round = await stream(host, receiver);
      expect(round?.broken[0]?.message).toContain(`Row ${last} is not the one that was streamed`);
      expect(got).toHaveLength(sent);
      expect((await checkChain(deps, ACME, receiver.id)).fault).toMatchObject({
        kind: 'changed',
        sequence: last,
      });
      // Nor does it help to take the place back as well: the collector sees numbers again, with other hashes.
      const forgotten = await host.store.dump();
      await tamper(host, ({ settings }) => ({
        settings: settings.filter(({ id }) => id !== streamSetting(receiver.id)),
      }));
      await stream(host, receiver);
      expect(new Set(got.filter(({ sequence }) => sequence === last).map(({ hash }) => hash)).size).toBe(2);
      expect((await checkChain(deps, ACME, receiver.id)).fault).toMatchObject({
        kind: 'changed',
        sequence: last,
      });
      await host.store.replaceAll(forgotten);

      const { audit, auditLinks, auditPending } = whole;
      await tamper(host, () => ({ audit, auditLinks, auditPending }));
      expect((await checkChain(deps, ACME, receiver.id)).fault).toBeNull();
      expect((await checkOf(host))?.fault).toBeUndefined();
      expect((await stream(host, receiver))?.broken).toEqual([]);
    });

    test('A3: what was changed is not streamed, other organizations go on; figures say so', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const { got, receiver } = collect();
      const { deps } = host.backend;
      const figures = () =>
        host.store.read((tx) =>
          auditFigures(tx, { now: host.now(), receiverId: receiver.id, keepDays: null }),
        );
      expect(await figures()).toMatchObject({ brokenChains: 0, checkedAt: null, waiting: 0 });
      expect((await figures()).stream?.behind).toBeGreaterThan(await headOf(host));
      const third = (await host.store.dump()).auditLinks.find(
        ({ organizationId, sequence }) => organizationId === ACME.id && sequence === 3,
      );
      await tamper(host, ({ audit }) => ({
        audit: audit.map((event) => (event.id === third?.eventId ? { ...event, actorName: 'Eve' } : event)),
      }));
      expect((await stream(host, receiver))?.broken[0]?.message).toContain('(row 3) was changed');
      expect(got).toEqual([]);
      const { fault } = await checkChain(deps, ACME, receiver.id);
      expect((await checkOf(host))?.fault).toEqual({
        kind: 'changed',
        sequence: 3,
        event_id: third?.eventId,
        message: fault?.message,
      });
      expect(await figures()).toMatchObject({ brokenChains: 1, stream: { behind: await headOf(host) } });
    });

    test('A3: policy removes nothing that was not streamed, and says so', async () => {
      const host = current();
      await host.settle();
      const { got, receiver } = collect();
      const { deps } = host.backend;
      const old = await headOf(host);
      await host.advance(40 * DAY);
      await group(host, 'Young');
      const held = await keepAudit(deps, 30, receiver.id);
      expect(held.map(({ name }) => name)).toContain('HeldBackError');
      const asked = { now: host.now(), receiverId: receiver.id, keepDays: 30 };
      const { stream: before } = await host.store.read((tx) => auditFigures(tx, asked));
      expect(before?.heldBack).toBeGreaterThanOrEqual(old);
      await stream(host, receiver);
      expect(got[0]?.sequence).toBe(1);
      expect(await keepAudit(deps, 30, receiver.id)).toEqual([]);
      await host.settle();
      expect((await host.as('eve').ok('getAuditChain')).anchor?.sequence).toBeGreaterThanOrEqual(old);
      await stream(host, receiver);
      expect(numbers(got)).toEqual(upTo(await headOf(host)));
      const { stream: after } = await host.store.read((tx) => auditFigures(tx, asked));
      expect(after).toEqual({ behind: 0, since: null, heldBack: 0 });
      expect((await checkChain(deps, ACME, receiver.id)).fault).toBeNull();
    });
  });
};
