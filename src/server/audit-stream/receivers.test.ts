import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReceiverError, type StreamBatch, type StreamEntry } from '../../service/audit/stream-audit.ts';
import { createAuthority, issue, keyPem } from '../../testing/pki.ts';
import { createSyslog } from '../../testing/syslog.ts';
import { readConfig } from '../config.ts';
import { makeFolder } from '../testing-server.ts';
import { signatureOf } from '../webhooks/poster.ts';
import { syslogMessage, syslogReceiver } from './syslog.ts';
import { parseStreamTarget, readStreamCa, receiverId } from './target.ts';
import { webhookReceiver } from './webhook.ts';

const entry = (sequence: number, more: StreamEntry['event'] = {}): StreamEntry => ({
  format: 'latchkey-audit-stream-1',
  organization_id: 'org1',
  sequence,
  previous_hash: 'a'.repeat(64),
  event_hash: 'b'.repeat(64),
  hash: 'c'.repeat(64),
  event: {
    event_id: `aud${sequence}`,
    at: Date.UTC(2026, 4, 10, 20, 40, 3, 7),
    action: 'credential.shown',
    actor_name: 'Zoë <ops> ] "ß"\n<13>1',
    outcome: 'done',
    ...more,
  },
});

const BATCH: StreamBatch = {
  organizationId: 'org1',
  head: { sequence: 2, hash: 'c'.repeat(64) },
  entries: [entry(1), entry(2, { outcome: 'refused' })],
};

const syslogAt = (port: number, tls: boolean) =>
  ({ kind: 'syslog', host: tls ? 'localhost' : '127.0.0.1', port, tls }) as const;

describe('syslog', () => {
  it('counts octets, keeps to one line of ASCII, and tells what was refused apart (RFC 5424, 6587)', async () => {
    const syslog = createSyslog(0);
    const port = await syslog.start();
    await syslogReceiver(syslogAt(port, false), null).take(BATCH);
    await syslog.stop();
    expect(syslog.entries()).toEqual(BATCH.entries);
    const [first, second] = syslog.messages;
    expect(first).toMatch(/^<110>1 2026-05-10T20:40:03\.007Z [!-~]+ latchkey - credential\.shown - \{/u);
    expect(second).toMatch(/^<108>1 /u);
    expect(first).toMatch(/^[ -~]+$/u);
    expect(syslogMessage(entry(1), 'hôst name\n')).toContain(' hstname latchkey ');
  });

  it('TLS: a certificate from the named authority, and none from another (RFC 5425)', async () => {
    const authority = await createAuthority();
    const own = await issue(authority, 'logs');
    const [cert, key, ca] = [
      own.certificate.toString('pem'),
      await keyPem(own),
      authority.certificate.toString('pem'),
    ];
    const folder = await makeFolder();
    onTestFinished(() => folder.remove());
    const file = join(folder.path, 'ca.pem');
    await writeFile(file, ca);
    const syslog = createSyslog(0, { cert, key });
    const port = await syslog.start();
    onTestFinished(() => syslog.stop());
    await syslogReceiver(syslogAt(port, true), readStreamCa(file)).take(BATCH);
    expect(syslog.entries()).toEqual(BATCH.entries);
    await expect(syslogReceiver(syslogAt(port, true), null).take(BATCH)).rejects.toThrow(ReceiverError);
    expect(syslog.messages).toHaveLength(2);
  });

  it('nobody there, and a connection that ends amidst a batch: not taken', async () => {
    const syslog = createSyslog(0);
    const port = await syslog.start();
    syslog.broken = true;
    const receiver = syslogReceiver(syslogAt(port, false), null);
    await expect(receiver.take(BATCH)).rejects.toThrow(ReceiverError);
    await syslog.stop();
    await expect(receiver.take(BATCH)).rejects.toThrow('ECONNREFUSED');
    expect(syslog.messages).toEqual([]);
  });
});

describe('webhook', () => {
  it('posts a signed batch; anything but 2xx is not taken', async () => {
    const got: { headers: Record<string, unknown>; body: string }[] = [];
    let status = 500;
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.once('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/audit?key=1`;
    const target = parseStreamTarget(url);
    if (target?.kind !== 'webhook') throw new Error('no webhook');
    const receiver = webhookReceiver(target, 'a secret of 16 letters', null, () => 7000);
    await expect(receiver.take(BATCH)).rejects.toThrow('HTTP 500');
    status = 204;
    await receiver.take(BATCH);
    const [failed, taken] = got;
    expect(failed).toEqual(taken);
    expect(JSON.parse(taken?.body ?? '')).toEqual({
      format: 'latchkey-audit-batch-1',
      organization_id: 'org1',
      entries: BATCH.entries,
    });
    expect(taken?.headers).toMatchObject({
      'latchkey-delivery': `org1:2:${'c'.repeat(64)}`,
      'latchkey-signature': signatureOf('a secret of 16 letters', 7, taken?.body ?? ''),
    });
  });
});

describe('where to', () => {
  it.each([
    ['syslog+tls://logs.example.com', { kind: 'syslog', host: 'logs.example.com', port: 6514, tls: true }],
    ['syslog+tcp://[::1]', { kind: 'syslog', host: '::1', port: 601, tls: false }],
    [
      'https://logs.example.com/audit?key=x',
      { kind: 'webhook', url: 'https://logs.example.com/audit?key=x' },
    ],
  ])('%s', (text, target) => {
    expect(parseStreamTarget(text)).toEqual(target);
  });

  it('the database knows a receiver by a name that says nothing of it', () => {
    const ids = [
      'https://a.example.com/key1',
      'https://a.example.com/key2',
      'syslog+tls://a',
      'syslog+tcp://a',
    ].map((text) => {
      const target = parseStreamTarget(text);
      return target ? receiverId(target) : '';
    });
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{16}$/u);
  });

  it.each([
    [{ LATCHKEY_AUDIT_STREAM: 'logs.example.com:6514' }, /^LATCHKEY_AUDIT_STREAM must be a URL like/u],
    [{ LATCHKEY_AUDIT_STREAM: 'syslog+tls://user:hunter2@logs/' }, /takes no user and no password$/u],
    [{ LATCHKEY_AUDIT_STREAM: 'syslog+tcp://logs/hunter2' }, /takes nothing behind host and port$/u],
    [{ LATCHKEY_AUDIT_STREAM: 'http://logs.example.com/hunter2' }, /takes http:\/\/ on this machine alone/u],
    [{ LATCHKEY_AUDIT_STREAM: 'https://logs.example.com' }, /needs LATCHKEY_AUDIT_STREAM_SECRET/u],
    [{ LATCHKEY_AUDIT_STREAM_SECRET: 'hunter2' }, /must be 16 characters or longer$/u],
    [{ LATCHKEY_AUDIT_STREAM_SECRET: 'hunter2hunter2hunter2' }, /LATCHKEY_AUDIT_STREAM names none\.$/u],
    [
      { LATCHKEY_AUDIT_STREAM_CA: '/nowhere/ca.pem' },
      /LATCHKEY_AUDIT_STREAM_CA names a file that cannot be read/u,
    ],
    [
      {
        LATCHKEY_AUDIT_STREAM: 'syslog+tcp://logs',
        LATCHKEY_AUDIT_STREAM_CA: `${import.meta.dirname}/syslog.ts`,
      },
      /names a file without a PEM certificate, or with a damaged one$/u,
    ],
  ])('%o: one line says why not, without the secret', (env, line) => {
    try {
      readConfig(env);
      expect.unreachable();
    } catch (error) {
      const lines = String(error instanceof Error ? error.message : error).split('\n');
      expect(lines).toEqual([expect.stringMatching(line)]);
      expect(lines[0]).not.toContain('hunter2');
    }
  });
});
