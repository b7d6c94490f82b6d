import { randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as oidc from 'openid-client';
import { readClaims, textOf } from '../../domain/sign-in/claims.ts';
import { fromOf, sessionCookie } from '../../http/app.ts';
import { originOf } from '../../http/audit-trail.ts';
import { bindingsOf } from '../../http/cookies.ts';
import { countedFrom, type RateLimit } from '../../http/rate-limit.ts';
import { InputError, readText } from '../../http/read-input.ts';
import type { Deps } from '../../service/deps.ts';
import { ProblemError } from '../../service/problem.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import type { Started } from '../../service/session/sessions.ts';
import { withOrigin } from '../../service/audit/origin.ts';
import { noteRefusedSignIn } from '../../service/sign-in/note-refused.ts';
import { sessionContext } from '../../service/sign-in/session-context.ts';
import { endProviderSessions } from '../../service/sign-in/provider-logout.ts';
import { SignInRefusedError, type SignInRefusal } from '../../service/sign-in/admission.ts';
import { signInWithProvider } from '../../service/sign-in/sign-in-with-provider.ts';
import type { Log } from '../log.ts';
import { consolePolicy } from '../security-headers.ts';
import {
  ProviderDownError,
  ProviderRefusedError,
  writeKept,
  type Flow,
  type ProviderClient,
  type SignedIn,
} from './provider-client.ts';
import { pushingOf } from './pushing-of.ts';
import { safeReturn } from './return-to.ts';

/** How long somebody may stay at the provider, in milliseconds. */
const FLOW_LIFE = 600_000;
const FLOW_CONTEXT = 'sign-in flow';
/** A session that cannot be refreshed is not to outlive what the provider said by much. Milliseconds. */
const WITHOUT_REFRESH = 3_600_000;
/** Logout tokens are a kilobyte or two. */
const MOST_FORM_BYTES = 64 * 1024;

/** Why a login ended without a session, as the sign-in page is told. */
type Failure = SignInRefusal | 'refused' | 'expired' | 'provider_down' | 'failed' | 'unknown_provider';

export interface RouteParts {
  readonly deps: Deps;
  /** Counts calls by address, as of everybody whom nobody knows; null without a limit. */
  readonly limit: RateLimit | null;
  readonly clients: readonly ProviderClient[];
  readonly publicUrl: string;
  readonly firstAdmin: string | null;
  /** How long a provider's word is good for, in milliseconds. */
  readonly refreshEvery: number;
  readonly log: Log;
}

/** Says to the window that waits that it is done, and goes; what stays if it may not go is words. */
const DONE_SCRIPT = `new BroadcastChannel('latchkey-sign-in').postMessage('done');window.close();`;
const donePage = (nonce: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Signed in · Latchkey</title>
<body>
<h1>Signed in</h1>
<p>Close this window and go on where you were.</p>
<script nonce="${nonce}">${DONE_SCRIPT}</script>
</body>
</html>
`;

/**
 * Signing in with providers: top-level navigations, which answer with redirects. A login's state travels sealed in a cookie
 * of its own, so any server process can finish what another began, and nothing is stored for logins that nobody finishes.
 */
export const createSignInRoutes = (parts: RouteParts): Hono => {
  const { deps, clients, publicUrl, log } = parts;
  const secure = publicUrl.startsWith('https:');
  const flowCookie = (state: string): string =>
    `${secure ? '__Host-' : ''}latchkey_flow_${state.slice(0, 10)}`;
  const clientOf = (c: Context): ProviderClient | undefined =>
    clients.find(({ config }) => config.id === c.req.param('provider'));

  const leave = (c: Context, to: string): Response => {
    c.header('cache-control', 'no-store');
    return c.redirect(new URL(to, publicUrl).href, 303);
  };
  const fail = (c: Context, error: Failure, provider: string | undefined, returnTo: string): Response => {
    const query = new URLSearchParams({ error, ...(provider ? { provider } : {}) });
    if (returnTo !== '/') query.set('return_to', returnTo);
    return leave(c, `/sign-in?${query.toString()}`);
  };

  /** As everywhere: what is written down says where it came from (A3). */
  const depsOf = (c: Context): Deps => ({ ...deps, store: withOrigin(deps.store, originOf(c, null)) });

  const app = new Hono();
  /** Errors: 429. */
  const count = (c: Context): void => parts.limit?.take(countedFrom(bindingsOf(c).address));
  for (const path of ['/auth/login/*', '/auth/callback/*'])
    app.use(path, async (c, next) => {
      count(c);
      await next();
    });

  app.get('/auth/login/:provider', async (c) => {
    const client = clientOf(c);
    const returnTo = safeReturn(c.req.query('return_to'), publicUrl);
    if (!client) return fail(c, 'unknown_provider', undefined, returnTo);
    const flow: Flow = {
      provider: client.config.id,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      returnTo,
      fresh: c.req.query('fresh') === '1',
      ownWindow: c.req.query('own_window') === '1',
      startedAt: deps.clock.now(),
    };
    try {
      const url = await client.loginUrl(flow);
      setCookie(c, flowCookie(flow.state), await deps.sealer.seal(JSON.stringify(flow), FLOW_CONTEXT), {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure,
        maxAge: FLOW_LIFE / 1000,
      });
      c.header('cache-control', 'no-store');
      return c.redirect(url, 303);
    } catch (error) {
      if (!(error instanceof ProviderDownError)) throw error;
      log.fault(`the provider ${client.config.id} cannot be reached`, error);
      return fail(c, 'provider_down', client.config.id, returnTo);
    }
  });

  /** What the browser brought back of a login that it began, once. */
  const takeFlow = async (c: Context): Promise<Flow | null> => {
    const name = flowCookie(c.req.query('state') ?? '');
    const sealed = getCookie(c, name);
    if (sealed === undefined) return null;
    deleteCookie(c, name, { path: '/', secure });
    try {
      // Sealed by this route alone.
      const flow = JSON.parse(await deps.sealer.open(sealed, FLOW_CONTEXT)) as Flow;
      // One that began ahead did so before the clock was set back.
      return Math.abs(deps.clock.now() - flow.startedAt) < FLOW_LIFE ? flow : null;
    } catch {
      return null;
    }
  };

  const begin = async (c: Context, client: ProviderClient, signedIn: SignedIn): Promise<Started> => {
    const { kept, subject, claims, providerSession, authenticatedAt } = signedIn;
    const { id: providerId, policy } = client.config;
    const refreshes = kept.refreshToken !== null;
    const pushing = pushingOf(client.config, parts.firstAdmin);
    return signInWithProvider(
      depsOf(c),
      {
        providerId,
        issuer: await client.issuer(),
        subject,
        entitlement: readClaims({ ...claims, sub: subject }, policy),
        pushing,
        externalId: pushing && (textOf({ ...claims, sub: subject }, pushing.subjectClaim) || null),
      },
      { admits: policy.admits, firstAdmin: parts.firstAdmin },
      {
        providerSession,
        authenticatedAt,
        refreshAt: refreshes ? deps.clock.now() + parts.refreshEvery : null,
        lasts: refreshes ? Number.POSITIVE_INFINITY : WITHOUT_REFRESH,
        seal: (sessionId) => deps.sealer.seal(writeKept(kept), sessionContext(sessionId)),
      },
      fromOf(c),
      getCookie(c, sessionCookie(secure)) ?? '',
    );
  };

  app.get('/auth/callback/:provider', async (c) => {
    const client = clientOf(c);
    const flow = await takeFlow(c);
    // Another browser's answer, an old one, or one that was used: whoever sent it here gets nobody signed in.
    if (!client || flow?.provider !== client.config.id) return fail(c, 'expired', client?.config.id, '/');
    const failed = (error: Failure) => fail(c, error, flow.provider, flow.returnTo);
    let subject: string | null = null;
    const refuse = async (error: Failure): Promise<Response> => {
      await noteRefusedSignIn(depsOf(c), { providerId: flow.provider, subject, reason: error });
      return failed(error);
    };
    try {
      const signedIn = await client.finish(flow, new URL(c.req.url).search);
      ({ subject } = signedIn);
      const started = await begin(c, client, signedIn);
      setCookie(c, sessionCookie(secure), started.token, {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        secure,
        maxAge: Math.floor(started.lasts / 1000),
      });
      return leave(c, flow.ownWindow ? '/auth/done' : flow.returnTo);
    } catch (error) {
      if (error instanceof SignInRefusedError) return await refuse(error.reason);
      if (error instanceof ProviderDownError || error instanceof ProviderRefusedError) {
        log.fault(`signing in with ${flow.provider} failed`, error);
        return error instanceof ProviderDownError ? failed('provider_down') : await refuse('refused');
      }
      log.fault('signing in failed', error);
      return failed('failed');
    }
  });

  app.get('/auth/done', (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', consolePolicy(nonce));
    return c.html(donePage(nonce), 200, { 'cache-control': 'no-store' });
  });

  // Called by the provider itself, with its own signature for a proof.
  app.post('/auth/backchannel-logout/:provider', async (c) => {
    const client = clientOf(c);
    c.header('cache-control', 'no-store');
    const refuse = (description: string) =>
      c.json({ error: 'invalid_request', error_description: description }, 400);
    if (!client) return refuse('There is no such provider here.');
    try {
      const form = await readText(c.req.raw, MOST_FORM_BYTES);
      const token = new URLSearchParams(form).get('logout_token') ?? '';
      const notice = await client.readLogoutToken(token);
      const issuer = await client.issuer();
      await endProviderSessions(depsOf(c), { providerId: client.config.id, issuer, ...notice });
      return c.body(null, 200);
    } catch (error) {
      if (error instanceof ProviderDownError || error instanceof UnavailableError)
        return c.json({ error: 'temporarily_unavailable' }, 503);
      if (error instanceof InputError) return refuse(error.message);
      // Before the log is written. Those that count end sessions, however many people a provider signs out at once.
      count(c);
      log.warn(`a logout token for ${client.config.id} was refused`);
      return refuse('The logout token is not valid.');
    }
  });

  app.onError((error, c) => {
    if (error instanceof ProblemError && error.code === 'too_many_requests')
      return c.text(`${error.message}\n`, 429, {
        'cache-control': 'no-store',
        'retry-after': error.metadata['retry_after'] ?? '1',
      });
    log.fault('signing in failed', error);
    return fail(c, 'failed', undefined, '/');
  });
  return app;
};
