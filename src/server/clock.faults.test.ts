import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createSealer } from '../runtime/sealer.ts';
import { digest } from '../runtime/digest.ts';
import { signer } from '../runtime/signer.ts';
import { verifyChain } from '../service/audit/verify-chain.ts';
import type { World } from '../service/ports/store.ts';
import { createCallers, sendTo, type Callers } from '../testing/faults/callers.ts';
import { advance, isAccepted, serverTime } from '../testing/faults/check-answers.ts';
import { makeClock } from '../testing/faults/clock.ts';
import { faultsIn, makeGround, settle, start } from '../testing/faults/ground.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { isLong } from '../testing/faults/random.ts';
import { freePort } from '../testing/free-port.ts';
import { newAccess, newClaim } from '../testing/http-suite/host.ts';
import { createSmtp } from '../testing/smtp.ts';
import { OVERLAP } from '../testing/world.ts';
import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far the clock jumps ahead before it is set right again, one after the other. */
const JUMPS = isLong() ? [DAY, HOUR / 3, 6 * HOUR, 2 * HOUR, DAY, DAY] : [DAY];

const READS = [
  'getSession',
  'listAccesses',
  'accessAttention',
  'listRequests',
  'requestSummary',
  'listNotifications',
  'listSessions',
  'listAuditEvents',
] as const;

const create = async (callers: Callers, name: string): Promise<string> => {
  const body = newAccess(name, 'grp_payments', OVERLAP, ['orders']);
  return (await callers.as('ada').ok('createAccess', { body })).access.access_id;
};

const stateOf = async (callers: Callers, access_id: string): Promise<string> =>
  (await callers.as('ada').ok('getAccess', { params: { access_id } })).access.credential_state;

/** Everybody is served, and nothing was used later than now. */
const look = async (callers: Callers): Promise<void> => {
  for (const id of READS) expect((await callers.as('eve').send(id)).status, id).toBe(200);
};

const chainFault = async (world: World): Promise<unknown> => {
  const store = createMemoryStore();
  await store.replaceAll(world);
  const sealer = createSealer(new Uint8Array(32));
  const organization = { id: 'org_acme', name: 'Acme' };
  const deps = { store, digest, signer, sealer, clock: { now: () => Date.now() } };
  return (await verifyChain(deps, organization)).fault;
};

describe('servers whose clock jumps ahead and is set right again', () => {
  it(
    'lose nothing, do nothing twice, and let no work rest until then',
    { timeout: isLong() ? 900_000 : 120_000 },
    async () => {
      const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
      const clock = makeClock(ground.env['DATA_DIR'] ?? '');
      const smtp = createSmtp(await freePort());
      onTestFinished(() => smtp.stop());
      const env = {
        ...ground.env,
        ...clock.env,
        LATCHKEY_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
        LATCHKEY_MAIL_FROM: 'Latchkey <latchkey@example.com>',
        LATCHKEY_PUBLIC_URL: 'http://console.localhost',
      };
      const staying = start(env);
      const url = await staying.url;
      const callers = createCallers(sendTo(() => url));
      const [ada, ben] = [callers.as('ada'), callers.as('ben')];
      const saved = await create(callers, 'saved');
      await expect.poll(() => stateOf(callers, saved), { timeout: 30_000 }).toBe('unviewed');
      const [params, body] = [{ access_id: saved }, { claim: newClaim() }];
      const { credentials } = await ada.ok('claimCredentials', { params, body });
      await ada.ok('confirmSaved', { params, body });
      const known = { access: { username: 'saved-user', service: OVERLAP }, secrets: credentials };
      const made: string[] = [];

      for (const [round, jump] of JUMPS.entries()) {
        const before = await serverTime(callers);
        const waiting = await create(callers, `waiting-${round}`);
        await expect.poll(() => stateOf(callers, waiting), { timeout: 30_000 }).toBe('unviewed');
        clock.set(jump);
        await expect.poll(() => serverTime(callers)).toBeGreaterThanOrEqual(before + jump - 1000);
        await look(callers);
        // Work whose next attempt, and work whose lock, is by the clock that is ahead.
        await ada.ok('setFaults', { body: { faults: ['platform_down'] } });
        const { request } = await ada.ok('createRequest', {
          body: { request_type: 'rotate_credentials', access_id: saved, message: 'Asked while ahead' },
        });
        const asked = { request_id: request.request_id };
        await ben.ok('approveRequest', { params: asked, body: {} });
        await ada.ok('setFaults', { body: { faults: ['slow'] } });
        const dying = start(env);
        const dyingUrl = await dying.url;
        const there = createCallers(sendTo(() => dyingUrl));
        const ids = await Promise.all(
          Array.from({ length: 10 }, (_, i) => create(there, `ahead-${round}-${i}`)),
        );
        dying.child.kill('SIGKILL');
        await dying.ended;
        await ada.ok('setFaults', { body: { faults: [] } });
        clock.set(0);
        await expect.poll(() => serverTime(callers)).toBeLessThan(before + jump / 2);
        // The lock of the one that was killed, on a job of its own or on the rotation, has a minute from when that was put right.
        for (const seconds of [61, 61]) await advance(callers, seconds);
        const status = async (): Promise<string> =>
          (await ada.ok('getRequest', { params: asked })).request.status;
        await expect.poll(status, { timeout: 30_000 }).toBe('approved');
        for (const id of ids)
          await expect.poll(() => stateOf(callers, id), { timeout: 30_000 }).toBe('unviewed');
        made.push(waiting, ...ids);
        expect(await stateOf(callers, waiting)).toBe('unviewed');
        const claim = { params, body: { claim: newClaim() } };
        known.secrets = (await ada.ok('claimCredentials', claim)).credentials;
        await ada.ok('confirmSaved', claim);
        expect(await isAccepted(callers, known)).toBe(true);
        await look(callers);
        const now = await serverTime(callers);
        const { sessions } = await ada.ok('listSessions');
        for (const session of sessions)
          for (const time of [session.create_time, session.last_used_time])
            expect(Date.parse(time), 'used before now').toBeLessThanOrEqual(now + 1000);
      }

      await smtp.start();
      await advance(callers, 1);
      const world = await settle(ground, callers, createLedger(), [staying]);
      for (const id of [saved, ...made]) {
        const jobs = world.jobs.filter((job) => job.kind === 'provision_access' && job.subjectId === id);
        expect(jobs).toMatchObject([{ status: 'done' }]);
        const issued = world.audit.filter((row) => row.accessId === id && row.action === 'credential.issued');
        expect(issued).toHaveLength(1);
      }
      expect(world.mails.filter(({ status }) => !['sent', 'dropped'].includes(status))).toEqual([]);
      const sent = world.mails.filter(({ status }) => status === 'sent');
      expect(sent.length).toBeGreaterThan(0);
      expect(smtp.arrived).toHaveLength(sent.length);
      expect(new Set(smtp.arrived.map(({ mail }) => mail.messageId)).size).toBe(sent.length);
      expect(await chainFault(world)).toBeNull();
      expect(faultsIn([staying]).filter((line) => !line.includes('Mail cannot be sent'))).toStrictEqual([]);
    },
  );
});
