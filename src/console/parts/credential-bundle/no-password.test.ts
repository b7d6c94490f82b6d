import { beforeAll, describe, expect, it } from 'vitest';
import { buildCredentialBundle, buildFiles } from './build-bundle.ts';
import type { BundleInput } from './bundle-input.ts';
import { createAuthority, issue, keyPem } from '../../../testing/pki.ts';

// What is kept of an access's service user after a renewal: its pair, and no password.
let input: BundleInput;

beforeAll(async () => {
  const authority = await createAuthority();
  const client = await issue(authority, 'orders-svc');
  input = {
    username: 'orders-svc',
    accessCert: client.certificate.toString('pem'),
    accessKey: await keyPem(client),
    caCert: authority.certificate.toString('pem'),
    bootstrapServers: { certificate: 'localhost:9093', sasl: 'localhost:9094' },
    saslMechanism: 'SCRAM-SHA-512',
    projectName: 'shop',
    serviceName: 'kafka-shop',
    topics: [{ name: 'orders.v1', operations: ['Read', 'Write'] }],
    issuedAt: Date.UTC(2026, 4, 10, 20, 40, 3),
    shownOnce: false,
  };
});

describe('a bundle of credentials', () => {
  it('without a password says nothing of signing in with one, and holds nothing empty (C6)', async () => {
    const files = await buildFiles(input);
    const text = (name: string) => new TextDecoder().decode(files[name]);
    expect(Object.keys(files).filter((name) => name.includes('sasl'))).toEqual([]);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['service.cert', 'client-ssl.properties']));
    for (const name of Object.keys(files).filter((one) => !one.endsWith('.p12'))) {
      // Letters alone come up by chance in what is base64.
      expect(text(name), name).not.toMatch(/sasl[._:-]|scram-|[ "]undefined|:9094/iu);
    }
    expect(text('kubernetes-secret.yaml')).not.toMatch(/^ {2}password:/mu);
    expect(text('kubernetes-secret.yaml')).toMatch(/^ {2}store-password: "\w/mu);
    expect(text('README.txt')).toContain('Kafka credentials of the service user orders-svc');
    expect(text('README.txt')).toContain('It holds no password, because none is kept.');
    expect((await buildCredentialBundle(input)).fileName).toBe('orders-svc.zip');
  });

  it('refuses to be made of nothing that signs in', async () => {
    await expect(
      buildFiles({ ...input, bootstrapServers: { sasl: 'localhost:9094' } }),
    ).rejects.toMatchObject({ problem: 'unusable_value' });
  });
});
