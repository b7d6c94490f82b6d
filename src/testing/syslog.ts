import { createServer as createPlain, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import type { StreamEntry } from '../service/audit/stream-audit.ts';

/** A syslog collector of our own, on loopback: octet counting over TCP or TLS. */
export interface TestSyslog {
  /** Whole messages, in order. */
  readonly messages: string[];
  /** The entries in them. */
  entries(): readonly StreamEntry[];
  /** Connections are reset amidst what they send while this is true. */
  broken: boolean;
  start(): Promise<number>;
  stop(): Promise<void>;
}

const framesOf = (text: string): readonly string[] => {
  const frames: string[] = [];
  for (let rest = text; rest !== '';) {
    const [counted = '', length = ''] = /^(\d+) /u.exec(rest) ?? [];
    if (counted === '') throw new Error(`no octet count: ${rest.slice(0, 20)}`);
    frames.push(rest.slice(counted.length, counted.length + Number(length)));
    rest = rest.slice(counted.length + Number(length));
  }
  return frames;
};

/** Makes a collector on this port, 0 for any; it takes what comes between start and stop. */
export const createSyslog = (
  port: number,
  tls: { readonly cert: string; readonly key: string } | null = null,
): TestSyslog => {
  let server: Server | null = null;
  const read = (socket: Socket): void => {
    let text = '';
    socket
      .setEncoding('latin1')
      .on('data', (data) => {
        text += String(data);
        if (syslog.broken) socket.resetAndDestroy();
      })
      .on('error', () => undefined)
      .on('end', () => void syslog.messages.push(...framesOf(text)));
  };
  const syslog: TestSyslog = {
    messages: [],
    broken: false,
    entries: () =>
      syslog.messages.map(
        // What our own sender writes.
        (message) => JSON.parse(message.slice(message.indexOf('{'))) as StreamEntry,
      ),
    start: async () => {
      const next = tls ? createTls(tls, read) : createPlain(read);
      server = next;
      await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
      const address = next.address();
      return typeof address === 'object' ? (address?.port ?? 0) : 0;
    },
    stop: async () => {
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      server = null;
    },
  };
  return syslog;
};
