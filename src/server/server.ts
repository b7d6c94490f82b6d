import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { getSession } from '../contract/operations/session.ts';
import { createBackend, loadWhole } from '../host/backend.ts';
import { resealAll } from '../host/reseal.ts';
import { systemClock } from '../runtime/clock.ts';
import { BrokenChainError } from '../service/audit/broken-chain.ts';
import type { Sealer } from '../service/ports/ports.ts';
import type { Store, World } from '../service/ports/store.ts';
import { createAdminDoor, hangDoorSign, newSecret } from './admin-door.ts';
import { startAuditChecks, type AuditChecks } from './audit-checks.ts';
import { startAuditStream } from './audit-stream/start.ts';
import { receiverId } from './audit-stream/target.ts';
import { StartError, type Config } from './config.ts';
import { followEventStreams } from './event-streams.ts';
import { keepAnswers } from './kept-answers.ts';
import type { Log } from './log.ts';
import { isLoopback } from './loopback.ts';
import { openStore } from './open-store.ts';
import type { Metrics } from './metrics.ts';
import { createRootApp } from './root-app.ts';
import { configuredSealer } from './sealing-key.ts';
import { answerUnaddressed, answerUnreadable } from './unreadable-requests.ts';
import { bindToCurrentKey, createReset, makeOrganization, prepareStore, wantsResealing } from './seed.ts';
import { openSignIn } from './sign-in/open-sign-in.ts';
import { publicOrigin } from './sign-in/options.ts';
import { serveSite } from './static.ts';
import { createVendorLogin } from './vendor-login.ts';
import { createPoster } from './webhooks/poster.ts';

/** How long requests under way may take when the server stops, in milliseconds. */
const DRAIN = 10_000;

/** Whoever sends slower than this is let go; looked at every two seconds. Milliseconds. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
};

/** A connection on which nothing comes or goes for so long, such as of somebody who does not read an answer, is cut. Milliseconds. */
const STALLED = 300_000;

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

/** Until nothing is left: other servers may go on sealing with an older key until they are switched too. */
const sealAgain = async (store: Store, sealer: Sealer): Promise<number> => {
  let resealed = 0;
  for (let last = await resealAll(store, sealer); last > 0; last = await resealAll(store, sealer))
    resealed += last;
  await bindToCurrentKey(store, sealer);
  return resealed;
};

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
    // Loaded where they are wanted.
    const traces = config.traces === null ? null : (await import('./traces.ts')).createTraces(config.traces);
    const opened = await openStore(config, log);
    cleanUp.push(() => opened.close());
    const store = traces ? traces.store(opened) : opened;
    if (traces) cleanUp.push(() => traces.stop());
    const sealer = await configuredSealer(config);
    const grow = () => growDemoWorld({ now: systemClock.now(), sealer });
    await prepareStore(store, sealer, config.seed === 'demo' ? grow : null);
    if (config.providers.length > 0) await makeOrganization(store, config.organization || 'Organization');
    await loadWhole();
    // Loaded where it is wanted.
    const mailing = config.smtp ? (await import('./mail/mailing.ts')).createMailing(config) : null;
    if (mailing) cleanUp.push(async () => mailing.close());
    const signIn = await openSignIn(config, sealer, log);
    const { publicUrl } = config;
    const secureCookies = publicUrl !== null && publicOrigin(publicUrl).secure;
    const receiver = config.auditStream && receiverId(config.auditStream);
    const report = (error: unknown): void => {
      if (error instanceof BrokenChainError) checks?.lookAt(error.organizationId);
      log.fault('something failed', error);
    };
    let checks: AuditChecks | undefined;
    const backend = await createBackend({
      store,
      sealer,
      clock: systemClock,
      demo: config.demoControls === 'on' ? { reset: createReset(store, grow) } : null,
      secureCookies,
      publicOrigin: publicUrl,
      signIn: signIn.policy,
      mailing,
      posting: {
        poster: createPoster({
          privateNetworks: config.webhookPrivate === 'on',
          // Of a server that others reach, this machine is nobody's to call.
          loopback: config.mode !== 'production' && isLoopback(config.host),
          now: () => systemClock.now(),
        }),
        publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
      },
      auditKeepDays: config.auditKeepDays,
      auditReceiver: receiver,
      callsPerMinute: config.callsPerMinute,
      report,
    });
    cleanUp.push(() => backend.stop());
    const { stop: stopChecks, lookAt } = (checks = startAuditChecks(backend.deps, log, receiver));
    cleanUp.push(stopChecks);
    const streamer = startAuditStream(backend.deps, config, log, lookAt);
    if (streamer) cleanUp.push(() => streamer.stop());
    const unfollow = signIn.follow(backend.deps);
    cleanUp.push(async () => unfollow());
    const startMetrics = async (at: { readonly host: string; readonly port: number }): Promise<Metrics> => {
      // Loaded where it is wanted.
      const { createMetrics, serveMetrics } = await import('./metrics.ts');
      const made = createMetrics({
        store,
        eventStreams: () => streams.count(),
        now: () => backend.deps.clock.now(),
        audit: { receiverId: receiver, keepDays: config.auditKeepDays, streamer },
      });
      const served = await serveMetrics(made, at);
      cleanUp.push(served.stop);
      return made;
    };
    const site = await serveSite(folder, async (request) => {
      const cookie = request.headers.get('cookie');
      if (cookie === null) return null;
      const answer = await backend.app.request(getSession.path, { headers: { cookie } });
      return answer.ok ? answer.text() : null;
    });
    // A store that other processes can open as well needs no door here.
    const secret = config.databaseUrl === null && isLoopback(config.host) ? newSecret() : undefined;
    const streams = followEventStreams();
    let stopping: Promise<void> | undefined;
    const metrics = config.metrics && (await startMetrics(config.metrics));
    const root = createRootApp({
      api: backend.app,
      site,
      streams,
      door:
        secret === undefined
          ? null
          : createAdminDoor(backend.deps, secret, report, config.breakGlass === 'on', receiver),
      keeper: keepAnswers(store),
      stopping: () => stopping !== undefined,
      signIn: signIn.routes(backend.deps, backend.rateLimit),
      scim: signIn.pushes(backend.deps, backend.rateLimit),
      vendorLogin: createVendorLogin({ deps: backend.deps, limit: backend.rateLimit, report }),
      proxies: config.trustedProxies,
      secure: secureCookies,
      observe:
        metrics || config.logRequests === 'on'
          ? ({ milliseconds, method, operation, status }) => {
              metrics?.answered({ operation, method, status, seconds: milliseconds / 1000 });
              if (config.logRequests === 'on')
                log.request({ operation, status, milliseconds: Math.round(milliseconds * 10) / 10 });
            }
          : null,
      report,
      traces,
      loopbackOnly: isLoopback(config.host),
      publicHost: publicUrl === null ? null : publicOrigin(publicUrl).hostname,
    });
    const errorHandler = answerUnaddressed(secureCookies, report);
    const answer = getRequestListener(root.fetch, { errorHandler });
    const serve: RequestListener = (incoming, outgoing) => {
      // The next request of this client is another server's.
      if (stopping) outgoing.setHeader('connection', 'close');
      // It turns every failure into an answer itself.
      void answer(incoming, outgoing);
    };
    // Node would refuse what has no host, or expects something unheard of, by itself, without any of our headers.
    const server = createServer({ ...TIMEOUTS, requireHostHeader: false }, serve);
    server.on('checkExpectation', serve);
    server.setTimeout(STALLED);
    answerUnreadable(server, secureCookies);
    const url = await listen(server, config);
    cleanUp.push(async () => {
      await wait(config.drain * 1000);
      const drained = drain(server);
      streams.endAll();
      await drained;
    });
    if (secret !== undefined) cleanUp.push(await hangDoorSign(config.dataDir, { url, secret }));
    if (config.olderSealingKeys.length > 0 || (await wantsResealing(store, sealer)))
      void sealAgain(store, sealer)
        .then((count) =>
          log.note(
            `${count} texts were sealed again; all are sealed with the current key now. Once every server has it, LATCHKEY_OLDER_SEALING_KEYS is not needed any more`,
          ),
        )
        .catch((error: unknown) => log.fault('sealing again failed; the next start goes on with it', error));
    void site.warm().catch((error: unknown) => log.fault('the console could not be compressed', error));
    return { url, stop: () => (stopping ??= stopAll()) };
  } catch (error) {
    await stopAll();
    throw error;
  }
};
