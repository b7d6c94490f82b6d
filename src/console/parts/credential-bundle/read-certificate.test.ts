import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readCertificate, readCertificates } from './read-certificate.ts';
import { createAuthority, issue } from '../../../testing/pki.ts';

describe('readCertificate', () => {
  it('reads what openssl reads', async () => {
    const pem = (await issue(await createAuthority(), 'orders-svc')).certificate.toString('pem');
    const facts = await readCertificate(pem);
    const print = (...options: string[]) =>
      execFileSync('openssl', ['x509', '-noout', ...options], { input: pem, encoding: 'utf8' }).trim();
    expect(print('-serial')).toBe(`serial=${facts.serialHex.toUpperCase()}`);
    expect(print('-fingerprint', '-sha256').split('=')[1]).toBe(facts.fingerprintSha256);
    expect(print('-fingerprint', '-sha1').split('=')[1]).toBe(facts.fingerprintSha1);
    expect(Date.parse(print('-enddate').replace('notAfter=', ''))).toBe(facts.notAfter);
    expect(Date.parse(print('-startdate').replace('notBefore=', ''))).toBe(facts.notBefore);
    expect(facts.subject).toBe('O=Acme\\, \\"Inc\\", CN=orders-svc');
    expect(facts.issuer).toBe('O=Acme\\, \\"Inc\\", CN=Kafka CA');
  });

  it.each([
    ['nothing', ''],
    ['no PEM', 'orders'],
    ['another kind', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['broken base64', '-----BEGIN CERTIFICATE-----\nAAA=A\n-----END CERTIFICATE-----'],
    ['no ASN.1', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['another structure', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'],
  ])('refuses %s with a typed error', async (_, pem) => {
    await expect(readCertificate(pem)).rejects.toMatchObject({
      name: 'CredentialBundleError',
      problem: 'unreadable_certificate',
    });
  });
});

describe('readCertificates', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';

  it('reads each of several, and what cannot be read does not hide the others', async () => {
    const authority = await createAuthority();
    const pems = [
      authority.certificate.toString('pem'),
      (await issue(authority, 'one')).certificate.toString('pem'),
    ];
    const read = await readCertificates(`comment\n${pems[0]}\n${broken}\n${pems[1]}\n`);
    expect(read.map(({ facts }) => facts?.subject)).toEqual([
      'O=Acme\\, \\"Inc\\", CN=Kafka CA',
      undefined,
      'O=Acme\\, \\"Inc\\", CN=one',
    ]);
    expect(read.map(({ pem }) => pem.trim())).toEqual([pems[0]?.trim(), broken, pems[1]?.trim()]);
  });

  it.each([
    ['nothing', ''],
    ['no PEM', 'orders'],
    ['broken base64', '-----BEGIN CERTIFICATE-----\nAAA=A\n-----END CERTIFICATE-----'],
    ['a cut one', '-----BEGIN CERTIFICATE-----\nMIIB'],
  ])('says of %s that it cannot be read, and keeps its text', async (_, pem) => {
    expect(await readCertificates(pem)).toEqual([{ pem, facts: undefined }]);
  });
});
