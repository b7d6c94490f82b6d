import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../service/ports/store.ts';
import { addAuditMetrics, type AuditSources } from './audit-metrics.ts';
import { StartError } from './config.ts';

export interface Metrics {
  /** One answered request; `seconds` until its headers were there. */
  readonly answered: (call: {
    readonly operation: string;
    readonly method: string;
    readonly status: number;
    readonly seconds: number;
  }) => void;
  /** Everything in the text format that Prometheus reads. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** What the figures are read from when they are asked for. */
export interface MetricSources {
  readonly store: Pick<Store, 'read'>;
  /** Event streams that are open. */
  readonly eventStreams: () => number;
  /** The moment that jobs are due by, in epoch milliseconds. */
  readonly now: () => number;
  readonly audit: Pick<AuditSources, 'receiverId' | 'keepDays' | 'streamer'>;
}

/** The figures of one server process. No label holds an id, a name or an address. */
export const createMetrics = ({ store, eventStreams, now, audit }: MetricSources): Metrics => {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: 'latchkey_http_request_duration_seconds',
    help: 'Time until the headers of an answer, by operation of the API ("page" for files of the console).',
    labelNames: ['operation', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'latchkey_event_streams',
    help: 'Consoles that listen for changes on this server.',
    registers,
    collect() {
      this.set(eventStreams());
    },
  });
  const jobs = new Gauge({
    name: 'latchkey_jobs',
    help: 'Work of all servers: due and not begun, waiting for its time, given up.',
    labelNames: ['state'],
    registers,
    // A database that does not answer leaves this figure out and says so in the one below.
    async collect() {
      try {
        const counts = await store.read(async (tx) => ({
          due: await tx.count('jobs', { where: { status: 'queued', runAt: { atMost: now() } } }),
          all: await tx.count('jobs', { where: { status: 'queued' } }),
          dead: await tx.count('jobs', { where: { status: 'dead' } }),
        }));
        jobs.set({ state: 'due' }, counts.due);
        jobs.set({ state: 'waiting' }, counts.all - counts.due);
        jobs.set({ state: 'dead' }, counts.dead);
        database.set(1);
      } catch {
        jobs.reset();
        database.set(0);
      }
    },
  });
  const database = new Gauge({
    name: 'latchkey_database_up',
    help: 'Whether the database answered just now.',
    registers,
  });
  addAuditMetrics(register, { ...audit, store, now });
  return {
    answered: ({ operation, method, status, seconds }) =>
      duration.observe({ operation, method, status: String(status) }, seconds),
    text: () => register.metrics(),
    contentType: register.contentType,
  };
};

/**
 * Serves the figures on an address of their own, so that whoever may reach the console cannot read them. Throws
 * StartError when it cannot listen there.
 */
export const serveMetrics = async (
  metrics: Pick<Metrics, 'text' | 'contentType'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly stop: () => Promise<void> }> => {
  const server: Server = createServer((incoming, outgoing) => {
    if (incoming.url !== '/metrics' || incoming.method !== 'GET') {
      outgoing.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => outgoing.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => outgoing.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new StartError([`LATCHKEY_METRICS: ${host}:${port} cannot be listened on.`], { cause: error })),
    );
    server.listen(port, host, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
