import { describe, expect, test } from 'vitest';
import { linkText, linkId, type AuditLink } from '../../domain/audit/chain.ts';
import { DAY } from '../../domain/time.ts';
import { keepAudit } from '../../service/audit/keep.ts';
import { linkPending } from '../../service/audit/link-events.ts';
import { verifyChain, type ChainFault, type Head } from '../../service/audit/verify-chain.ts';
import type { World } from '../../service/ports/store.ts';
import { makeRow } from '../rows.ts';
import type { TestHost } from './host.ts';
import { saved } from './steps.ts';

const ACME = { id: 'org_acme', name: 'Acme' };

const verify = (host: TestHost, kept: Head | null = null) => verifyChain(host.backend.deps, ACME, kept);

/** The links of the organization, in order. */
const linksOf = async (host: TestHost): Promise<readonly AuditLink[]> =>
  host.store.read((tx) => tx.find('auditLinks', { where: { organizationId: ACME.id } }));

/** Changes rows as whoever has the database could, behind the back of everything. */
const tamper = async (host: TestHost, change: (world: World) => Partial<World>): Promise<void> => {
  const world = await host.store.dump();
  await host.store.replaceAll({ ...world, ...change(world) });
};

const kindOf = async (host: TestHost, kept: Head | null = null): Promise<string> => {
  const { fault } = await verify(host, kept);
  return fault === null ? 'none' : `${fault.kind} ${fault.sequence ?? fault.eventId}`;
};

/** Puts one thing in the place of another. */
const swap = <T extends { readonly id: string }>(rows: readonly T[], id: string, next: Partial<T>): T[] =>
  rows.map((row) => (row.id === id ? { ...row, ...next } : row));

/** Nothing that was recorded can be changed, left out or moved without being found (A3, P9). */
export const auditChainTests = (current: () => TestHost): void => {
  describe('audit chain', () => {
    test('A3: every event is linked soon, in a chain that verifies, and says so', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const report = await verify(host);
      expect(report).toMatchObject({ fault: null, waiting: 0, anchor: null });
      const links = await linksOf(host);
      expect(report.events).toBe(links.length);
      expect(links.map(({ sequence }) => sequence)).toEqual(links.map((_, i) => i + 1));
      const chain = await host.as('eve').ok('getAuditChain');
      expect(chain).toMatchObject({ organization_id: ACME.id, waiting: 0, head: report.head });
      expect(chain.public_key).toBe(report.publicKey);
      for (const { eventId, hash, sequence } of links.slice(-5)) {
        const { proof } = await host.as('eve').ok('getAuditEvent', { params: { event_id: eventId } });
        expect(proof).toMatchObject({ state: 'verified', link: { hash, sequence } });
        expect(proof.signed_by?.sequence).toBeGreaterThanOrEqual(sequence);
      }
    });

    test('A3: links come by themselves soon after the commit', async () => {
      const host = current();
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Soon', description: '' } });
      await expect.poll(() => host.store.read((tx) => tx.count('auditPending'))).toBe(0);
      expect(await kindOf(host)).toBe('none');
    });

    test('A3: who links at the same time never forks the chain; what commits late is linked all the same', async () => {
      const host = current();
      await host.settle();
      const { deps } = host.backend;
      await host.store.write(async (tx) => {
        for (let i = 0; i < 30; i += 1) {
          const id = `aud_new${i}`;
          await tx.insert('audit', makeRow('audit', id, { organizationId: ACME.id, at: host.now() }));
          await tx.insert('auditPending', { id, organizationId: ACME.id });
        }
      });
      await Promise.all(Array.from({ length: 6 }, () => linkPending(deps)));
      await host.settle();
      // Began before the others and committed after them: older in time and by its id.
      await host.store.write(async (tx) => {
        await tx.insert(
          'audit',
          makeRow('audit', 'aud_0', { organizationId: ACME.id, at: host.now() - DAY }),
        );
        await tx.insert('auditPending', { id: 'aud_0', organizationId: ACME.id });
      });
      await host.settle();
      const links = await linksOf(host);
      expect(links.at(-1)?.eventId).toBe('aud_0');
      expect(await kindOf(host)).toBe('none');
    });

    test('A3: names the first event that was changed, removed, put in or moved', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const links = await linksOf(host);
      const [first, second, third, fourth] = links.slice(3, 7);
      if (!first || !second || !third || !fourth) throw new Error('too short a chain');
      const world = await host.store.dump();
      const event = world.audit.find(({ id }) => id === second.eventId);
      if (!event) throw new Error('no event');
      const tries: readonly (readonly [string, (world: World) => Partial<World>])[] = [
        [
          `changed ${second.sequence}`,
          ({ audit }) => ({ audit: swap(audit, event.id, { actorName: 'Eve' }) }),
        ],
        [
          `changed ${second.sequence}`,
          ({ audit }) => ({ audit: swap(audit, event.id, { at: event.at + 1 }) }),
        ],
        [
          `changed ${second.sequence}`,
          ({ audit }) => ({ audit: swap(audit, event.id, { details: { ...event.details, more: 'x' } }) }),
        ],
        [`missing ${second.sequence}`, ({ audit }) => ({ audit: audit.filter(({ id }) => id !== event.id) })],
        [
          `missing ${second.sequence}`,
          ({ audit, auditLinks }) => ({
            audit: audit.filter(({ id }) => id !== event.id),
            auditLinks: auditLinks.filter(({ id }) => id !== second.id),
          }),
        ],
        [
          'unlinked aud_forged',
          ({ audit }) => ({ audit: [...audit, makeRow('audit', 'aud_forged', { organizationId: ACME.id })] }),
        ],
        [
          `reordered ${second.sequence}`,
          ({ auditLinks }) => ({
            auditLinks: swap(swap(auditLinks, second.id, { eventId: 'other' }), third.id, {
              eventId: second.eventId,
            }).map((link) => (link.eventId === 'other' ? { ...link, eventId: third.eventId } : link)),
          }),
        ],
        [
          `changed ${second.sequence}`,
          ({ auditLinks }) => ({ auditLinks: swap(auditLinks, second.id, { hash: first.hash }) }),
        ],
      ];
      for (const [expected, change] of tries) {
        await tamper(host, change);
        const kind = await kindOf(host);
        // What stands in a link is hashed with it, so that a swap shows as either.
        if (expected.startsWith('reordered')) expect(kind).toMatch(/^(?:reordered|changed) \d+$/u);
        else expect(kind).toBe(expected);
        await host.store.replaceAll(world);
      }
      // Two whole rows in each other's place.
      await tamper(host, ({ auditLinks }) => {
        const rest = auditLinks.filter(({ id }) => id !== second.id && id !== third.id);
        const moved = [
          { ...third, id: second.id, sequence: second.sequence },
          { ...second, id: third.id, sequence: third.sequence },
        ];
        return { auditLinks: [...rest, ...moved] };
      });
      expect(await kindOf(host)).toBe(`reordered ${third.sequence}`);
      await host.store.replaceAll(world);
      expect(await kindOf(host)).toBe('none');
      expect((await host.as('eve').ok('getAuditEvent', { params: { event_id: event.id } })).proof.state).toBe(
        'verified',
      );
      await tamper(host, ({ audit }) => ({ audit: swap(audit, event.id, { actorName: 'Eve' }) }));
      expect(
        (await host.as('eve').ok('getAuditEvent', { params: { event_id: event.id } })).proof,
      ).toMatchObject({
        state: 'broken',
        fault: 'It is not what it was when it was linked.',
      });
    });

    test('A3: whoever writes the whole chain anew has no signature; a cut end shows beside a head that was kept', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const { head } = await verify(host);
      const world = await host.store.dump();
      const links = await linksOf(host);
      const { digest } = host.backend.deps;
      const last = links.at(-1);
      if (!head || !last) throw new Error('no chain');
      // The last link with another event, hashed rightly.
      const forged = { ...last, eventHash: await digest('another') };
      const hash = await digest(linkText(forged));
      await tamper(host, ({ auditLinks }) => ({
        auditLinks: swap(auditLinks, last.id, { ...forged, hash }),
      }));
      expect((await kindOf(host)).split(' ')[0]).toBe('changed');
      await host.store.replaceAll(world);
      // A signature of nobody.
      await tamper(host, ({ auditLinks }) => ({
        auditLinks: swap(auditLinks, last.id, { signature: 'AAAA' }),
      }));
      expect(await kindOf(host)).toBe(`unsigned ${last.sequence}`);
      await host.store.replaceAll(world);
      const keep =
        (most: number) =>
        (rows: World): Partial<World> => {
          const going = new Set(links.slice(most).map(({ eventId }) => eventId));
          return {
            audit: rows.audit.filter(({ id }) => !going.has(id)),
            auditLinks: rows.auditLinks.filter(({ eventId }) => !going.has(eventId)),
          };
        };
      const signed = links.findLastIndex(({ signature }, i) => signature !== null && i < links.length - 1);
      await tamper(host, keep(signed + 1));
      expect(await kindOf(host)).toBe('none');
      expect(await kindOf(host, head)).toBe(`cut ${signed + 2}`);
      await host.store.replaceAll(world);
      expect(await kindOf(host, head)).toBe('none');
      expect(await kindOf(host, { ...head, hash: 'f'.repeat(64) })).toBe(`changed ${head.sequence}`);
      // Cut inside what was signed together.
      const inside = links.findIndex(({ signature }) => signature === null);
      if (inside > 0) {
        await tamper(host, keep(inside + 1));
        expect(await kindOf(host)).toBe(`cut ${inside + 2}`);
        await host.store.replaceAll(world);
      }
    });

    test('A3: policy removes the beginning alone, leaves a signed anchor, and the rest still verifies', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const { head } = await verify(host);
      await host.advance(40 * DAY);
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Young', description: '' } });
      await host.settle();
      const before = await linksOf(host);
      await keepAudit(host.backend.deps, 30);
      const after = await linksOf(host);
      expect(after.length).toBeLessThan(before.length);
      expect(after.length).toBeGreaterThan(0);
      expect(after).toEqual(before.slice(-after.length));
      const removed = () =>
        host.store.read((tx) =>
          tx.find('audit', { where: { organizationId: ACME.id, action: 'audit.removed' } }),
        );
      expect(await removed()).toMatchObject([
        {
          via: 'system',
          details: { first_row: '1', last_row: `${before.length - after.length}` },
        },
      ]);
      const report = await verify(host);
      expect(report).toMatchObject({ fault: null, anchor: { sequence: before.length - after.length } });
      // What went is told behind.
      expect(report.events).toBe(after.length + 1);
      const [oldest] = after;
      const { proof } = await host
        .as('eve')
        .ok('getAuditEvent', { params: { event_id: oldest?.eventId ?? '' } });
      expect(proof.state).toBe('verified');
      expect((await host.as('eve').ok('getAuditChain')).anchor?.sequence).toBe(report.anchor?.sequence);
      // Nothing more to do, and what comes later goes on behind.
      expect(await keepAudit(host.backend.deps, 30)).toEqual([]);
      expect((await linksOf(host)).slice(0, after.length)).toEqual(after);
      expect(await removed()).toHaveLength(1);
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Younger', description: '' } });
      await host.settle();
      expect(await kindOf(host, head)).toBe('none');
      await tamper(host, ({ settings }) => ({
        settings: settings.map((row) =>
          row.id.startsWith('audit_anchor/') ? { ...row, value: { ...report.anchor, until: 1 } } : row,
        ),
      }));
      expect((await verify(host)).fault?.kind).toBe<ChainFault['kind']>('unsigned');
    });

    test('A3: all gone by policy: the chain goes on from its anchor', async () => {
      const host = current();
      await host.settle();
      const links = await linksOf(host);
      await host.advance(DAY);
      await keepAudit(host.backend.deps, 0);
      expect(await linksOf(host)).toEqual([]);
      // Beside what tells of it.
      expect(await verify(host)).toMatchObject({ fault: null, events: 1, head: { sequence: links.length } });
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Anew', description: '' } });
      await host.settle();
      expect((await linksOf(host)).map(({ id }) => id)).toEqual(
        [1, 2].map((n) => linkId(ACME.id, links.length + n)),
      );
      expect(await kindOf(host)).toBe('none');
    });
  });
};
