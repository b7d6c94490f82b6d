import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createCallers, sendTo } from '../../testing/faults/callers.ts';
import { advance, serverTime } from '../../testing/faults/check-answers.ts';
import { faultsIn, makeGround, start } from '../../testing/faults/ground.ts';
import { isLong } from '../../testing/faults/random.ts';
import { freePort } from '../../testing/free-port.ts';
import { newAccess } from '../../testing/http-suite/host.ts';
import { createSmtp } from '../../testing/smtp.ts';
import { OVERLAP } from '../../testing/world.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** So often something is asked for while nobody takes mail, which makes up an hour. */
const STEPS = isLong() ? 30 : 6;

/** Where the mail server should be, something takes calls and hangs up: how often it was called. */
const openDeadEnd = async (port: number): Promise<{ calls: () => number; close: () => Promise<void> }> => {
  let calls = 0;
  const server: Server = createServer((socket: Socket) => {
    calls += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    calls: () => calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};

it(
  'R13: after an hour without mail server and chat tool each mail and each call arrives once, the digest too',
  { timeout: isLong() ? 600_000 : 120_000 },
  async () => {
    const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
    const smtp = createSmtp(await freePort());
    onTestFinished(() => smtp.stop());
    const deadEnd = await openDeadEnd(smtp.port);
    const posted: string[] = [];
    let answers = 503;
    let called = 0;
    const chat = createHttpServer((request, response) => {
      called += 1;
      let raw = '';
      request.setEncoding('utf8').on('data', (text: string) => (raw += text));
      request.once('end', () => {
        if (answers === 200) posted.push(raw);
        response.writeHead(answers).end();
      });
    });
    const chatPort = await freePort();
    await new Promise<void>((resolve) => chat.listen(chatPort, '127.0.0.1', resolve));
    onTestFinished(() => void chat.close());
    const server = start({
      ...ground.env,
      LATCHKEY_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      LATCHKEY_MAIL_FROM: 'Latchkey <latchkey@example.com>',
      LATCHKEY_PUBLIC_URL: 'http://console.localhost',
    });
    const url = await server.url;
    const callers = createCallers(sendTo(() => url));
    const [ada, ben, cid, eve] = (['ada', 'ben', 'cid', 'eve'] as const).map((name) => callers.as(name));
    if (!ada || !ben || !cid || !eve) throw new Error('four people');
    const untilSeven = async (): Promise<number> => {
      const seconds = Math.floor((await serverTime(callers)) / 1000);
      return (((7 * HOUR - seconds) % DAY) + DAY) % DAY;
    };
    // Digests go out at seven, which must not come amidst the outage: then there would be two.
    if ((await untilSeven()) < 3 * HOUR) await advance(callers, (await untilSeven()) + MINUTE);
    await eve.ok('createWebhook', {
      body: { description: 'Team chat', url: `http://127.0.0.1:${chatPort}/hook`, topics: ['approvals'] },
    });
    await cid.ok('changeMailPreferences', {
      body: { preferences: [{ topic: 'approvals', delivery: 'daily' }] },
    });
    const accesses: string[] = [];
    for (let i = 0; i < STEPS; i += 1) {
      const body = newAccess(`app-${i}`, 'grp_payments', OVERLAP, ['orders']);
      accesses.push((await ada.ok('createAccess', { body })).access.access_id);
    }
    for (const access_id of accesses) {
      const state = async (): Promise<string> =>
        (await ada.ok('getAccess', { params: { access_id } })).access.credential_state;
      await expect.poll(state, { timeout: 30_000 }).toBe('unviewed');
      const claim = { params: { access_id }, body: { claim: 'c'.repeat(43) } };
      await ada.ok('claimCredentials', claim);
      await ada.ok('confirmSaved', claim);
    }
    for (const access_id of accesses) {
      await ada.ok('createRequest', {
        body: { request_type: 'rotate_credentials', access_id, message: 'Asked while no mail left' },
      });
      await advance(callers, HOUR / STEPS);
    }
    expect(smtp.arrived).toEqual([]);
    expect(posted).toEqual([]);
    // A single mail is tried, however many wait; a webhook is called less and less often.
    expect(deadEnd.calls()).toBeGreaterThan(2);
    expect(deadEnd.calls()).toBeLessThan(10 * STEPS + 10);
    expect(called).toBeLessThan(2 * STEPS + 10);
    await deadEnd.close();
    await smtp.start();
    answers = 200;
    // What a chat tool refused waits an hour at most.
    await advance(callers, 1);
    await advance(callers, HOUR + MINUTE);
    await expect.poll(() => posted.length, { timeout: 30_000 }).toBe(STEPS);
    const toBen = (): readonly string[] =>
      smtp.arrived.filter(({ to }) => to === 'ben@example.com').map(({ mail }) => mail.subject ?? '');
    await expect.poll(() => toBen().length, { timeout: 30_000 }).toBe(STEPS);
    expect(new Set(toBen()).size).toBe(STEPS);
    expect(new Set(posted).size).toBe(STEPS);
    const daily = (): readonly string[] =>
      smtp.arrived.filter(({ to }) => to === 'cid@example.com').map(({ mail }) => mail.subject ?? '');
    await advance(callers, (await untilSeven()) + MINUTE);
    await expect.poll(() => daily().length, { timeout: 30_000 }).toBeGreaterThan(0);
    await advance(callers, DAY);
    expect(daily()).toEqual([`Latchkey: ${STEPS} notices`]);
    server.child.kill('SIGTERM');
    await server.ended;
    const world = await ground.dump();
    expect(world.mails.filter(({ status }) => !['sent', 'dropped'].includes(status))).toEqual([]);
    expect(world.webhookDeliveries.map(({ status }) => status)).toEqual(posted.map(() => 'delivered'));
    const ids = smtp.arrived.map(({ mail }) => mail.messageId);
    expect(new Set(ids).size, 'each mail once').toBe(ids.length);
    const told = /Mail cannot be sent|Webhooks cannot be called/u;
    expect(faultsIn([server]).filter((line) => !told.test(line))).toEqual([]);
    console.log(
      `${ids.length} mails and ${posted.length} calls arrived after the outage; the mail server was called ${deadEnd.calls()} times in vain, the chat tool ${called - posted.length} times`,
    );
  },
);
