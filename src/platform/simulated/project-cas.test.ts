import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { DAY } from '../../domain/time.ts';
import { PlatformRefusedError, type ServiceUserTarget } from '../../service/ports/ports.ts';
import { kafka, newPlatform, NOW } from './test-platform.ts';

const PROJECT = 'payments-production';
const target: ServiceUserTarget = { service: kafka(), username: 'orders' };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'project-cas-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: 'openssl' | 'keytool', ...args: string[]): string {
  return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What openssl says of a certificate against a bundle at a moment. */
function verify(accessCert: string, caCert: string, at: number): string {
  writeFileSync(join(folder, 'service.cert'), accessCert);
  writeFileSync(join(folder, 'ca.pem'), caCert);
  const options = `-x509_strict -check_ss_sig -purpose sslclient -attime ${Math.floor(at / 1000)} -CAfile ca.pem`;
  return run('openssl', 'verify', ...options.split(' '), 'service.cert');
}

const certificatesOf = (bundle: string): readonly X509Certificate[] =>
  (bundle.match(/-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n/gu) ?? []).map(
    (pem) => new X509Certificate(pem),
  );

/** A user whose first certificate is older than a renewal, and that older than a second CA. */
async function withTwoCas() {
  const at = newPlatform({ store: createMemoryStore() });
  const { platform, world } = at;
  const { secrets } = await platform.prepare(target, 1, 1);
  await platform.activate(target, 1, secrets);
  world.now = NOW + 730 * DAY;
  const renewed = await platform.renewCertificate(target, 1, 1, 1);
  await platform.introduceCa(PROJECT, 2);
  const again = await platform.renewCertificate(target, 1, 2, 1);
  return { ...at, secrets, renewed, again };
}

test('openssl accepts old and new certificates against the bundle, before and after a CA is introduced', async () => {
  const { platform, world, secrets, renewed, again } = await withTwoCas();
  const bundle = await platform.caCertificate(PROJECT);
  expect(again.caCert).toBe(bundle);
  for (const { accessCert } of [secrets, renewed]) {
    expect(verify(accessCert, secrets.caCert, world.now)).toContain('service.cert: OK');
  }
  for (const { accessCert } of [secrets, renewed, again]) {
    expect(verify(accessCert, bundle, world.now)).toContain('service.cert: OK');
    expect(await platform.authenticate(target, { certificatePem: accessCert })).toBe(1);
  }
  // The older CA alone knows nothing of the newer one's certificates.
  expect(() => verify(again.accessCert, secrets.caCert, world.now)).toThrow(/unable to get local issuer/u);
  const next = await platform.prepare(target, 2, 1);
  expect(next.secrets.caCert).toBe(bundle);
  expect(verify(next.secrets.accessCert, bundle, world.now)).toContain('OK');
});

test('the bundle has every CA, oldest first, each with a name of its own, and ends in one newline', async () => {
  const { platform, secrets, renewed, again } = await withTwoCas();
  await platform.introduceCa(PROJECT, 3);
  const bundle = await platform.caCertificate(PROJECT);
  expect(bundle).toMatch(
    /^(?:-----BEGIN CERTIFICATE-----\n(?:[\w+/=]{1,64}\n)+-----END CERTIFICATE-----\n){3}$/u,
  );
  expect(bundle.startsWith(again.caCert)).toBe(true);
  expect(again.caCert.startsWith(secrets.caCert)).toBe(true);
  const cas = certificatesOf(bundle);
  expect(cas.map(({ subject }) => subject)).toEqual(
    ['Project CA', 'Project CA 2', 'Project CA 3'].map((name) => `O=${PROJECT}\nCN=${name}`),
  );
  expect(new Set(cas.map(({ serialNumber }) => serialNumber)).size).toBe(3);
  expect(renewed.certificate.issuer).toBe(`CN=Project CA,O=${PROJECT}`);
  expect(again.certificate.issuer).toBe(`CN=Project CA 2,O=${PROJECT}`);
  expect(new X509Certificate(again.accessCert).issuer).toBe(cas[1]?.subject);
  writeFileSync(join(folder, 'service.cert'), again.accessCert);
  writeFileSync(join(folder, 'ca.pem'), cas[1]?.toString() ?? '');
  const text = run('openssl', 'x509', '-in', 'service.cert', '-noout', '-text');
  const identifier = /Authority Key Identifier: *\n\s+([0-9A-F:]+)/u.exec(text)?.[1] ?? 'none';
  expect(run('openssl', 'x509', '-in', 'ca.pem', '-noout', '-ext', 'subjectKeyIdentifier')).toContain(
    identifier,
  );
});

test('keytool takes the first CA of the bundle, so that what trusted it before goes on, and reads the new pair', async () => {
  const { platform, secrets, again } = await withTwoCas();
  const bundle = await platform.caCertificate(PROJECT);
  const [first] = certificatesOf(secrets.caCert);
  writeFileSync(join(folder, 'ca.pem'), bundle);
  writeFileSync(join(folder, 'service.cert'), again.accessCert);
  writeFileSync(join(folder, 'service.key'), again.accessKey);
  const password = ['-storepass', 'changeit'];
  const trusted = ['-keystore', 'truststore.jks', ...password];
  run('keytool', '-importcert', '-noprompt', '-alias', 'ca', '-file', 'ca.pem', ...trusted);
  const listed = run('keytool', '-list', ...trusted);
  expect(listed).toContain('trustedCertEntry');
  expect(listed).toContain(first?.fingerprint256);
  const bound =
    '-export -in service.cert -inkey service.key -certfile ca.pem -name service -out keystore.p12';
  run('openssl', 'pkcs12', ...bound.split(' '), '-passout', 'pass:changeit');
  const keys = run('keytool', '-list', '-keystore', 'keystore.p12', ...password);
  expect(keys).toContain('PrivateKeyEntry');
  expect(keys).toContain(new X509Certificate(again.accessCert).fingerprint256);
});

test('a CA is introduced once, after the one before it, and one project’s concern no other', async () => {
  const { platform } = newPlatform({ store: createMemoryStore() });
  const other = await platform.caCertificate('other');
  await platform.introduceCa(PROJECT, 2);
  const two = await platform.caCertificate(PROJECT);
  expect(certificatesOf(two)).toHaveLength(2);
  for (const number of [1, 2, 2]) await platform.introduceCa(PROJECT, number);
  for (const number of [-1, 0, 1.5, 4, Number.NaN])
    await expect(platform.introduceCa(PROJECT, number)).rejects.toThrow(PlatformRefusedError);
  expect(await platform.caCertificate(PROJECT)).toBe(two);
  expect(await platform.caCertificate('other')).toBe(other);
});

test('two processes that introduce a CA at once end with one, which both use', async () => {
  const store = createMemoryStore();
  const one = newPlatform({ store });
  const two = newPlatform({ store, sealer: one.sealer });
  await one.platform.caCertificate(PROJECT);
  await Promise.all(
    Array.from({ length: 10 }, (_, i) => (i % 2 ? one : two).platform.introduceCa(PROJECT, 2)),
  );
  const bundle = await one.platform.caCertificate(PROJECT);
  expect(certificatesOf(bundle)).toHaveLength(2);
  expect(await two.platform.caCertificate(PROJECT)).toBe(bundle);
  for (const [n, { platform }] of [one, two].entries()) {
    const user = { service: kafka(), username: `user-${n}` };
    const { secrets, certificate } = await platform.prepare(user, 1, 1);
    await platform.activate(user, 1, secrets);
    expect(certificate.issuer).toBe(`CN=Project CA 2,O=${PROJECT}`);
    expect(await one.platform.authenticate(user, { certificatePem: secrets.accessCert })).toBe(1);
  }
});
