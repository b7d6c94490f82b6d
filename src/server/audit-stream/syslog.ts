import { hostname } from 'node:os';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { ReceiverError, type AuditReceiver, type StreamEntry } from '../../service/audit/stream-audit.ts';
import { receiverId, type StreamTarget } from './target.ts';

type SyslogTarget = Extract<StreamTarget, { readonly kind: 'syslog' }>;

/** All of one batch may take so long, in milliseconds; less than the lease of whoever streams. */
const LIMIT = 20_000;

/** Facility "log audit" (13), and a severity: what was refused or failed is a warning. */
const priorityOf = ({ event }: StreamEntry): number => 13 * 8 + (event['outcome'] === 'done' ? 6 : 4);

const printable = (text: string, most: number): string =>
  text.replaceAll(/[^!-~]/gu, '').slice(0, most) || '-';

const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON in ASCII: RFC 5424 leaves the encoding of anything else to the receiver. */
const asciiJson = (value: unknown): string => JSON.stringify(value).replaceAll(/[^\n -~]/g, unicode);

/** One entry as a message of RFC 5424; its text is the entry as JSON. */
export const syslogMessage = (entry: StreamEntry, host: string): string => {
  const { at, action } = entry.event;
  const time = new Date(Number(at)).toISOString();
  return `<${priorityOf(entry)}>1 ${time} ${printable(host, 255)} latchkey - ${printable(typeof action === 'string' ? action : '', 32)} - ${asciiJson(entry)}`;
};

/** Octet counting, RFC 6587 and RFC 5425. Messages are ASCII. */
export const syslogFrames = (entries: readonly StreamEntry[], host: string): string =>
  entries
    .map((entry) => syslogMessage(entry, host))
    .map((text) => `${text.length} ${text}`)
    .join('');

const open = ({ host, port, tls }: SyslogTarget, ca: readonly string[] | null): Socket =>
  tls
    ? connectTls({
        host,
        port,
        minVersion: 'TLSv1.2',
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(ca ? { ca: [...ca] } : {}),
      })
    : connectPlain({ host, port });

/**
 * Sends it on a connection of its own and resolves once the receiver has closed its end behind ours: syslog confirms
 * nothing, but whoever reads to the end has read it all.
 */
const send = (target: SyslogTarget, ca: readonly string[] | null, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = open(target, ca);
    let written = false;
    const failed = (why: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(new ReceiverError(why));
    };
    const timer = setTimeout(
      () => failed(written ? 'does not close the connection behind a batch' : 'took longer than 20 seconds'),
      LIMIT,
    );
    socket
      .on('error', (error: Error & { readonly code?: string }) => failed(error.code ?? error.message))
      .once('finish', () => (written = true))
      .once('end', () => {
        if (!written) return failed('closed the connection amidst a batch');
        clearTimeout(timer);
        resolve();
      })
      .once('close', () => failed('closed the connection amidst a batch'))
      .resume();
    socket.once(target.tls ? 'secureConnect' : 'connect', () => socket.end(text));
  });

/** A collector that takes syslog over TCP or TLS. */
export const syslogReceiver = (target: SyslogTarget, ca: readonly string[] | null): AuditReceiver => ({
  id: receiverId(target),
  take: ({ entries }) => send(target, ca, syslogFrames(entries, hostname())),
});
