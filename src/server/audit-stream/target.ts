import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { isLoopback } from '../loopback.ts';

/** Where the audit log is streamed. */
export type StreamTarget =
  | { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly tls: boolean }
  | { readonly kind: 'webhook'; readonly url: string };

const EXAMPLE =
  'must be a URL like syslog+tls://logs.example.com:6514, syslog+tcp://logs.example.com:601 or https://logs.example.com/audit';

/** Reads `syslog+tls://…`, `syslog+tcp://…` or `https://…`; null for an empty text. Throws RangeError without the text. */
export const parseStreamTarget = (text: string): StreamTarget | null => {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.hostname === '') throw new RangeError(EXAMPLE);
  if (url.username !== '' || url.password !== '') throw new RangeError('takes no user and no password');
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  if (url.protocol === 'syslog+tls:' || url.protocol === 'syslog+tcp:') {
    if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
      throw new RangeError('takes nothing behind host and port');
    const tls = url.protocol === 'syslog+tls:';
    return { kind: 'syslog', host, tls, port: url.port === '' ? (tls ? 6514 : 601) : Number(url.port) };
  }
  if (url.protocol === 'http:' && !isLoopback(host))
    throw new RangeError('takes http:// on this machine alone; elsewhere it is https://');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new RangeError(EXAMPLE);
  return { kind: 'webhook', url: url.href };
};

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
};

/** Reads a file of certificates beside those that Node trusts; null for an empty name. Throws RangeError. */
export const readStreamCa = (file: string): readonly string[] | null => {
  if (file === '') return null;
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch {
    throw new RangeError('names a file that cannot be read');
  }
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gsu) ?? [];
  // Node passes over what it cannot read, and then trusts nobody without saying why.
  if (certificates.length === 0 || !certificates.every(isCertificate))
    throw new RangeError('names a file without a PEM certificate, or with a damaged one');
  return [...getCACertificates(), ...certificates];
};

/** A receiver's name in the database: of a webhook the address may be a secret. */
export const receiverId = (target: StreamTarget): string => {
  const text =
    target.kind === 'webhook'
      ? target.url
      : `syslog${target.tls ? '+tls' : '+tcp'}://${target.host}:${target.port}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
};

interface Streaming {
  readonly auditStream: StreamTarget | null;
  readonly auditStreamSecret: string;
  readonly auditStreamCa: readonly string[] | null;
}

/** What of it must not be combined, one line each. */
export const streamFaults = ({ auditStream, auditStreamSecret, auditStreamCa }: Streaming): string[] => {
  const lines: string[] = [];
  if (auditStream?.kind === 'webhook' && auditStreamSecret === '')
    lines.push(
      'LATCHKEY_AUDIT_STREAM with a webhook needs LATCHKEY_AUDIT_STREAM_SECRET. Make one with: openssl rand -base64 32',
    );
  if (auditStream?.kind !== 'webhook' && auditStreamSecret !== '')
    lines.push(
      'LATCHKEY_AUDIT_STREAM_SECRET signs what is posted to a webhook; LATCHKEY_AUDIT_STREAM names none.',
    );
  if (auditStreamCa && (!auditStream || (auditStream.kind === 'syslog' && !auditStream.tls)))
    lines.push(
      'LATCHKEY_AUDIT_STREAM_CA is for syslog+tls:// and https://; LATCHKEY_AUDIT_STREAM names neither.',
    );
  return lines;
};
