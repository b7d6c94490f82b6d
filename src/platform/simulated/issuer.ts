// x509 finds its algorithms through tsyringe, which throws on loading unless this came first (still so in 2.2).
// The lite build leaves out stand-ins for Map and WeakMap.
import 'reflect-metadata/lite';
import * as x509 from '@peculiar/x509';
import type { CertificateFacts } from '../../domain/credential/credential.ts';
import { DAY, MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import { randomBytes, toHex } from '../../runtime/bytes.ts';
import { certificateName, principalText, shortened, type NamePart } from './distinguished-name.ts';

/** Whom a client certificate is for. */
export interface CertificateSubject {
  readonly serviceId: string;
  readonly username: string;
  readonly serviceName: string;
  readonly projectName: string;
}

/** A project's certificate authority; its key (PEM, PKCS#8) is fetched only when something is signed. */
export interface IssuingCa {
  /** Part of its name: from 1. */
  readonly number: number;
  readonly certificatePem: string;
  openKey(): Promise<string>;
}

export interface IssuedPair {
  readonly accessKey: string;
  readonly accessCert: string;
  readonly certificate: CertificateFacts;
}

/** Makes the certificates of a simulated platform. */
export interface Issuer {
  /** CAs of a project are told apart by their numbers, from 1. */
  createCa(
    projectName: string,
    number: number,
    now: Instant,
  ): Promise<{ readonly certificatePem: string; readonly keyPem: string }>;
  issueClient(ca: IssuingCa, subject: CertificateSubject, now: Instant): Promise<IssuedPair>;
}

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const CLIENT_LIFE = 820 * DAY;
const CA_LIFE = 20 * 365 * DAY;
/** Certificates begin a little early, for hosts whose clock is behind. */
const EARLY = 5 * MINUTE;

/** Real certificates with new keys: ECDSA on P-256, signed with SHA-256. */
export function createIssuer(): Issuer {
  return { createCa, issueClient };
}

async function createCa(
  projectName: string,
  number: number,
  now: Instant,
): Promise<{ certificatePem: string; keyPem: string }> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: new x509.Name(certificateName(caName(projectName, number))),
    notBefore: new Date(clientValidity(now).notBefore),
    notAfter: new Date(wholeSecond(now) + CA_LIFE),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pem(certificate.rawData, 'CERTIFICATE'), keyPem: await privateKeyPem(keys) };
}

async function issueClient(ca: IssuingCa, subject: CertificateSubject, now: Instant): Promise<IssuedPair> {
  const caCertificate = new x509.X509Certificate(ca.certificatePem);
  const keys = await newKeys();
  const { serial, notBefore, notAfter, ...names } = clientFacts(ca, subject, now);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: new x509.Name(certificateName(clientName(subject))),
    // As it was parsed: written out as text and read again, a quote in a project's name would change it.
    issuer: caCertificate.subjectName,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(await ca.openKey()),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caCertificate.publicKey),
      new x509.SubjectAlternativeNameExtension([{ type: 'url', value: alternativeName(subject) }]),
    ],
  });
  const fingerprint = toHex(await crypto.subtle.digest('SHA-256', certificate.rawData));
  return {
    accessKey: await privateKeyPem(keys),
    accessCert: pem(certificate.rawData, 'CERTIFICATE'),
    certificate: { ...names, serial, notBefore, notAfter, fingerprint },
  };
}

/** What is decided about a client certificate before it is made. */
export function clientFacts(
  ca: Pick<IssuingCa, 'number'>,
  subject: CertificateSubject,
  now: Instant,
): Omit<CertificateFacts, 'fingerprint'> {
  return {
    subject: principalText(clientName(subject)),
    issuer: principalText(caName(subject.projectName, ca.number)),
    serial: newSerial(),
    ...clientValidity(now),
  };
}

/**
 * Whether one of the CAs signed the certificate and the certificate is valid now, and if so its SHA-256 fingerprint;
 * null for anything else, be it no certificate at all.
 */
export async function verifiedFingerprint(
  certificatePem: string,
  caPems: readonly string[],
  now: Instant,
): Promise<string | null> {
  let certificate: x509.X509Certificate;
  try {
    certificate = new x509.X509Certificate(certificatePem);
    if (!(await isSignedByOne(certificate, caPems))) return null;
  } catch {
    return null;
  }
  if (now < certificate.notBefore.getTime() || now >= certificate.notAfter.getTime()) return null;
  return toHex(await crypto.subtle.digest('SHA-256', certificate.rawData));
}

async function isSignedByOne(certificate: x509.X509Certificate, caPems: readonly string[]): Promise<boolean> {
  for (const caPem of caPems) {
    const publicKey = new x509.X509Certificate(caPem).publicKey;
    if (await certificate.verify({ publicKey, signatureOnly: true })) return true;
  }
  return false;
}

function clientName({ username, serviceName, projectName }: CertificateSubject): readonly NamePart[] {
  return [
    ['CN', username],
    ['OU', shortened(serviceName)],
    ['O', shortened(projectName)],
  ];
}

/** The first has the name that it had before there could be a second. */
function caName(projectName: string, number: number): readonly NamePart[] {
  return [
    ['CN', number === 1 ? 'Project CA' : `Project CA ${number}`],
    ['O', shortened(projectName)],
  ];
}

/** For proxies that read only alternative names: unambiguous, and ASCII whatever the user name is. */
function alternativeName({ serviceId, username }: CertificateSubject): string {
  return `urn:latchkey:${encodeURIComponent(serviceId)}:${encodeURIComponent(username)}`;
}

/** X.509 knows whole seconds only. */
function wholeSecond(now: Instant): Instant {
  return Math.floor(now / SECOND) * SECOND;
}

function clientValidity(now: Instant): { readonly notBefore: Instant; readonly notAfter: Instant } {
  return { notBefore: wholeSecond(now) - EARLY, notAfter: wholeSecond(now) + CLIENT_LIFE };
}

/** 128 random bits as hexadecimal; the first is 0 and the second 1, so that it is positive and always of one length. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return toHex(bytes);
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);
}

function importPrivateKey(keyPem: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(keyPem), KEYS, false, ['sign']);
}

async function privateKeyPem(keys: CryptoKeyPair): Promise<string> {
  return pem(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

/** The library leaves the last line open; files that are put one behind another need it closed. */
function pem(data: ArrayBuffer, label: string): string {
  return `${x509.PemConverter.encode(data, label)}\n`;
}
