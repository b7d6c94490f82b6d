import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import type { Store } from '../service/ports/store.ts';
import { acceptedEncoding } from './compression.ts';

/**
 * How long an answer may be given again while nothing is committed, in milliseconds: what depends on the time alone (a
 * certificate that ends) shows that late. What ends credentials is a job, which commits.
 */
const FRESH = 10_000;
/** What all kept bodies may weigh, and one of them. Bytes. */
const MOST = 32 * 2 ** 20;
const MOST_EACH = 2 ** 18;
/** What one kept answer weighs besides its body: headers, key and bookkeeping. */
const BESIDES = 2 ** 11;
/** How long to wait for the store's word before asking as if nothing was kept, in milliseconds. */
const PATIENCE = 250;

/** Reads without secrets and without effect, whose answers follow from the store and, to the second, from the time. */
const STEADY: readonly OperationId[] = [
  'listAccesses',
  'accessFilters',
  'accessAttention',
  'listRequests',
  'requestFilters',
  'requestSummary',
  'listNotifications',
  'listUsers',
  'listGroups',
  'listMembers',
  'listProjects',
  'listServices',
  'listTopics',
  'listAcls',
  'listKafkaAcls',
  'listServiceOverview',
  'getServiceDetails',
  'listServiceAcls',
  'listServiceUsers',
  'listEnvironments',
  'getEnvironment',
  'getCluster',
  'listApiKeys',
  'previewApiKey',
  'listServiceAccounts',
  'getPrincipal',
  'listOrganizationMembers',
  'listIncidents',
  'listAuditEvents',
];

/** Where keepAnswers may stand, as Hono writes paths. */
export const STEADY_PATHS: readonly string[] = STEADY.map((id) =>
  OPERATIONS[id].path.replaceAll(/\{(\w+)\}/gu, ':$1'),
);

interface Kept {
  readonly revision: string;
  readonly at: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** All who ask while a question is under way share the next one: it began after they asked. */
export const shareQuestions = <R>(ask: () => Promise<R>): (() => Promise<R>) => {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<R> | undefined;
  return () => {
    next ??= current.then(() => {
      next = undefined;
      const asked = ask();
      current = asked.catch(() => undefined);
      return asked;
    });
    return next;
  };
};

const within = async <R>(question: Promise<R>, milliseconds: number): Promise<R | undefined> => {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), milliseconds);
  try {
    return await Promise.race([question, late.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};

const answerOf = ({ headers, body }: Kept): Response =>
  new Response(body, { headers: headers.map(([name, value]): [string, string] => [name, value]) });

/**
 * Gives an answer again to the same session until anything is committed by any process: one small question to the store,
 * shared by everybody who asks at that moment, instead of a dozen for each. Nothing here is ever older than what the
 * store would say, but for the time, which may be seconds behind.
 */
export const keepAnswers = (store: Pick<Store, 'revision' | 'listen'>): MiddlewareHandler => {
  // After a break in the line it may be another database that answers, with marks of its own.
  let lines = 0;
  store.listen(
    () => undefined,
    () => (lines += 1),
  );
  const ask = shareQuestions(async () => {
    const line = lines;
    return `${line} ${await store.revision()}`;
  });
  const now = (): Promise<string | undefined> => within(ask(), PATIENCE);
  // In the order in which they were last used.
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<Kept | undefined>>();
  let weight = 0;

  const drop = (key: string): void => {
    const known = kept.get(key);
    if (known) weight -= known.body.byteLength + BESIDES;
    kept.delete(key);
  };
  const keep = (key: string, answer: Kept): void => {
    drop(key);
    kept.set(key, answer);
    weight += answer.body.byteLength + BESIDES;
    for (const oldest of kept.keys()) {
      if (weight <= MOST) break;
      drop(oldest);
    }
  };

  // Where two patterns fit one path, the inner one would wait for the outer one for ever.
  const inside = new WeakSet<Request>();

  return async (c, next) => {
    if (c.req.method !== 'GET' || inside.has(c.req.raw)) return next();
    inside.add(c.req.raw);
    // The cookie does not say who calls with a token, and who uses one seldom asks twice.
    if (c.req.header('authorization') !== undefined) return next();
    const cookie = c.req.header('cookie');
    const mark = cookie === undefined ? undefined : await now();
    if (cookie === undefined || mark === undefined) return next();
    // Hashed, so that no list of cookies lies in memory, nor whatever somebody wrote behind an address.
    const key = createHash('sha256')
      .update(JSON.stringify([cookie, acceptedEncoding(c.req.header('accept-encoding')), c.req.url]))
      .digest('base64url');
    const known = kept.get(key);
    if (known?.revision === mark && performance.now() - known.at < FRESH) {
      kept.delete(key);
      kept.set(key, known);
      return answerOf(known);
    }
    const question = `${mark} ${key}`;
    const sameQuestion = underWay.get(question);
    const shared = sameQuestion && (await sameQuestion);
    if (shared) return answerOf(shared);
    const done = Promise.withResolvers<Kept | undefined>();
    underWay.set(question, done.promise);
    let answer: Kept | undefined;
    try {
      const at = performance.now();
      await next();
      if (c.res.status !== 200) return;
      const body = new Uint8Array(await c.res.arrayBuffer());
      const made: Kept = { revision: mark, at, headers: [...c.res.headers], body };
      c.res = answerOf(made);
      answer = made;
      if (body.byteLength <= MOST_EACH) void now().then((later) => later === mark && keep(key, made));
    } finally {
      underWay.delete(question);
      done.resolve(answer);
    }
  };
};
