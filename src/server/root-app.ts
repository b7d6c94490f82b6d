import { randomUUID } from 'node:crypto';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { consoleLinks } from '../contract/console-links.ts';
import { unsubscribeFromMail } from '../contract/operations/mail.ts';
import { API_ROOTS } from '../contract/operations.ts';
import { hideTokens } from '../http/hide-tokens.ts';
import { errorResponse } from '../http/problem-response.ts';
import { ADMIN_AUDIT, ADMIN_BREAK_GLASS, ADMIN_KEYS, ADMIN_TOKENS } from './admin-door.ts';
import { callerAddress, type TrustedProxies } from './caller-address.ts';
import { compressAnswer } from './compression.ts';
import { isLoopback } from './loopback.ts';
import { serveDocs } from './docs-page.ts';
import type { EventStreams } from './event-streams.ts';
import { STEADY_PATHS } from './kept-answers.ts';
import { currentRequest } from './log.ts';
import { createOperationAt } from './operation-at.ts';
import { nothingHere } from './scim/answers.ts';
import { securityHeaders } from './security-headers.ts';
import type { StaticSite } from './static.ts';
import type { Traces } from './traces.ts';
import { VENDOR_LOGIN_PATHS } from './vendor-login.ts';

export interface RootParts {
  readonly api: Hono;
  readonly site: StaticSite;
  readonly streams: EventStreams;
  /** For the command line on this machine; absent where the store can be opened beside the server. */
  readonly door?: Hono | null;
  /** Whether this server was asked to stop, and is not to be sent anything more. */
  readonly stopping: () => boolean;
  /** Stands before reads whose answers may be given again (keepAnswers). */
  readonly keeper: MiddlewareHandler;
  /** The addresses of logins; null where personas are the way to sign in. */
  readonly signIn?: Hono | null;
  /** Where providers push people and groups; null where none does. */
  readonly scim?: Hono | null;
  readonly proxies?: TrustedProxies | null;
  /** Reached over TLS, and by nothing else from now on. */
  readonly secure?: boolean;
  /** Told of every answered request; null where nobody wants to know. */
  readonly observe:
    | ((call: {
        readonly operation: string;
        readonly method: string;
        readonly status: number;
        readonly milliseconds: number;
      }) => void)
    | null;
  /** Where the vendor's command line signs in. */
  readonly vendorLogin?: Hono | null;
  /** Told of faults that nobody foresaw outside the API. */
  readonly report: (error: unknown) => void;
  /** Follows every request, where that is wanted. */
  readonly traces?: Traces | null;
  /** Answers only names of this machine, and the public one. */
  readonly loopbackOnly: boolean;
  readonly publicHost?: string | null;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const EVENTS = 'text/event-stream';

/** Secrets beside text that somebody else chose would tell their length when compressed. */
const CARRIES_SECRETS =
  /\/(?:credentials|claim|access_token|secrets)$|^\/v1\/project\/[^/]+\/service\/[^/]+(?:\/user\/[^/]+)?$/u;

/** Where a call came from, as the app is told. */
const addressOf = (c: Context, proxies: TrustedProxies | null = null): string | undefined => {
  // The bindings of @hono/node-server; tests that call the app directly have none.
  const { incoming } = c.env as { incoming?: { socket?: { remoteAddress?: string } } };
  return callerAddress(incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'), proxies);
};

const answerApi = async (c: Context, { api, streams, proxies }: RootParts): Promise<Response> => {
  const request = c.req.raw;
  const secret =
    CARRIES_SECRETS.test(c.req.path) || (request.method === 'POST' && c.req.path.endsWith('/api-keys'));
  const isHead = request.method === 'HEAD' && !secret;
  // Asked as a GET here, for Hono would leave the unread body of a stream open for ever. Not where a GET has an effect.
  const asked = isHead
    ? new Request(request.url, { headers: request.headers, signal: request.signal })
    : request;
  const answer = await api.fetch(asked, {
    ...c.env,
    address: addressOf(c, proxies),
    callId: currentRequest.getStore()?.id,
  });
  if (isHead) {
    await answer.body?.cancel();
    return new Response(null, { status: answer.status, headers: answer.headers });
  }
  if (answer.headers.get('content-type')?.startsWith(EVENTS)) return streams.follow(answer);
  if (secret) return answer;
  return compressAnswer(answer, c.req.header('accept-encoding'));
};

/** Everything that the server answers: the API, its description, the console. */
export const createRootApp = (parts: RootParts): Hono => {
  const docs = serveDocs();
  const root = new Hono();

  const operationAt = createOperationAt();
  const isApi = (path: string): boolean => API_ROOTS.some((start) => path.startsWith(`${start}/`));
  const nameOf = (method: string, path: string): string => {
    if (isApi(path)) return operationAt(method, path);
    return path.startsWith('/scim/') ? 'scim' : 'page';
  };
  const { traces, observe } = parts;
  root.use(async (c, next) => {
    const id = randomUUID();
    const { method, path } = c.req;
    const facts = {
      id,
      method,
      // Hardly any request has something to say of itself.
      get path() {
        return hideTokens(path);
      },
    };
    await currentRequest.run(facts, async () => {
      if (!traces && !observe) return next();
      const from = performance.now();
      const operation = nameOf(method, path);
      const run = async (): Promise<Response> => {
        await next();
        return c.res;
      };
      if (traces) await traces.request({ method, operation, requestId: id, headers: c.req.header() }, run);
      else await run();
      observe?.({
        operation,
        // Whatever else somebody may send is one thing.
        method: METHODS.has(method) ? method : 'other',
        status: c.res.status,
        milliseconds: performance.now() - from,
      });
    });
    c.res.headers.set('x-request-id', id);
  });
  root.use(securityHeaders(parts.secure ?? false));
  if (parts.loopbackOnly)
    root.use(async (c, next) => {
      // Another site's name that was made to point here would otherwise be this server's own origin to a browser.
      const host = new URL(c.req.url).hostname.replace(/^\[(.*)\]$/u, '$1');
      if (isLoopback(host) || host === parts.publicHost) return next();
      return c.text('This server answers to names of this machine alone, such as localhost.\n', 421);
    });

  for (const path of STEADY_PATHS) root.get(path, parts.keeper);
  const api = (c: Context) => answerApi(c, parts);
  const { door } = parts;
  if (door)
    root.on('POST', [ADMIN_TOKENS, ADMIN_KEYS, ADMIN_AUDIT, ADMIN_BREAK_GLASS], (c) =>
      door.fetch(c.req.raw, { address: addressOf(c) }),
    );
  // Mail programs that know no one-click open it like a link, and so do scanners: it may end nothing then.
  root.get(unsubscribeFromMail.path.replace('{mail_token}', ':token'), (c) =>
    c.redirect(consoleLinks.notifications(), 303),
  );
  const { signIn, scim, vendorLogin } = parts;
  for (const [at, app] of [
    ['/auth/*', signIn],
    ['/scim/*', scim],
    ...VENDOR_LOGIN_PATHS.map((path) => [path, vendorLogin] as const),
  ] as const)
    if (app)
      root.all(at, (c) =>
        app.fetch(c.req.raw, {
          address: addressOf(c, parts.proxies),
          callId: currentRequest.getStore()?.id,
        }),
      );
  for (const start of API_ROOTS) root.all(`${start}/*`, api);
  // Whoever pushes where no provider is to takes the console's page for an answer otherwise.
  root.all('/scim/*', nothingHere);
  root.get('/healthz', api);
  root.get('/readyz', async (c) =>
    parts.stopping() ? c.json({ status: 'stopping' }, 503, { 'cache-control': 'no-store' }) : api(c),
  );
  root.all('*', async (c) => (await docs(c)) ?? parts.site.answer(c));
  // Hono would write it to the console as it is.
  root.onError((error, c) => errorResponse(c, error, parts.report));
  return root;
};
