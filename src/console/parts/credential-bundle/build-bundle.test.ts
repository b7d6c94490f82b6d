import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type PeerCertificate, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCredentialBundle, buildFiles } from './build-bundle.ts';
import type { BundleInput } from './bundle-input.ts';
import { readCertificate } from './read-certificate.ts';
import { createAuthority, issue, type Issued, keyPem, rsa } from '../../../testing/pki.ts';

const folder = 'Orders-Koln';

let workplace: string;
let unpacked: string;
let input: BundleInput;
let authority: Issued;
let server: Issued;

/** Runs a real tool in the unpacked folder. A tool that is missing fails the test by its name (ENOENT). */
function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: unpacked, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const read = (name: string): string => readFileSync(join(unpacked, name), 'utf8');
const property = (file: string, key: string): string =>
  new RegExp(`^${key.replaceAll('.', '\\.')}=(.*)$`, 'm').exec(read(file))?.[1] ?? '';
const storePassword = (): string => property('client-ssl.properties', 'ssl.keystore.password');

beforeAll(async () => {
  authority = await createAuthority();
  // The same name with another key, as after a renewal of the CA: only the signature tells them apart.
  const renewed = await createAuthority();
  const client = await issue(authority, 'orders-svc');
  server = await issue(authority, 'localhost');
  input = {
    username: 'orders-svc',
    password: 'p@ss"\\${word}',
    accessCert: client.certificate.toString('pem').replaceAll('\n', '\r\n'),
    accessKey: await keyPem(client),
    caCert: [renewed, authority].map(({ certificate }) => certificate.toString('pem')).join('\n'),
    bootstrapServers: { certificate: 'localhost:9093,127.0.0.1:9093', sasl: 'localhost:9094' },
    saslMechanism: 'SCRAM-SHA-512',
    accessName: 'Orders / Köln',
    projectName: 'shop',
    serviceName: 'kafka-shop',
    topics: [{ name: 'orders.v1', operations: ['Read', 'Write'] }],
    issuedAt: Date.UTC(2026, 4, 10, 20, 40, 3),
    shownOnce: true,
  };
  workplace = mkdtempSync(join(tmpdir(), 'bundle-'));
  unpacked = workplace;
  const { fileName, bytes } = await buildCredentialBundle(input);
  writeFileSync(join(workplace, fileName), bytes);
  run('unzip', '-q', fileName);
  unpacked = join(workplace, folder);
});

afterAll(() => rmSync(workplace, { recursive: true }));

describe('the zip (R16)', () => {
  it('holds one folder with every file, readable by its owner alone', () => {
    expect(readdirSync(workplace).toSorted()).toEqual([folder, `${folder}.zip`]);
    expect(readdirSync(unpacked).toSorted()).toEqual([
      'README.txt',
      'application.yml',
      'ca.pem',
      'client-sasl.properties',
      'client-ssl.properties',
      'client.keystore.p12',
      'client.truststore.p12',
      'kcat.conf',
      'kubernetes-secret.yaml',
      'librdkafka-sasl.conf',
      'librdkafka-ssl.conf',
      'node-kafka.mjs',
      'python-confluent.py',
      'service.cert',
      'service.key',
    ]);
    for (const name of readdirSync(unpacked)) expect(statSync(join(unpacked, name)).mode & 0o777).toBe(0o600);
  });

  it('has PEM files that openssl accepts together', () => {
    expect(run('openssl', 'verify', '-x509_strict', '-CAfile', 'ca.pem', 'service.cert')).toContain(
      'service.cert: OK',
    );
    expect(run('openssl', 'pkey', '-in', 'service.key', '-pubout')).toBe(
      run('openssl', 'x509', '-in', 'service.cert', '-noout', '-pubkey'),
    );
    for (const name of ['service.cert', 'service.key', 'ca.pem']) expect(read(name)).toMatch(/[^\r\n]\n$/);
    expect(read('service.cert')).not.toContain('\r');
  });

  it('leaves out what a service with one way in does not need', async () => {
    const { certificate, sasl } = {
      certificate: 'localhost:9093',
      sasl: 'localhost:9094',
      ...input.bootstrapServers,
    };
    const withCertificate = Object.keys(await buildFiles({ ...input, bootstrapServers: { certificate } }));
    const withSasl = await buildFiles({ ...input, bootstrapServers: { sasl } });
    expect(withCertificate.filter((name) => name.includes('sasl'))).toEqual([]);
    expect(Object.keys(withSasl).filter((name) => name.includes('-ssl'))).toEqual([]);
    expect(new TextDecoder().decode(withSasl['kcat.conf'])).toContain(`sasl.password=${input.password}`);
    expect(new TextDecoder().decode(withSasl['README.txt'])).not.toContain('client-ssl');
  });

  it('names no file that is not in it, and says where the store password is', () => {
    const names = read('README.txt').match(
      /[\w-]+(\.\w+)*\.(p12|pem|cert|key|properties|conf|py|mjs|ya?ml)\b/g,
    );
    const present = readdirSync(unpacked);
    expect(present.filter((name) => name !== 'README.txt' && !names?.includes(name))).toEqual([]);
    expect(names?.filter((name) => !present.includes(name))).toEqual([]);
    expect(read('README.txt')).toContain(storePassword());
  });

  it('makes another store password each time', async () => {
    const other = new TextDecoder().decode((await buildFiles(input))['client-ssl.properties']);
    expect(storePassword()).toMatch(/^[a-z2-9A]{26}$/);
    expect(other).not.toContain(storePassword());
  });
});

describe('the PKCS#12 stores', () => {
  it('open in openssl with the same key and certificate', () => {
    const read12 = (...options: string[]) =>
      run(
        'openssl',
        'pkcs12',
        '-in',
        'client.keystore.p12',
        '-passin',
        `pass:${storePassword()}`,
        ...options,
      );
    const strip = (text: string) => text.slice(text.indexOf('-----BEGIN'));
    expect(strip(read12('-nodes', '-nocerts'))).toBe(strip(run('openssl', 'pkey', '-in', 'service.key')));
    expect(strip(read12('-nokeys', '-clcerts'))).toBe(strip(run('openssl', 'x509', '-in', 'service.cert')));
    expect(read12('-info', '-noout', '-nokeys')).toBe('');
  });

  it('open in keytool: one private key with its chain, and the trusted certificates', () => {
    const list = (store: string) =>
      run(
        'keytool',
        '-list',
        '-v',
        '-keystore',
        store,
        '-storetype',
        'PKCS12',
        '-storepass',
        storePassword(),
      );
    const keystore = list('client.keystore.p12');
    expect(keystore).toContain('Your keystore contains 1 entry');
    expect(keystore).toContain('Alias name: orders-svc');
    expect(keystore).toContain('Entry type: PrivateKeyEntry');
    expect(keystore).toContain('Certificate chain length: 2');
    const truststore = list('client.truststore.p12');
    expect(truststore).toContain('Your keystore contains 2 entries');
    expect(truststore).toMatch(/Alias name: ca\b[\s\S]*Alias name: ca-2\b/);
    expect(truststore.match(/Entry type: trustedCertEntry/g)).toHaveLength(2);
  });

  it('put the CA that signed into the chain, not its namesake', async () => {
    const options = [
      '-keystore',
      'client.keystore.p12',
      '-storetype',
      'PKCS12',
      '-storepass',
      storePassword(),
    ];
    const chain = run('keytool', '-list', '-rfc', ...options).match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    );
    const facts = await Promise.all((chain ?? []).map(readCertificate));
    const certificate = await readCertificate(input.accessCert);
    const issuer = await readCertificate(authority.certificate.toString('pem'));
    expect(facts.map(({ fingerprintSha256 }) => fingerprintSha256)).toEqual([
      certificate.fingerprintSha256,
      issuer.fingerprintSha256,
    ]);
  });

  it('open in Java with what client-ssl.properties says, and refuse Java’s usual password', () => {
    expect(
      run('java', join(import.meta.dirname, '../../../testing/stores.java'))
        .trim()
        .split('\n'),
    ).toEqual([
      'key EC, chain 2, signs for its certificate: true',
      'trusted 2',
      'TLS context ready',
      'changeit refused',
    ]);
  });

  it('hold RSA keys too, and a chain of one where the CA that signed is not known', async () => {
    const stranger = await createAuthority();
    const client = await issue(stranger, 'orders-svc', rsa);
    const files = await buildFiles({
      ...input,
      accessCert: client.certificate.toString('pem'),
      accessKey: await keyPem(client),
    });
    const keystore = join(workplace, 'rsa.p12');
    writeFileSync(keystore, files['client.keystore.p12'] ?? '');
    const properties = new TextDecoder().decode(files['client-ssl.properties']);
    const password = /^ssl\.keystore\.password=(.*)$/m.exec(properties)?.[1] ?? '';
    const listed = run(
      'keytool',
      '-list',
      '-v',
      '-keystore',
      keystore,
      '-storetype',
      'PKCS12',
      '-storepass',
      password,
    );
    expect(listed).toContain('Certificate chain length: 1');
    expect(listed).toContain('2048-bit RSA key');
  });

  it('sign in to a TLS server that asks for a certificate, as the PEM files do', async () => {
    const store = { pfx: readFileSync(join(unpacked, 'client.keystore.p12')), passphrase: storePassword() };
    const pem = { cert: read('service.cert'), key: read('service.key') };
    for (const identity of [store, pem]) {
      const peer = await signIn(identity);
      expect(peer.subject.CN).toBe('orders-svc');
    }
  });
});

describe('the scripts and YAML files', () => {
  it('are valid to their interpreters', () => {
    const program = "compile(open('python-confluent.py', encoding='utf-8').read(), 'x', 'exec')";
    expect(run('python3', '-c', program)).toBe('');
    // Both print nothing and exit with 0, or run throws what they say.
    expect(run(process.execPath, '--check', 'node-kafka.mjs')).toBe('');
  });

  it('give Kubernetes every file and value byte by byte', () => {
    const text = read('kubernetes-secret.yaml');
    expect(text).toMatch(
      /^apiVersion: v1\nkind: Secret\nmetadata:\n {2}name: "orders-koln"\ntype: Opaque\ndata:\n/m,
    );
    const data = new Map(
      Array.from(
        text.matchAll(/^ {2}([-._a-zA-Z0-9]+): "([A-Za-z0-9+/=]*)"$/gm),
        ([, key = '', value = '']) => [key, Buffer.from(value, 'base64')],
      ),
    );
    const values = {
      username: input.username,
      password: input.password,
      'store-password': storePassword(),
      'bootstrap-servers-certificate': input.bootstrapServers.certificate,
      'bootstrap-servers-sasl': input.bootstrapServers.sasl,
    };
    for (const [key, value] of Object.entries(values)) expect(data.get(key)?.toString()).toBe(value);
    const files = [...data.keys()].filter((key) => !Object.hasOwn(values, key));
    expect(files).toHaveLength(10);
    for (const name of files) expect(data.get(name)).toEqual(readFileSync(join(unpacked, name)));
  });
});

describe('input that gives no working bundle', () => {
  it.each<[string, Partial<BundleInput>, string]>([
    ['a line break in the password', { password: 'a\nb' }, 'unusable_value'],
    ['half a surrogate pair', { username: 'a\ud800' }, 'unusable_value'],
    ['a space at the end', { password: 'secret ' }, 'unusable_value'],
    ['an empty user name', { username: '' }, 'unusable_value'],
    ['no server', { bootstrapServers: {} }, 'unusable_value'],
    ['a server without port', { bootstrapServers: { sasl: 'kafka.example' } }, 'unusable_value'],
    [
      'another key format',
      { accessKey: '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----' },
      'unreadable_key',
    ],
    [
      'a broken key',
      { accessKey: '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----' },
      'unreadable_key',
    ],
    ['no certificate', { accessCert: '' }, 'unreadable_certificate'],
    [
      'a broken CA',
      { caCert: '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----' },
      'unreadable_certificate',
    ],
  ])('refuses %s', async (_, change, problem) => {
    const refusal = buildFiles({ ...input, ...change });
    await expect(refusal).rejects.toMatchObject({ name: 'CredentialBundleError', problem });
  });
});

/** One mutual TLS handshake on loopback; resolves to the certificate that the server saw and accepted. */
async function signIn(identity: object): Promise<PeerCertificate> {
  const listener = createServer({
    cert: server.certificate.toString('pem'),
    key: await keyPem(server),
    ca: authority.certificate.toString('pem'),
    requestCert: true,
    rejectUnauthorized: true,
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const seen = new Promise<PeerCertificate>((resolve, reject) => {
    listener.once('secureConnection', (socket: TLSSocket) => resolve(socket.getPeerCertificate()));
    listener.once('tlsClientError', reject);
  });
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: read('ca.pem'),
    ...identity,
  });
  socket.on('error', () => undefined);
  try {
    return await seen;
  } finally {
    socket.destroy();
    listener.close();
  }
}
