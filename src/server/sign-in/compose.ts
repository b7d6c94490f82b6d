import type { Hono } from 'hono';
import { isLive, type Session } from '../../domain/sign-in/session.ts';
import { HOUR, MINUTE } from '../../domain/time.ts';
import type { RateLimit } from '../../http/rate-limit.ts';
import type { Deps } from '../../service/deps.ts';
import type { Sealer } from '../../service/ports/ports.ts';
import { carryOut } from '../../service/scim/carry-out.ts';
import { removeSession } from '../../service/session/sessions.ts';
import type { Providers, SignInPolicy } from '../../service/session/sign-in-policy.ts';
import { sessionContext } from '../../service/sign-in/session-context.ts';
import { refreshSession } from '../../service/sign-in/refresh-session.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { createScimRoutes } from '../scim/routes.ts';
import { createProviderClient, readKept, writeKept, type Kept } from './provider-client.ts';
import { pushingOf } from './pushing-of.ts';
import { createSignInRoutes } from './routes.ts';

/** How often sessions are looked for whose provider is to be asked again though nobody uses them. Milliseconds. */
const SWEEP = MINUTE;
const BATCH = 200;
/** Questions to providers under way for it. */
const AT_ONCE = 8;

/** Sign-in as a server does it. */
export interface ServerSignIn {
  readonly policy: SignInPolicy;
  /** The addresses of logins, for the backend's dependencies; null with personas. */
  routes(deps: Deps, limit: RateLimit | null): Hono | null;
  /** Where providers push people and groups; null where none does. */
  pushes(deps: Deps, limit: RateLimit | null): Hono | null;
  /**
   * Keeps sessions that nobody uses in line as well, for programs act with what their person is, and carries out what pushes
   * about many left to be done. Returns how to stop.
   */
  follow(deps: Deps): () => void;
}

/** Composes it from a configuration with providers. */
export const createServerSignIn = (
  config: Config & { readonly publicUrl: string },
  sealer: Sealer,
  log: Log,
): ServerSignIn => {
  const { publicUrl, providers: configs, firstAdmin } = config;
  const every = config.sessionRefresh * MINUTE;
  const clients = configs.map((one) => createProviderClient(one, publicUrl));

  const keptOf = async ({ id, sealed }: Session): Promise<Kept | null> =>
    sealed === null ? null : readKept(await sealer.open(sealed, sessionContext(id)));
  const identityOf = (deps: Deps, { identityId }: Session) =>
    identityId === null ? undefined : deps.store.get('identities', identityId);

  const providers: Providers = {
    list: configs.map(({ id, name }) => ({ id, name })),
    refresh: async (deps, session) => {
      const identity = await identityOf(deps, session);
      const client = clients.find((one) => one.config.id === identity?.providerId);
      const end = (reason: string) =>
        deps.store.write((tx) => removeSession(tx, deps, session, 'session.ended', 'system', reason));
      // Its provider is not configured any more.
      if (!identity || !client) return end('the provider is not known any more');
      const kept = await keptOf(session).catch(() => null);
      if (kept === null) return end('the session cannot be refreshed');
      await refreshSession(deps, session, {
        providerId: client.config.id,
        policy: client.config.policy,
        firstAdmin,
        pushing: pushingOf(client.config, firstAdmin),
        every,
        ask: () =>
          client.refresh(
            identity.subject,
            kept,
            (next) => sealer.seal(writeKept(next), sessionContext(session.id)),
            (error) =>
              log.fault(
                `the provider ${client.config.id} cannot be asked again; its sessions go on meanwhile`,
                error,
              ),
          ),
      });
    },
    signOutUrl: async (deps, session) => {
      const identity = await identityOf(deps, session);
      const client = clients.find((one) => one.config.id === identity?.providerId);
      try {
        return client ? await client.signOutUrl(await keptOf(session)) : null;
      } catch (error) {
        // Here one is signed out all the same.
        log.fault('the provider cannot be told of a sign-out', error);
        return null;
      }
    },
  };

  const policy: SignInPolicy = {
    providers,
    breakGlass: config.breakGlass === 'on',
    stepUp: config.stepUp === null ? null : config.stepUp * MINUTE,
    idle: config.sessionIdle * MINUTE,
    lifetime: config.sessionLifetime * HOUR,
  };

  const tend = async (deps: Deps, session: Session): Promise<void> => {
    if (isLive(session, policy, deps.clock.now())) await providers.refresh(deps, session);
    else
      await deps.store.write((tx) => removeSession(tx, deps, session, 'session.ended', 'system', 'unused'));
  };
  const sweep = async (deps: Deps): Promise<void> => {
    // Whatever falls due meanwhile is the next sweep's.
    const now = deps.clock.now();
    let due: readonly Session[];
    // Walked once by id: those that fail are not found again, and keep none behind them from its turn.
    let last: string | undefined;
    do {
      const after = last === undefined ? {} : { after: { value: last, id: last } };
      due = await deps.store.read((tx) =>
        tx.find('sessions', { where: { refreshAt: { atMost: now } }, limit: BATCH, ...after }),
      );
      last = due.at(-1)?.id;
      const waiting = due.values();
      const work = async (): Promise<void> => {
        for (const session of waiting)
          await tend(deps, session).catch((error: unknown) =>
            log.fault('a session could not be refreshed', error),
          );
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    } while (due.length === BATCH);
  };

  const pushings = configs.flatMap((one) => pushingOf(one, firstAdmin) ?? []);
  /** One that fails keeps none of the others from its turn. */
  const tendAll = async (deps: Deps): Promise<void> => {
    await sweep(deps).catch((error: unknown) => log.fault('sessions could not be refreshed', error));
    for (const pushing of pushings)
      await carryOut(deps, pushing).catch((error: unknown) =>
        log.fault(`what ${pushing.providerId} pushed could not be carried out`, error),
      );
  };

  return {
    policy,
    routes: (deps, limit) =>
      createSignInRoutes({ deps, limit, clients, publicUrl, firstAdmin, refreshEvery: every, log }),
    pushes: (deps, limit) =>
      createScimRoutes({
        deps,
        limit,
        providers: configs,
        publicUrl,
        firstAdmin,
        report: (error) => log.fault('a push failed', error),
      }),
    follow: (deps) => {
      let busy = false;
      const timer = setInterval(() => {
        if (busy) return;
        busy = true;
        void tendAll(deps).finally(() => {
          busy = false;
        });
      }, SWEEP);
      return () => clearInterval(timer);
    },
  };
};
