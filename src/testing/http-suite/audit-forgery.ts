import { describe, expect, test } from 'vitest';
import {
  anchorText,
  canonicalEvent,
  linkText,
  type AuditAnchor,
  type AuditLink,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { DAY, HOUR } from '../../domain/time.ts';
import { startLinker } from '../../host/linker.ts';
import { BrokenChainError } from '../../service/audit/broken-chain.ts';
import { keepAudit } from '../../service/audit/keep.ts';
import { anchorSetting, BATCH, makeLinks } from '../../service/audit/link-events.ts';
import { signingKey } from '../../service/audit/signing-key.ts';
import { verifyChain } from '../../service/audit/verify-chain.ts';
import { verifyFile } from '../../service/audit/verify-file.ts';
import { makeRow } from '../rows.ts';
import type { TestHost } from './host.ts';
import { saved } from './steps.ts';

const ACME = { id: 'org_acme', name: 'Acme' };

const faultOf = async (host: TestHost): Promise<string> => {
  const { fault } = await verifyChain(host.backend.deps, ACME);
  return fault === null ? 'none' : `${fault.kind} ${fault.sequence ?? fault.eventId}`;
};

const linksOf = (host: TestHost): Promise<readonly AuditLink[]> =>
  host.store.read((tx) => tx.find('auditLinks', { where: { organizationId: ACME.id } }));

const createGroup = (host: TestHost, name: 'eve' | 'fay', user_group_name: string): Promise<unknown> =>
  host.as(name).ok('createGroup', { body: { user_group_name, description: '' } });

/** One event changed and every link from there to the end hashed anew, as whoever has the database can: no key is needed. */
const rewrite = async (host: TestHost, from: number): Promise<string> => {
  const { digest } = host.backend.deps;
  const world = await host.store.dump();
  const links = await linksOf(host);
  const target = links[from - 1]?.eventId ?? '';
  const audit = world.audit.map((event) => (event.id === target ? { ...event, actorName: 'Eve' } : event));
  const events = new Map<string, AuditEvent>(audit.map((event) => [event.id, event]));
  const forged: AuditLink[] = links.slice(0, from - 1);
  for (const link of links.slice(from - 1)) {
    const event = events.get(link.eventId);
    const previousHash = forged.at(-1)?.hash ?? link.previousHash;
    const eventHash = event ? await digest(canonicalEvent(event)) : link.eventHash;
    const plain = { ...link, previousHash, eventHash, signature: null };
    forged.push({ ...plain, hash: await digest(linkText(plain)) });
  }
  const others = world.auditLinks.filter(({ organizationId }) => organizationId !== ACME.id);
  await host.store.replaceAll({ ...world, audit, auditLinks: [...others, ...forged] });
  return target;
};

const proofOf = async (host: TestHost, event_id: string): Promise<string> =>
  (await host.as('eve').ok('getAuditEvent', { params: { event_id } })).proof.state;

/** Whoever can write the database gets no signature for what they wrote, and no policy clears it away (A3, P9). */
export const auditForgeryTests = (current: () => TestHost): void => {
  describe('audit forgery', () => {
    test('A3: nothing is signed behind a chain that was written anew; other organizations go on', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      const target = await rewrite(host, 4);
      const forged = await linksOf(host);
      await createGroup(host, 'eve', 'After the forgery');
      await createGroup(host, 'fay', 'Elsewhere');
      await host.settle();
      expect(await linksOf(host)).toEqual(forged);
      expect(await faultOf(host)).toBe(`cut ${forged.length + 1}`);
      expect(await proofOf(host, target)).toBe('broken');
      const pending = await host.store.read((tx) => tx.find('auditPending'));
      expect(new Set(pending.map(({ organizationId }) => organizationId))).toEqual(new Set([ACME.id]));
      expect(host.reported.splice(0)).toMatchObject([{ name: 'BrokenChainError', organizationId: ACME.id }]);
      // Neither does asking for the whole log sign it.
      await host.as('eve').send('exportAuditJson');
      expect(await linksOf(host)).toEqual(forged);
    });

    test('A3: nor behind a newest link whose signature is somebody else’s, or an anchor that is', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      await rewrite(host, 4);
      const { signer } = host.backend.deps;
      const { privateKey } = await signer.makeKeys();
      const world = await host.store.dump();
      const { id: newest = '' } = (await linksOf(host)).at(-1) ?? {};
      await host.store.replaceAll({
        ...world,
        auditLinks: world.auditLinks.map((link) =>
          link.id === newest ? { ...link, signature: 'AAAA' } : link,
        ),
      });
      const forged = await linksOf(host);
      await createGroup(host, 'eve', 'After the forgery');
      await host.settle();
      expect(await linksOf(host)).toEqual(forged);
      expect(host.reported.splice(0)).toMatchObject([{ name: 'BrokenChainError' }]);
      // All gone, and an anchor of their own in its place.
      const plain = { organizationId: ACME.id, sequence: 3, hash: 'a'.repeat(64), until: host.now() };
      const anchor: AuditAnchor = { ...plain, signature: await signer.sign(privateKey, anchorText(plain)) };
      const late = await host.store.dump();
      await host.store.replaceAll({
        ...late,
        auditLinks: late.auditLinks.filter(({ organizationId }) => organizationId !== ACME.id),
        settings: [...late.settings, { id: anchorSetting(ACME.id), value: anchor }],
      });
      await host.settle();
      expect(await linksOf(host)).toEqual([]);
      expect(await faultOf(host)).toMatch(/^unsigned/u);
      expect(host.reported.splice(0)).toMatchObject([{ name: 'BrokenChainError' }]);
    });

    test('A3: a public key that is not that of the private key signs nothing', async () => {
      const host = current();
      await host.settle();
      const { deps } = host.backend;
      const { publicKey } = await deps.signer.makeKeys();
      const world = await host.store.dump();
      await host.store.replaceAll({
        ...world,
        settings: world.settings.map((row) =>
          row.id === 'audit_signing_key' ? { ...row, value: { ...Object(row.value), publicKey } } : row,
        ),
      });
      await expect(signingKey(deps)).rejects.toThrow(/public key/u);
    });

    test('A3: more links without a signature than are ever linked together are named, even with one behind them', async () => {
      const host = current();
      await host.settle();
      const { deps } = host.backend;
      const links = await linksOf(host);
      const { sign } = await signingKey(deps);
      const add = async (prefix: string, count: number): Promise<readonly string[]> => {
        const ids = Array.from({ length: count }, (_, i) => `aud_${prefix}${String(i).padStart(4, '0')}`);
        const events = new Map(
          ids.map((id) => [id, makeRow('audit', id, { organizationId: ACME.id, at: host.now() })]),
        );
        const start = (await linksOf(host)).at(-1) ?? null;
        const parts = { digest: deps.digest, sign, now: host.now() };
        const made = await makeLinks(parts, { organizationId: ACME.id, start, eventIds: ids, events });
        await host.store.write(async (tx) => {
          for (const event of events.values()) await tx.insert('audit', event);
          for (const link of made) await tx.insert('auditLinks', link);
        });
        return ids;
      };
      const [fine = ''] = await add('a', BATCH);
      expect(await faultOf(host)).toBe('none');
      expect(await proofOf(host, fine)).toBe('verified');
      const [forged = ''] = await add('b', BATCH + 1);
      expect(await faultOf(host)).toBe(`unsigned ${links.length + BATCH + 1}`);
      expect(await proofOf(host, forged)).toBe('broken');
      const { text } = await host.as('eve').send('exportAuditJson');
      expect((await verifyFile(deps, JSON.parse(text)))?.fault).toMatch(
        /^The 200 rows up to \d+ have no signature/u,
      );
    });

    test('A3: policy removes nothing that was changed, taken out or written anew before', async () => {
      const host = current();
      await saved(host);
      await host.settle();
      await host.advance(40 * DAY);
      const world = await host.store.dump();
      const links = await linksOf(host);
      const [second, third] = links.slice(1, 3);
      if (!second || !third) throw new Error('too short a chain');
      const tries: readonly (readonly [string, () => Promise<unknown>])[] = [
        [
          `Event ${second.eventId} (row 2) was changed after it was recorded.`,
          () =>
            host.store.replaceAll({
              ...world,
              audit: world.audit.map((event) =>
                event.id === second.eventId ? { ...event, actorName: 'Eve' } : event,
              ),
            }),
        ],
        // Made old, so that policy takes it away.
        [
          `Event ${third.eventId} (row 3) was changed after it was recorded.`,
          () =>
            host.store.replaceAll({
              ...world,
              audit: world.audit.map((event) => (event.id === third.eventId ? { ...event, at: 1 } : event)),
            }),
        ],
        [
          `Event ${second.eventId} (row 2) is missing.`,
          () =>
            host.store.replaceAll({
              ...world,
              audit: world.audit.filter(({ id }) => id !== second.eventId),
            }),
        ],
        [
          'Row 2 is missing or was changed.',
          () =>
            host.store.replaceAll({
              ...world,
              audit: world.audit.filter(({ id }) => id !== second.eventId),
              auditLinks: world.auditLinks.filter(({ id }) => id !== second.id),
            }),
        ],
        ['is signed.', () => rewrite(host, 2)],
      ];
      for (const [what, change] of tries) {
        await host.store.replaceAll(world);
        await change();
        const before = await host.store.dump();
        const broken = await keepAudit(host.backend.deps, 30);
        expect(broken.map(({ organizationId }) => organizationId)).toEqual([ACME.id]);
        expect(broken[0]).toBeInstanceOf(BrokenChainError);
        expect(broken[0]?.message).toContain(what);
        const acme = ({ organizationId }: { readonly organizationId: string }): boolean =>
          organizationId === ACME.id;
        const after = await host.store.dump();
        expect(after.audit.filter(acme)).toEqual(before.audit.filter(acme));
        expect(after.auditLinks.filter(acme)).toEqual(before.auditLinks.filter(acme));
        expect(await faultOf(host)).not.toBe('none');
      }
      // Told once an hour, however often there is something to link.
      const reported: unknown[] = [];
      const { deps } = host.backend;
      let later = 0;
      const clock = { now: () => host.now() + later };
      const linker = startLinker({ ...deps, clock }, 30, (error) => reported.push(error));
      for (later of [0, 1, HOUR, HOUR + 1]) await linker.catchUp();
      await linker.stop();
      const broken = { name: 'BrokenChainError', organizationId: ACME.id };
      expect(reported).toMatchObject([broken, broken]);
      await host.store.replaceAll(world);
      expect(await keepAudit(host.backend.deps, 30)).toEqual([]);
      expect((await linksOf(host)).length).toBeLessThan(links.length);
      expect(await faultOf(host)).toBe('none');
    });
  });
};
