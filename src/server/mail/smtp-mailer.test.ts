import { createServer } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { OutgoingMail } from '../../service/ports/ports.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import { freePort } from '../../testing/free-port.ts';
import { createAuthority, issue, keyPem } from '../../testing/pki.ts';
import { createSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { createSmtpMailer } from './smtp-mailer.ts';
import { parseSender, parseSmtpUrl, type SmtpTarget } from './smtp-url.ts';

const FROM = { name: 'Latchkey', address: 'latchkey@halden.example' };
const MAIL: OutgoingMail = {
  id: 'mal1',
  address: 'maya@halden.example',
  subject: 'Ready: orders',
  text: 'It is ready.',
  html: '<p>It is ready.</p>',
  writtenAt: Date.UTC(2026, 4, 10),
  unsubscribe: null,
};

const servers: TestSmtp[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const serve = async (...options: Parameters<typeof createSmtp> extends [number, ...infer R] ? R : never) => {
  const smtp = createSmtp(await freePort(), ...options);
  servers.push(smtp);
  await smtp.start();
  return smtp;
};

const mailerTo = (target: Partial<SmtpTarget> & { readonly port: number }, ca?: string) => {
  const mailer = createSmtpMailer(
    { host: 'localhost', security: 'plain', auth: null, ...target },
    FROM,
    ca === undefined ? {} : { ca },
  );
  onTestFinished(() => mailer.close());
  return mailer;
};

const certified = async () => {
  const authority = await createAuthority();
  const server = await issue(authority, 'localhost');
  return {
    ca: authority.certificate.toString('pem'),
    cert: server.certificate.toString('pem'),
    key: await keyPem(server),
  };
};

describe('sending', () => {
  it('goes over TLS after STARTTLS, with user and password', async () => {
    const { ca, cert, key } = await certified();
    const logins: string[] = [];
    const smtp = await serve({
      cert,
      key,
      authOptional: false,
      onAuth: ({ username, password }, _session, done) => {
        logins.push(`${username} ${password}`);
        done(null, { user: username });
      },
    });
    const mailer = mailerTo(
      { port: smtp.port, security: 'starttls', auth: { user: 'console', pass: 'p@ss/word' } },
      ca,
    );
    expect(await mailer.send(MAIL)).toEqual({ kind: 'taken' });
    expect(smtp.arrived.map(({ secure, mail }) => [secure, mail.subject])).toEqual([[true, MAIL.subject]]);
    expect(logins).toEqual(['console p@ss/word']);
  });

  it('goes over TLS from the first byte with smtps', async () => {
    const { ca, cert, key } = await certified();
    const smtp = await serve({ cert, key, secure: true });
    expect(await mailerTo({ port: smtp.port, security: 'tls' }, ca).send(MAIL)).toEqual({ kind: 'taken' });
    expect(smtp.arrived[0]?.secure).toBe(true);
  });

  it('sends nothing in the clear where STARTTLS is asked for and not offered', async () => {
    const smtp = await serve();
    await expect(mailerTo({ port: smtp.port, security: 'starttls' }).send(MAIL)).rejects.toThrow(
      UnavailableError,
    );
    expect(smtp.arrived).toEqual([]);
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const { cert, key } = await certified();
    const smtp = await serve({ cert, key });
    await expect(mailerTo({ port: smtp.port, security: 'starttls' }).send(MAIL)).rejects.toThrow(
      UnavailableError,
    );
    expect(smtp.arrived).toEqual([]);
  });

  it('a wrong password is no fault of the mail, and is not repeated in the reason', async () => {
    const smtp = await serve({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error('Authentication failed'), { responseCode: 535 })),
    });
    const sent = mailerTo({ port: smtp.port, auth: { user: 'console', pass: 'hunter22' } }).send(MAIL);
    const error: unknown = await sent.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnavailableError);
    expect(String(error)).toContain('Authentication failed');
    expect(String(error)).not.toContain('hunter22');
  });

  it('nobody there: unavailable, and taken when somebody is', async () => {
    const port = await freePort();
    const mailer = mailerTo({ port });
    await expect(mailer.send(MAIL)).rejects.toThrow(UnavailableError);
    const smtp = createSmtp(port);
    servers.push(smtp);
    await smtp.start();
    expect(await mailer.send(MAIL)).toEqual({ kind: 'taken' });
  });

  it('a line that is cut in the middle: unavailable', async () => {
    const port = await freePort();
    const cutting = createServer((socket) => {
      socket.write('220 here\r\n');
      socket.once('data', () => socket.destroy());
    });
    await new Promise<void>((resolve) => cutting.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void cutting.close());
    await expect(mailerTo({ port, host: '127.0.0.1' }).send(MAIL)).rejects.toThrow(UnavailableError);
  });

  it.each([
    [550, 'address'],
    [553, 'address'],
    [450, 'later'],
  ] as const)('a recipient that is answered with %i: %s', async (code, kind) => {
    const smtp = await serve();
    smtp.refusals.set(MAIL.address, { code, message: 'Not here' });
    expect(await mailerTo({ port: smtp.port }).send(MAIL)).toEqual({ kind, reason: `${code} Not here` });
  });

  it.each([
    [554, 'message'],
    [452, 'later'],
  ] as const)('a message that is answered with %i: %s', async (code, kind) => {
    const smtp = await serve({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.once('end', () => done(Object.assign(new Error('No spam'), { responseCode: code })));
      },
    });
    expect(await mailerTo({ port: smtp.port }).send(MAIL)).toEqual({ kind, reason: `${code} No spam` });
  });

  it.each([550, 421])('a sender that is refused with %i is no fault of the address', async (code) => {
    const smtp = await serve({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error('Not from you'), { responseCode: code })),
    });
    await expect(mailerTo({ port: smtp.port }).send(MAIL)).rejects.toThrow(UnavailableError);
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nRCPT TO:<c@d.example>', 'nobody', '<a@b.example>'])(
    'to %j nothing is sent',
    async (address) => {
      const smtp = await serve();
      expect(await mailerTo({ port: smtp.port }).send({ ...MAIL, address })).toMatchObject({
        kind: 'address',
      });
      expect(smtp.connections()).toBe(0);
    },
  );

  it('is the same message each time, with both parts', async () => {
    const smtp = await serve();
    const mail = { ...MAIL, unsubscribe: 'https://keys.halden.example/v1/mail/unsubscribe/uns1' };
    for (let i = 0; i < 2; i += 1) await mailerTo({ port: smtp.port }).send(mail);
    const [one, two] = smtp.arrived;
    expect(one?.raw).toBe(two?.raw);
    expect(one?.raw).toContain('Message-ID: <mal1@halden.example>');
    expect(one?.raw).toContain('List-Unsubscribe: <https://keys.halden.example/v1/mail/unsubscribe/uns1>');
    expect(one?.mail.text?.trim()).toBe(MAIL.text);
    expect(one?.mail.html?.trim()).toBe(MAIL.html);
  });
});

describe('addresses of servers and senders', () => {
  it.each([
    ['', null],
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, security: 'starttls', auth: null }],
    ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, security: 'tls', auth: null }],
    [
      'smtp://us%40er:p%2Fw@mail.example.com:2525?tls=off',
      { host: 'mail.example.com', port: 2525, security: 'plain', auth: { user: 'us@er', pass: 'p/w' } },
    ],
    ['smtp://localhost', { host: 'localhost', port: 587, security: 'plain', auth: null }],
    ['smtp://[::1]:25?tls=required', { host: '::1', port: 25, security: 'starttls', auth: null }],
  ] as const)('%s', (text, target) => {
    expect(parseSmtpUrl(text)).toEqual(target);
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://secret-word@',
    'smtp://secret-word@mail.example.com/path',
    'smtp://secret-word@mail.example.com?tls=maybe',
    'smtp://secret-word@mail.example.com?pool=true',
    'smtps://secret-word@mail.example.com?tls=off',
    'smtp://%zz:secret-word@mail.example.com',
  ])('%s is refused without repeating it', (text) => {
    expect(() => parseSmtpUrl(text)).toThrow(RangeError);
    expect(() => parseSmtpUrl(text)).not.toThrow(/secret-word/u);
  });

  it.each([
    ['', null],
    ['latchkey@example.com', { name: '', address: 'latchkey@example.com' }],
    ['Latchkey <latchkey@example.com>', { name: 'Latchkey', address: 'latchkey@example.com' }],
    ['"Keys, at Halden" <k@example.com>', { name: 'Keys, at Halden', address: 'k@example.com' }],
  ] as const)('from %j', (text, sender) => {
    expect(parseSender(text)).toEqual(sender);
  });

  it.each(['latchkey', 'a@b, c@d', 'Latchkey <latchkey>', 'A\r\nBcc: x@y <a@b.example>'])(
    'from %j is refused',
    (text) => {
      expect(() => parseSender(text)).toThrow(RangeError);
    },
  );
});
