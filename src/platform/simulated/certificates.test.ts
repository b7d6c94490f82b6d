import { execFileSync } from 'node:child_process';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { DAY, MINUTE } from '../../domain/time.ts';
import { PlatformRefusedError, type Secrets } from '../../service/ports/ports.ts';
import { kafka, newPlatform, NOW } from './test-platform.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function writeFiles(secrets: Secrets): void {
  writeFileSync(join(folder, 'service.cert'), secrets.accessCert);
  writeFileSync(join(folder, 'service.key'), secrets.accessKey);
  writeFileSync(join(folder, 'ca.pem'), secrets.caCert);
}

function verify(at: number, purpose = 'sslclient'): string {
  const seconds = String(Math.floor(at / 1000));
  const options = `-x509_strict -check_ss_sig -purpose ${purpose} -attime ${seconds} -CAfile ca.pem`;
  return openssl('verify', ...options.split(' '), 'service.cert');
}

test('openssl accepts the certificate for a client, its key fits, and every file ends its last line', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const { secrets, certificate } = await platform.prepare({ service: kafka(), username: 'orders' }, 1, 1);
  writeFiles(secrets);
  expect(verify(NOW)).toContain('service.cert: OK');
  expect(verify(certificate.notBefore)).toContain('OK');
  expect(verify(certificate.notAfter - 1000)).toContain('OK');
  expect(() => verify(certificate.notBefore - 1000)).toThrow(/not yet valid/);
  expect(() => verify(certificate.notAfter + 1000)).toThrow(/expired/);
  expect(() => verify(NOW, 'sslserver')).toThrow(/purpose/);
  expect(openssl('x509', '-in', 'service.cert', '-noout', '-pubkey')).toBe(
    openssl('pkey', '-in', 'service.key', '-pubout'),
  );
  for (const text of [secrets.accessCert, secrets.accessKey, secrets.caCert]) {
    expect(text).toMatch(/^-----BEGIN [A-Z ]+-----\n(?:[\w+/=]{1,64}\n)+-----END [A-Z ]+-----\n$/);
  }
});

test('the facts are those of the certificate', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const { secrets, certificate } = await platform.prepare({ service: kafka(), username: 'orders' }, 1, 1);
  const parsed = new X509Certificate(secrets.accessCert);
  expect(parsed.checkPrivateKey(createPrivateKey(secrets.accessKey))).toBe(true);
  expect(parsed.serialNumber.toLowerCase()).toBe(certificate.serial);
  expect(certificate.serial).toMatch(/^[0-9a-f]{32}$/);
  expect(parsed.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(certificate.fingerprint);
  expect(parsed.validFromDate.getTime()).toBe(certificate.notBefore);
  expect(parsed.validToDate.getTime()).toBe(certificate.notAfter);
  expect(certificate.notBefore).toBe(NOW - 250 - 5 * MINUTE);
  expect(certificate.notAfter).toBe(NOW - 250 + 820 * DAY);
  expect(certificate.subject).toBe('CN=orders,OU=kafka-main,O=payments-production');
  expect(certificate.issuer).toBe('CN=Project CA,O=payments-production');
  expect(parsed.subject).toBe('O=payments-production\nOU=kafka-main\nCN=orders');
  expect(parsed.subjectAltName).toBe('URI:urn:latchkey:svc_1:orders');
  expect(parsed.ca).toBe(false);
  writeFiles(secrets);
  const text = openssl('x509', '-in', 'service.cert', '-noout', '-text');
  expect(text).toMatch(/Key Usage: critical\n\s+Digital Signature\n/);
  expect(text).toMatch(/Extended Key Usage: *\n\s+TLS Web Client Authentication\n/);
  const identifier = /Authority Key Identifier: *\n\s+([0-9A-F:]+)/.exec(text)?.[1];
  expect(openssl('x509', '-in', 'ca.pem', '-noout', '-ext', 'subjectKeyIdentifier')).toContain(identifier);
});

// The right column is what Java 17 prints for `X500Principal.getName()`, which is the Kafka principal.
test.each([
  ['orders-service', 'CN=orders-service'],
  ['a,OU=admin,O=evil', 'CN=a\\,OU\\=admin\\,O\\=evil'],
  ['CN=x+CN=y', 'CN=CN\\=x\\+CN\\=y'],
  ['"quoted" \\ back', 'CN=\\"quoted\\" \\\\ back'],
  ['#hash;<tag>', 'CN=\\#hash\\;\\<tag\\>'],
  ['  spaces  ', 'CN=\\ \\ spaces\\ \\ '],
  ['żółć Ωμέγα 漢字 🗝', 'CN=żółć Ωμέγα 漢字 🗝'],
  ['🗝'.repeat(64), `CN=${'🗝'.repeat(64)}`],
])('the user name %j is carried literally', async (username, principal) => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const { secrets, certificate } = await platform.prepare({ service: kafka(), username }, 1, 1);
  expect(certificate.subject).toBe(`${principal},OU=kafka-main,O=payments-production`);
  expect(commonName(secrets)).toBe(username);
  expect(verify(NOW)).toContain('OK');
});

test('any user name that fits comes back from openssl as it was', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const names = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(...'",=+<>#;\\ /\'{}*'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 64,
    })
    .filter((name) => name.isWellFormed() && !/\p{Cc}/u.test(name) && Array.from(name).length <= 64);
  await fc.assert(
    fc.asyncProperty(names, async (username) => {
      const { secrets } = await platform.prepare({ service: kafka(), username }, 1, 1);
      expect(commonName(secrets)).toBe(username);
    }),
    { numRuns: 60 },
  );
});

test('names of projects and services are taken literally too, and shortened where X.509 has no room', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const service = kafka({ projectName: 'a "b", O=c #1', name: 'n'.repeat(80) });
  const { secrets, certificate } = await platform.prepare({ service, username: 'orders' }, 1, 1);
  writeFiles(secrets);
  expect(verify(NOW)).toContain('OK');
  expect(certificate.subject).toBe(`CN=orders,OU=${'n'.repeat(64)},O=a \\"b\\"\\, O\\=c \\#1`);
});

test.each(['', 'x'.repeat(65), 'nul\0inside', '\ud800'])('the user name %j is refused', async (username) => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const target = { service: kafka(), username };
  await expect(platform.ensureServiceUser(target, [])).rejects.toThrow(PlatformRefusedError);
  await expect(platform.prepare(target, 1, 1)).rejects.toThrow(PlatformRefusedError);
});

/** What openssl reads as the one common name. */
function commonName(secrets: Secrets): string {
  writeFiles(secrets);
  const lines = openssl(
    'x509',
    '-in',
    'service.cert',
    '-noout',
    '-subject',
    '-nameopt',
    'sep_multiline,utf8,sname',
  );
  const parts = lines.split('\n').slice(1, -1);
  expect(parts.map((line) => line.trimStart().split('=')[0])).toEqual(['O', 'OU', 'CN']);
  return (parts.at(-1) ?? '').trimStart().slice('CN='.length);
}
