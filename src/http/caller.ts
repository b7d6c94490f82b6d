import type { AccessToken } from '../domain/access-token/access-token.ts';
import type { ApiKey } from '../domain/api-key/api-key.ts';
import type { Operation } from '../contract/operation.ts';
import type { Session } from '../domain/sign-in/session.ts';
import type { Deps } from '../service/deps.ts';
import { keyCaller, noteKeyUse, noteRefusedKey } from '../service/keys/key-caller.ts';
import { ProblemError } from '../service/problem.ts';
import { openSession } from '../service/session/sessions.ts';
import type { KeyAttempts } from './key-attempts.ts';
import { tokenName } from '../service/audit/origin.ts';
import { noteRefusedToken } from '../service/audit/note-refusal.ts';
import { tokenCaller } from '../service/tokens/token-caller.ts';

/** What a call brings to say who calls; a secret is empty where the header is none that we know. */
export type Proof =
  | { readonly via: 'session' | 'token'; readonly secret: string }
  | { readonly via: 'key'; readonly keyId: string; readonly secret: string };

/** Who calls. */
export interface Caller {
  readonly personId: string;
  readonly via: Proof['via'];
  /** Null for a session or an API key. */
  readonly token: AccessToken | null;
  /** Null for an access token or an API key. */
  readonly session: Session | null;
}

/** `Bearer` as the standards spell it, `aivenv1` as published clients send it. */
const SCHEMES = /^(?:aivenv1|bearer) +([^\s]{1,200})$/iu;

/** As API keys are sent: the key's id for a name, its secret for a password. Whatever else follows is no key. */
const BASIC = /^basic\b(?: +([A-Za-z\d+/=_-]{1,400})$)?/iu;

/** Where a client wants a JWT, an access token stands in the place of its signature. */
const AS_JWT = /^[\w-]+\.[\w-]+\.([\w-]+)$/u;

/** An access token as a JWT that is good until then, in milliseconds, for the vendor's command line, which reads its end. */
export const tokenAsJwt = (token: string, until: number): string =>
  [JSON.stringify({ alg: 'HS256', typ: 'JWT' }), JSON.stringify({ exp: Math.floor(until / 1000) }), token]
    .map((part) => btoa(part).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
    .join('.');

const tokenIn = (text: string): string => decodeBase64(AS_JWT.exec(text)?.[1] ?? '') || text;

const keyProof = (encoded: string): Proof => {
  const text = decodeBase64(encoded) ?? '';
  const colon = text.indexOf(':');
  return { via: 'key', keyId: text.slice(0, Math.max(0, colon)), secret: text.slice(colon + 1) };
};

const decodeBase64 = (text: string): string | null => {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
};

/**
 * The proof in a call. An Authorization header counts alone, whatever it holds: whoever sends one means it, and must not
 * become somebody else because a cookie came along.
 */
export const proofOf = (
  authorization: string | undefined,
  cookie: string | undefined,
  dialect: Operation['dialect'] = 'governance',
): Proof | null => {
  if (authorization !== undefined) {
    const basic = dialect === 'iam' ? BASIC.exec(authorization.trim()) : null;
    if (basic) return keyProof(basic[1] ?? '');
    return { via: 'token', secret: tokenIn(SCHEMES.exec(authorization.trim())?.[1] ?? '') };
  }
  return cookie === undefined || cookie === '' ? null : { via: 'session', secret: cookie };
};

/** Who a session or a token stands for; null when it stands for nobody, or for nobody any more. */
export const findCaller = async (
  deps: Deps,
  { via, secret }: Exclude<Proof, { via: 'key' }>,
): Promise<Caller | null> => {
  if (secret === '') return null;
  if (via === 'token') {
    const token = await tokenCaller(deps, secret);
    return token && { via, personId: token.personId, token, session: null };
  }
  const session = await openSession(deps, secret);
  return session && { via, personId: session.personId, token: null, session };
};

/**
 * How long after the call a key is refused, in milliseconds: whatever reading a key's row takes longer than finding none
 * goes under in it.
 */
const REFUSED_AFTER = 30;
/** How long after a call its key's use is noted, in milliseconds: the call has its answer by then, and waits for no write. */
const NOTED_AFTER = 50;

/** Keys whose use is about to be noted: a thousand calls at once need one note. */
const noting = new Set<string>();

const noteSoon = (deps: Deps, key: ApiKey): void => {
  if (noting.has(key.id)) return;
  noting.add(key.id);
  setTimeout(() => {
    noting.delete(key.id);
    void noteKeyUse(deps, key);
  }, NOTED_AFTER);
};

/** Errors: 401 for a key that opens nothing, later than any work on it ends; 429 after too many of those. */
const callerByKey = async (
  deps: Deps,
  { via, keyId, secret }: Extract<Proof, { via: 'key' }>,
  attempts: KeyAttempts,
  address: string | undefined,
): Promise<Caller> => {
  attempts.demand(keyId, address);
  const refusal = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => refusal.resolve(undefined), REFUSED_AFTER);
  const key = await keyCaller(deps, keyId, secret);
  if (!key) {
    attempts.note(keyId, address);
    void noteRefusedKey(deps, keyId, address);
    await refusal.promise;
    throw new ProblemError('invalid_api_key', 'invalid API key or secret');
  }
  clearTimeout(timer);
  noteSoon(deps, key);
  return { via, personId: key.ownerId, token: null, session: null };
};

/**
 * Who calls; null when nobody says so, or a session has ended. Errors: as callerByKey, and 403 for a token that opens
 * nothing, in the very words that published clients look for.
 */
export const callerOf = async (
  deps: Deps,
  proof: Proof | null,
  attempts: KeyAttempts,
  address: string | undefined,
): Promise<Caller | null> => {
  if (proof === null) return null;
  if (proof.via === 'key') return callerByKey(deps, proof, attempts, address);
  const caller = await findCaller(deps, proof);
  if (caller === null && proof.via === 'token') {
    void noteRefusedToken(deps, tokenName(proof.secret));
    throw new ProblemError('authentication_failed', 'Invalid token');
  }
  return caller;
};

/** Errors: 403 when the operation is for the other kind of caller. */
export const demandKind = (callers: 'any' | 'session' | 'token', via: Proof['via'] | undefined): void => {
  if (callers === 'session' && via !== undefined && via !== 'session')
    throw new ProblemError('permission_denied', 'This call is for browser sessions, not for access tokens.');
  if (callers === 'token' && via === 'session')
    throw new ProblemError(
      'permission_denied',
      'This call answers access tokens only. In the console, use Review credentials; over HTTP with a session, claim them.',
    );
};
