// A small certificate authority for tests that need real certificates of their own.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
export const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};
const day = 86_400_000;

export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
}

async function keyPair(algorithm: typeof ec | typeof rsa): Promise<CryptoKeyPair> {
  // Both algorithms make pairs; the general type also covers single keys.
  return (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
}

// Names as data: the library parses text, and what toJSON gives, so the quotes would be lost on the way.
const named = (commonName: string) => [
  { O: [{ utf8String: 'Acme, "Inc"' }] },
  { CN: [{ utf8String: commonName }] },
];

export async function createAuthority(): Promise<Issued> {
  const keys = await keyPair(ec);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: new x509.Name(named('Kafka CA')),
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 3650 * day),
    keys,
    signingAlgorithm: ec,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

export async function issue(
  issuer: Issued,
  commonName: string,
  algorithm: typeof ec | typeof rsa = ec,
): Promise<Issued> {
  const keys = await keyPair(algorithm);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '7f0a1b2c3d4e5f60718293a4b5c6d7e8',
    subject: new x509.Name(named(commonName)),
    issuer: issuer.certificate.subjectName,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 90 * day),
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: ec,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey),
    ],
  });
  return { certificate, keys };
}

export async function keyPem({ keys }: Issued): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}
