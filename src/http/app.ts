import { Hono, type Context } from 'hono';
import type { Operation } from '../contract/operation.ts';
import { IAM_PREFIX as PREFIX, IAM_ROOTS, OPERATIONS, type OperationId } from '../contract/operations.ts';
import { toWireTime } from '../contract/text.ts';
import { withOrigin } from '../service/audit/origin.ts';
import type { DemoHost } from '../service/demo/control-demo.ts';
import type { Deps } from '../service/deps.ts';
import type { Asked } from '../service/iam/shapes.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { ProblemError } from '../service/problem.ts';
import { answerOnce } from '../service/shared/answer-once.ts';
import { demandFreshLogin } from '../service/session/fresh-login.ts';
import { noteSessionUse, type Caller as From } from '../service/session/sessions.ts';
import { noteUse } from '../service/tokens/token-caller.ts';
import { createKeyAttempts } from './key-attempts.ts';
import { originOf, rememberCall, traceRefusal } from './audit-trail.ts';
import { callerOf, demandKind, findCaller, proofOf, type Caller, type Proof } from './caller.ts';
import { bindingsOf, dropCookie, readCookie, writeCookie } from './cookies.ts';
import { eventStream } from './events.ts';
import type { Call } from './handlers/call.ts';
import { hideTokens } from './hide-tokens.ts';
import { carrierOf } from './parts.ts';
import { errorResponse, problemResponse, speakIam } from './problem-response.ts';
import { countedFrom, type RateLimit } from './rate-limit.ts';
import { InputError, readBody, readKey, readQuery } from './read-input.ts';
import { startOverAlone } from './start-over.ts';

/** Under the longer name browsers take it from this very host over TLS alone, and from no neighbour. */
export const sessionCookie = (secure: boolean): string =>
  secure ? '__Host-latchkey_session' : 'latchkey_session';
/** How long the fault "slow" holds a call up, in milliseconds. */
const SLOW = 1500;

/** What a host gives the app. */
export interface AppOptions {
  readonly deps: Deps;
  /** The demo's controls, where they are offered. */
  readonly demo: DemoHost | null;
  /** Whether the session's cookie may only travel over TLS. */
  readonly secureCookies: boolean;
  /** Where people reach the console, as an origin; null: at whatever address a call names. */
  readonly publicOrigin: string | null;
  /** How often one caller may call; null where there is no network. */
  readonly rateLimit: RateLimit | null;
  /** Told of faults that nobody foresaw; never of secrets. */
  readonly report: (error: unknown) => void;
}

/** By whom calls are counted: a token and a person's browser each for themselves. */
const countedAs = ({ via, personId, token }: Caller): string => `${via} ${token?.id ?? personId}`;

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/gu, ':$1');

/**
 * A page of another site may not act in our name, which the cookie that its calls carry would let it; clients that are no
 * browsers send neither header.
 */
const demandSameSite = (c: Context, publicOrigin: string | null): void => {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const foreign =
    site === undefined
      ? origin !== undefined && origin !== (publicOrigin ?? new URL(c.req.url).origin)
      : site !== 'same-origin' && site !== 'none';
  if (foreign && !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method))
    throw new ProblemError('cross_site_request', 'This call came from a page of another site.');
};

const applyFaults = async (operation: Operation, demo: DemoHost | null): Promise<void> => {
  if (!demo || operation.group === 'Demo controls') return;
  const { faults } = demo.state.current();
  if (faults.includes('slow')) await new Promise((resolve) => setTimeout(resolve, SLOW));
  if (faults.includes('store_down'))
    throw new UnavailableError(
      'The backend cannot reach its database. Nothing was changed. Try again in a moment.',
    );
  if (faults.includes('conflict') && operation.method !== 'GET' && operation.session === 'required')
    throw new ProblemError(
      'stale_version',
      'This changed since you opened it. Look at it again and decide then.',
    );
};

/** Beside the answer, which need not wait for it. */
const noteCall = (deps: Deps, { token, session }: Caller, from: From): void => {
  if (token) void noteUse(deps, token, { ip: from.address, userAgent: from.userAgent });
  if (session) void noteSessionUse(deps, session, from);
};

/** Where a call came from, as uses of sessions and tokens note it. */
export const fromOf = (c: Context): From => ({
  address: bindingsOf(c).address ?? null,
  userAgent: c.req.header('user-agent')?.slice(0, 200) ?? null,
});

const PAGING = new Set(['page_size', 'page_token']);

/** Where a call came in, for links that lead on from its answer. */
const askedOf = (c: Context, publicOrigin: string | null): Asked => {
  const url = new URL(c.req.url);
  const under = c.req.path.startsWith(`${PREFIX}/`) ? PREFIX : '';
  return {
    base: (publicOrigin ?? url.origin) + under,
    path: url.pathname.slice(under.length),
    filters: [...url.searchParams].filter(([name, value]) => value !== '' && !PAGING.has(name)),
  };
};

/** Whether clients of the management API ask there, who know its envelope alone. */
const isIamPath = (path: string): boolean =>
  IAM_ROOTS.some((root) =>
    [root, `${PREFIX}${root}`].some((start) => path === start || path.startsWith(`${start}/`)),
  );

/** What a repetition is compared by. A password that somebody chose is left out: its digest could be tried out. */
const requestText = (path: string, { query, body }: { query: unknown; body: unknown }): string =>
  JSON.stringify(query === undefined ? [path, body] : [path, body, query], (name, value: unknown) =>
    name === 'new_password' ? '' : value,
  );

const streamText = (
  lines: AsyncGenerator<string>,
  report: (error: unknown) => void,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let wanted = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!wanted) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // Too late for another status: the reader sees a cut file.
        report(new Error('an export broke off', { cause: error }));
        throw error;
      }
    },
    async cancel() {
      wanted = false;
      await lines.return(undefined);
    },
  });
};

/** After all operations: what an address does not take is refused with what it does. */
const refuseOtherMethods = (app: Hono): void => {
  for (const { path, dialect } of Object.values<Operation>(OPERATIONS)) {
    const allow = Object.values<Operation>(OPERATIONS)
      .flatMap((one) => (one.path !== path ? [] : one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]))
      .join(', ');
    const paths = dialect === 'iam' ? [path, `${PREFIX}${path}`] : [path];
    for (const at of paths)
      app.all(honoPath(at), (c) => {
        if (dialect === 'iam') speakIam(c);
        c.header('allow', allow);
        const message = `There is no ${c.req.method} ${hideTokens(c.req.path)} here. Use ${allow}.`;
        return problemResponse(c, [{ code: 'method_not_allowed', message }]);
      });
  }
};

/**
 * The HTTP API: one route for each operation of the contract, on web-standard Request and Response, knowing no host.
 * A host may pass Bindings with each request.
 */
export const createApp = (options: AppOptions): Hono => {
  const { demo, publicOrigin } = options;
  const cookie = sessionCookie(options.secureCookies);
  const app = new Hono();
  if (demo) app.use(startOverAlone());

  const attempts = createKeyAttempts();
  /**
   * Calls of nobody, and proofs of nothing, count for the address that they come from, which keeps nobody out who signed
   * in behind the same one.
   */
  const callerCounted = async (c: Context, deps: Deps, proof: Proof | null): Promise<Caller | null> => {
    const { address } = bindingsOf(c);
    const take = (name: string): void => options.rateLimit?.take(name);
    const caller = await callerOf(deps, proof, attempts, address).catch((error: unknown) => {
      take(countedFrom(address));
      throw error;
    });
    take(caller === null ? countedFrom(address) : countedAs(caller));
    return caller;
  };
  const route = (id: OperationId, operation: Operation<OperationId>): void => {
    const { dialect } = operation;
    const path = honoPath(operation.path);
    app.on(operation.method, dialect === 'iam' ? [path, `${PREFIX}${path}`] : [path], async (c) => {
      if (dialect === 'iam') speakIam(c);
      const proof = proofOf(c.req.header('authorization'), readCookie(c, cookie), dialect);
      // No browser adds an Authorization header by itself.
      if (proof === null || proof.via === 'session') demandSameSite(c, publicOrigin);
      await applyFaults(operation, demo);
      const deps = { ...options.deps, store: withOrigin(options.deps.store, originOf(c, proof)) };
      const caller = await callerCounted(c, deps, proof);
      const from = fromOf(c);
      // An open console that nobody looks at keeps its stream; that is no use.
      if (caller && id !== 'streamEvents') noteCall(deps, caller, from);
      const arrived = rememberCall(c, { deps, operation, caller, params: c.req.param() });
      if (operation.session === 'required' && caller === null)
        throw new ProblemError('session_required', 'Your session has ended. Sign in again.');
      demandKind(operation.callers, proof?.via);
      if (c.req.method === 'HEAD' && operation.callers === 'token')
        // It would use the credentials up and show them to nobody.
        throw new ProblemError('permission_denied', 'This cannot be asked with HEAD. Use GET, once.');
      const me = caller?.personId ?? '';
      if (id === 'streamEvents') {
        const person = await deps.store.get('people', me);
        const listener = { personId: me, organizationId: person?.organizationId ?? '' };
        // Keys are for the management API, which has no events.
        const alive = async () =>
          proof !== null && proof.via !== 'key' && (await findCaller(deps, proof)) !== null;
        return eventStream(c, deps.store, listener, alive);
      }
      const { schemas, handler, afterwards } = await carrierOf(id);
      const body = await readBody(c, schemas.body);
      arrived.body = body;
      demandFreshLogin(deps, id, caller?.session ?? null, body);
      const call = {
        demo,
        me,
        token: proof?.via === 'session' ? proof.secret : '',
        // A HEAD shows nothing, so it must not count as a look at secrets.
        tokenId: c.req.method === 'HEAD' ? null : (caller?.token?.id ?? null),
        asked: askedOf(c, publicOrigin),
        from,
        params: c.req.param(),
        query: readQuery(c, schemas.query),
        body,
        setToken: (next: string | null, lasts = 0) => {
          if (next === null) dropCookie(c, cookie, options.secureCookies);
          else
            writeCookie(c, cookie, next, {
              path: '/',
              httpOnly: true,
              sameSite: 'Lax',
              secure: options.secureCookies,
              maxAge: Math.floor(lasts / 1000),
            });
        },
      };
      // The input was checked against this very operation's schemas just above.
      const run = (own: Deps): unknown => handler({ ...call, deps: own } as unknown as Call<never>);
      const key = operation.keyed ? readKey(c) : undefined;
      const answer =
        key === undefined
          ? run(deps)
          : answerOnce(
              deps,
              { personId: call.me, operation: id, key, request: requestText(c.req.path, call) },
              async (own) => run(own),
            );
      c.header('cache-control', 'no-store');
      const { produces } = operation;
      if (produces === 'csv' || produces === 'json-file') {
        // Handlers of such operations return text generators (Result in handlers/call.ts).
        const lines = answer as AsyncGenerator<string>;
        const first = await lines.next();
        const whole = (async function* () {
          if (!first.done) yield first.value;
          yield* lines;
        })();
        const noun = operation.nouns[0]?.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
        const kind = produces === 'csv' ? 'csv' : 'json';
        const name = `${noun}-${toWireTime(deps.clock.now()).slice(0, 10)}.${kind}`;
        return c.body(streamText(whole, options.report), 200, {
          'content-type': kind === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
          'content-disposition': `attachment; filename="${name}"`,
        });
      }
      const done = await answer;
      // As in `run`.
      await afterwards?.({ ...call, deps } as unknown as Call<never>);
      if (operation.status === 204) return c.body(null, 204);
      // Answers are plain data by the contract.
      return c.json(done as object, operation.status);
    });
  };

  for (const [id, operation] of Object.entries(OPERATIONS))
    // Keys of OPERATIONS.
    route(id as OperationId, operation);

  refuseOtherMethods(app);

  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    await options.deps.store.ping();
    return c.json({ status: 'ready' });
  });
  app.notFound((c) => {
    if (isIamPath(c.req.path)) speakIam(c);
    return problemResponse(c, [
      { code: 'not_found', message: `There is no ${c.req.method} ${hideTokens(c.req.path)} here.` },
    ]);
  });
  app.onError(async (error, c) => {
    if (error instanceof InputError) return problemResponse(c, error.problems);
    await traceRefusal(c, error);
    return errorResponse(c, error, options.report);
  });
  return app;
};
