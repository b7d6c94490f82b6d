import type { Deps } from '../service/deps.ts';
import { ProblemError } from '../service/problem.ts';
import { sessionPerson } from '../service/session/sessions.ts';
import { tokenCaller } from '../service/tokens/token-caller.ts';

/** What a call brings to say who calls. */
export interface Proof {
  readonly via: 'session' | 'token';
  /** Empty where the header is none that we know. */
  readonly secret: string;
}

/** Who calls. */
export interface Caller {
  readonly personId: string;
  readonly via: 'session' | 'token';
  /** Null for a session. */
  readonly tokenId: string | null;
}

/** `Bearer` as the standards spell it, `aivenv1` as published clients send it. */
const SCHEMES = /^(?:aivenv1|bearer) +([^\s]{1,200})$/iu;

/**
 * The proof in a call. An Authorization header counts alone, whatever it holds: whoever sends one means it, and must not
 * become somebody else because a cookie came along.
 */
export const proofOf = (authorization: string | undefined, cookie: string | undefined): Proof | null => {
  if (authorization !== undefined)
    return { via: 'token', secret: SCHEMES.exec(authorization.trim())?.[1] ?? '' };
  return cookie === undefined || cookie === '' ? null : { via: 'session', secret: cookie };
};

/** Who this proof stands for; null when it stands for nobody, or for nobody any more. */
export const findCaller = async (deps: Deps, { via, secret }: Proof): Promise<Caller | null> => {
  if (secret === '') return null;
  if (via === 'token') {
    const found = await tokenCaller(deps, secret);
    return found && { via, ...found };
  }
  const personId = await sessionPerson(deps, secret);
  return personId === null ? null : { via, personId, tokenId: null };
};

/** As findCaller. Errors: 403 for a token that opens nothing, in the very words that published clients look for. */
export const callerOf = async (deps: Deps, proof: Proof | null): Promise<Caller | null> => {
  if (proof === null) return null;
  const caller = await findCaller(deps, proof);
  if (caller === null && proof.via === 'token')
    throw new ProblemError('authentication_failed', 'Invalid token');
  return caller;
};

/** Errors: 403 when the operation is for the other kind of caller. */
export const demandKind = (callers: 'any' | 'session' | 'token', via: Proof['via'] | undefined): void => {
  if (callers === 'session' && via === 'token')
    throw new ProblemError('permission_denied', 'This call is for browser sessions, not for access tokens.');
  if (callers === 'token' && via === 'session')
    throw new ProblemError(
      'permission_denied',
      'This call answers access tokens only. In the console, use Review credentials; over HTTP with a session, claim them.',
    );
};
