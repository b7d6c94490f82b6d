import { type BaseBlock, fromBER, Integer, ObjectIdentifier, Sequence, Set as SetOf, UTCTime } from 'asn1js';
import { CredentialBundleError } from './bundle-input.ts';
import { pemBlocks, pemTexts } from './pem.ts';

export interface CertificateFacts {
  /** In the certificate's own order: "O=Acme, CN=orders". */
  readonly subject: string;
  readonly issuer: string;
  /** Lower case hexadecimal, without a sign byte. */
  readonly serialHex: string;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  /** Epoch milliseconds. */
  readonly notAfter: number;
  /** Upper case pairs with colons, as openssl and keytool print it. */
  readonly fingerprintSha256: string;
  /** As the one above. Clients of old compare this one. */
  readonly fingerprintSha1: string;
}

const attributeNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/**
 * What a person compares about the first certificate in the PEM text (RFC 5280, 4.1). By asn1js alone: pkijs
 * weighs five times as much, and only a download needs it. Throws CredentialBundleError.
 */
export async function readCertificate(pem: string): Promise<CertificateFacts> {
  const [der] = pemBlocks(pem, 'CERTIFICATE');
  if (der === undefined) throw unreadable();
  const fields = toBeSigned(der);
  // The version, [0], stands first in all certificates but those of version 1.
  const start = fields[0] instanceof Integer ? 0 : 1;
  const [serial, , issuer, validity, subject] = fields.slice(start);
  if (!(serial instanceof Integer)) throw unreadable();
  const [notBefore, notAfter] = children(validity, Sequence);
  return {
    subject: distinguishedName(subject),
    issuer: distinguishedName(issuer),
    serialHex: hexPairs(serial.valueBlock.valueHexView)
      .join('')
      .replace(/^(00)+(?=.)/, ''),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    fingerprintSha256: await fingerprint('SHA-256', der),
    fingerprintSha1: await fingerprint('SHA-1', der),
  };
}

/**
 * Every certificate of a PEM text in its order, each with its own text; without facts where that text is no certificate.
 * A text without any certificate is one that cannot be read.
 */
export async function readCertificates(
  pem: string,
): Promise<readonly { readonly pem: string; readonly facts: CertificateFacts | undefined }[]> {
  const found = pemTexts(pem, 'CERTIFICATE');
  const texts = found.length === 0 ? [pem] : found;
  return Promise.all(
    texts.map(async (text) => ({ pem: text, facts: await readCertificate(text).catch(() => undefined) })),
  );
}

async function fingerprint(hash: 'SHA-256' | 'SHA-1', der: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest(hash, der));
  return hexPairs(bytes).join(':').toUpperCase();
}

function toBeSigned(der: Uint8Array): BaseBlock[] {
  const { offset, result } = fromBER(der);
  // A failed parse has the offset -1; a longer text is more than a certificate.
  if (offset !== der.byteLength) throw unreadable();
  return children(children(result, Sequence)[0], Sequence);
}

function children(block: BaseBlock | undefined, type: typeof Sequence | typeof SetOf): BaseBlock[] {
  if (!(block instanceof type)) throw unreadable();
  return block.valueBlock.value;
}

function time(block: BaseBlock | undefined): number {
  // GeneralizedTime, for years from 2050, is a subclass of it in asn1js.
  if (!(block instanceof UTCTime)) throw unreadable();
  return block.toDate().getTime();
}

function distinguishedName(name: BaseBlock | undefined): string {
  return children(name, Sequence)
    .flatMap((relative) => children(relative, SetOf))
    .map((pair) => {
      const [type, value] = children(pair, Sequence);
      if (!(type instanceof ObjectIdentifier) || value === undefined) throw unreadable();
      const oid = type.getValue();
      // Every attribute named above is one of ASN.1's string types, whose text asn1js decodes into `value`.
      const text = 'value' in value.valueBlock ? String(value.valueBlock.value) : '';
      return `${attributeNames[oid] ?? oid}=${text.replace(/[\\",+<>;]/g, '\\$&')}`;
    })
    .join(', ');
}

function unreadable(): CredentialBundleError {
  return new CredentialBundleError('unreadable_certificate', 'The certificate could not be read.');
}

function hexPairs(bytes: Uint8Array): string[] {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
}
