import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../contract/schemas/audit.ts';
import { linkText, linkId, type AuditLink } from '../../domain/audit/chain.ts';
import { DAY } from '../../domain/time.ts';
import { keepAudit } from '../../service/audit/keep.ts';
import { linkPending } from '../../service/audit/link-events.ts';
import { verifyChain, type ChainFault, type Head } from '../../service/audit/verify-chain.ts';
import { verifyFile } from '../../service/audit/verify-file.ts';
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

const fileFault = async (host: TestHost, file: unknown): Promise<string | null | undefined> =>
  (await verifyFile(host.backend.deps, file))?.fault;

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

    test('A3: links come by themselves within about a second of the commit', async () => {
      const host = current();
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Soon', description: '' } });
      await expect.poll(() => host.store.read((tx) => tx.count('auditPending')), { timeout: 3000 }).toBe(0);
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
      const report = await verify(host);
      expect(report).toMatchObject({ fault: null, anchor: { sequence: before.length - after.length } });
      expect(report.events).toBe(after.length);
      const [oldest] = after;
      const { proof } = await host
        .as('eve')
        .ok('getAuditEvent', { params: { event_id: oldest?.eventId ?? '' } });
      expect(proof.state).toBe('verified');
      expect((await host.as('eve').ok('getAuditChain')).anchor?.sequence).toBe(report.anchor?.sequence);
      // Nothing more to do, and what comes later goes on behind.
      await keepAudit(host.backend.deps, 30);
      expect(await linksOf(host)).toEqual(after);
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
      expect(await verify(host)).toMatchObject({ fault: null, events: 0, head: { sequence: links.length } });
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Anew', description: '' } });
      await host.settle();
      expect((await linksOf(host)).map(({ id }) => id)).toEqual([linkId(ACME.id, links.length + 1)]);
      expect(await kindOf(host)).toBe('none');
    });

    test('A3, A4: the export is a CSV file for people and a JSON file that verifies by itself', async () => {
      const host = current();
      await saved(host);
      const csv = await host.as('eve').send('exportAudit', { query: { topic: 'requests' } });
      const lines = csv.text.trimEnd().split('\r\n');
      expect(lines[0]).toMatch(/^When,Who,What,/u);
      expect(csv.text).toContain('Approved a request');
      expect(csv.headers.get('content-disposition')).toMatch(/audit-\d{4}-\d\d-\d\d\.csv/u);
      const json = await host.as('eve').send('exportAuditJson');
      expect(json.headers.get('content-type')).toBe('application/json');
      expect(json.headers.get('content-disposition')).toMatch(/\.json"/u);
      const file = () => JSON.parse(json.text);
      const report = await verifyFile(host.backend.deps, file());
      expect(report).toMatchObject({ kind: 'export', fault: null, complete: true, organizationId: ACME.id });
      expect(report?.events).toBeGreaterThan(10);
      const changed = file();
      changed.pages[0].events[4].actor_name = 'Eve';
      expect(await fileFault(host, changed)).toMatch(/^Event aud\w+ \(row 5\) was changed/u);
      const shorter = file();
      shorter.pages[0].events.splice(4, 1);
      expect(await fileFault(host, shorter)).toMatch(/^Event aud\w+ \(row 5\) is missing/u);
      shorter.pages[0].links.splice(4, 1);
      expect(await fileFault(host, shorter)).toBe('Row 5 is missing.');
      const cut = file();
      cut.pages[0].events.pop();
      cut.pages[0].links.pop();
      expect(await fileFault(host, cut)).not.toBeNull();
      const swapped = file();
      const [a, b] = swapped.pages[0].events;
      swapped.pages[0].events.splice(0, 2, b, a);
      expect(await fileFault(host, swapped)).toMatch(/stand in another order/u);
      // The export is in the log itself; a part verifies as well.
      const part = await host.as('eve').send('exportAuditJson', { query: { topic: 'audit' } });
      expect(await verifyFile(host.backend.deps, JSON.parse(part.text))).toMatchObject({
        fault: null,
        complete: false,
        events: 3,
      });
      const none = await host
        .as('eve')
        .send('exportAuditJson', { query: { search: 'nothing is called so' } });
      expect(await verifyFile(host.backend.deps, JSON.parse(none.text))).toMatchObject({
        fault: null,
        events: 0,
      });
      expect(await verifyFile(host.backend.deps, { hello: 'world' })).toBeNull();
    });

    test('P9: evidence of a request holds everything about it, for whoever may see it, and verifies by itself', async () => {
      const host = current();
      const { requestId } = await saved(host);
      await host
        .as('ada')
        .refused('approveRequest', 'approval_forbidden_on_own_request', {
          params: { request_id: requestId },
          body: {},
        })
        .catch(() => undefined);
      const params = { request_id: requestId };
      for (const name of ['dan', 'fay'] as const)
        await host.as(name).refused('getEvidence', 'request_not_found', {
          params: { ...params, organization_id: name === 'fay' ? 'org_globex' : 'org_acme' },
        });
      for (const name of ['ada', 'ben', 'eve'] as const) {
        const evidence = await host.as(name).ok('getEvidence', { params });
        expect(await verifyFile(host.backend.deps, evidence)).toMatchObject({
          kind: 'evidence',
          fault: null,
        });
      }
      const evidence = await host.as('eve').ok('getEvidence', { params });
      const actions = evidence.events.map(({ action }) => action);
      for (const action of ['request.created', 'request.approved', 'credential.shown', 'credential.saved'])
        expect(actions).toContain(action);
      expect(evidence.people.map(({ real_name }) => real_name)).toEqual(
        expect.arrayContaining(['Ada Lind', 'Ben Okoye']),
      );
      expect(evidence.request).toMatchObject({ request_id: requestId, status: 'approved' });
      const spoil = async (change: (copy: Evidence) => unknown): Promise<string | null | undefined> => {
        const copy = structuredClone(evidence);
        change(copy);
        return fileFault(host, copy);
      };
      const second = evidence.index.find(({ event_id }) => event_id === evidence.events[1]?.['event_id']);
      expect(await spoil(({ events }) => events.splice(1, 1))).toBe(
        `Event ${second?.event_id} (row ${second?.sequence}) is missing.`,
      );
      expect(await spoil(({ events }) => (events[1] = { ...events[1], actor_name: 'Eve' }))).toBe(
        `Event ${second?.event_id} (row ${second?.sequence}) was changed after it was recorded.`,
      );
      expect(await spoil(({ events }) => events.push({ ...events[1], event_id: 'aud_new' }))).toBe(
        'Event aud_new was added.',
      );
      expect(await spoil(({ links }) => links.splice(0, 1))).toMatch(/in no row|missing|does not follow/u);
      expect(await spoil((copy) => (copy.request.decision_message = 'Fine by me'))).toMatch(/signature/u);
      expect(await spoil((copy) => (copy.signature = 'AAAA'))).toMatch(/signature/u);
    });
  });
};
