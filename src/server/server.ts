import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { getSession } from '../contract/operations/session.ts';
import { createBackend, loadWhole } from '../host/backend.ts';
import { systemClock } from '../runtime/clock.ts';
import { createSealer } from '../runtime/sealer.ts';
import type { Sealer } from '../service/ports/ports.ts';
import { UnavailableError, type Store, type World } from '../service/ports/store.ts';
import { isLoopback, StartError, type Config } from './config.ts';
import { followEventStreams } from './event-streams.ts';
import { keepAnswers } from './kept-answers.ts';
import type { Log } from './log.ts';
import { createRootApp } from './root-app.ts';
import { keepSealingKey } from './sealing-key.ts';
import { createReset, prepareStore } from './seed.ts';
import { serveSite } from './static.ts';

/** How long requests under way may take when the server stops, in milliseconds. */
const DRAIN = 10_000;

export interface RunningServer {
  readonly url: string;
  /**
   * Says that it is not ready any more and, after the configured time, takes no more requests, ends event streams, waits for requests under way, closes the store. Safe to repeat. */
  stop(): Promise<void>;
}

export interface ServerParts {
  readonly config: Config;
  readonly log: Log;
  /** The folder of the built console. */
  readonly site: string;
  /** Makes the demo organization. */
  readonly growDemoWorld: (options: { readonly now: number; readonly sealer: Sealer }) => Promise<World>;
}

/** A statement that takes so long wants an index or a rest; milliseconds, waiting for this process included. */
const SLOW = 5000;

const warnOfSlow =
  (log: Log) =>
  ({ sql, milliseconds }: { readonly sql: string; readonly milliseconds: number }): void => {
    if (milliseconds >= SLOW) log.warn(`the database took ${Math.round(milliseconds)} ms: ${sql}`);
  };

const openStore = async ({ databaseUrl, databasePool, dataDir }: Config, log: Log): Promise<Store> => {
  const report = (message: string, error: unknown): void => log.fault(message, error);
  // Each database's driver takes its time to load, and only one is needed.
  if (databaseUrl !== null) {
    const { openPostgres } = await import('./store/postgres.ts');
    try {
      return await openPostgres(databaseUrl, { poolSize: databasePool, report, watch: warnOfSlow(log) });
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const cause = error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
      throw new StartError([`The database at DATABASE_URL does not answer: ${cause}`], { cause: error });
    }
  }
  const { openPglite } = await import('./store/pglite.ts');
  try {
    return await openPglite(join(dataDir, 'database'), { report });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('in use by another process'))) throw error;
    throw new StartError(
      [
        `DATA_DIR ${dataDir} is in use by another Latchkey. Stop that one, or choose another folder with DATA_DIR.`,
      ],
      { cause: error },
    );
  }
};

const listen = (server: Server, { host, port }: Config): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: { readonly [code: string]: string } = {
        EADDRINUSE: `Port ${port} on ${host} is in use. Choose another with PORT, or stop what listens there.`,
        EACCES: `Port ${port} may not be listened on by this user. Choose one above 1023 with PORT.`,
        EADDRNOTAVAIL: `${host} is no address of this machine. Choose another with HOST.`,
        ENOTFOUND: `${host} is no address of this machine. Choose another with HOST.`,
      };
      const reason = reasons[error.code ?? ''];
      reject(reason === undefined ? error : new StartError([reason], { cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === 'object' && address ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${actual}`);
    });
  });

/** Resolves when every connection has ended; those that are still busy after DRAIN are cut. */
const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), DRAIN);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });

/** Opens the store, fills it if it is empty, and listens. Throws StartError with a plain reason when it cannot. */
export const startServer = async ({
  config,
  log,
  site: folder,
  growDemoWorld,
}: ServerParts): Promise<RunningServer> => {
  const cleanUp: (() => Promise<void>)[] = [];
  const stopAll = async (): Promise<void> => {
    for (let next = cleanUp.pop(); next; next = cleanUp.pop())
      await next().catch((error: unknown) => log.fault('stopping failed', error));
  };
  try {
    const store = await openStore(config, log);
    cleanUp.push(() => store.close());
    const sealer = createSealer(config.sealingKey ?? (await keepSealingKey(config.dataDir)));
    const grow = () => growDemoWorld({ now: systemClock.now(), sealer });
    await prepareStore(store, sealer, config.seed === 'demo' ? grow : null);
    await loadWhole();
    const backend = await createBackend({
      store,
      sealer,
      clock: systemClock,
      demo: config.demoControls === 'on' ? { reset: createReset(store, grow) } : null,
      // Nothing but loopback is served so far, and that without TLS.
      secureCookies: false,
      report: (error) => log.fault('something failed', error),
    });
    cleanUp.push(() => backend.stop());
    const site = await serveSite(folder, async (request) => {
      const cookie = request.headers.get('cookie');
      if (cookie === null) return null;
      const answer = await backend.app.request(getSession.path, { headers: { cookie } });
      return answer.ok ? answer.text() : null;
    });
    const streams = followEventStreams();
    let stopping: Promise<void> | undefined;
    const root = createRootApp({
      api: backend.app,
      site,
      streams,
      keeper: keepAnswers(store),
      stopping: () => stopping !== undefined,
      loopbackOnly: isLoopback(config.host),
    });
    const answer = getRequestListener(root.fetch);
    const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (incoming, outgoing) => {
      // The next request of this client is another server's.
      if (stopping) outgoing.setHeader('connection', 'close');
      // It turns every failure into an answer itself.
      void answer(incoming, outgoing);
    });
    const url = await listen(server, config);
    cleanUp.push(async () => {
      await wait(config.drain * 1000);
      const drained = drain(server);
      streams.endAll();
      await drained;
    });
    void site.warm().catch((error: unknown) => log.fault('the console could not be compressed', error));
    return { url, stop: () => (stopping ??= stopAll()) };
  } catch (error) {
    await stopAll();
    throw error;
  }
};
