import { expect } from 'vitest';
import type { AnswerOf } from '../../contract/operation.ts';
import { OPERATIONS, type OperationId } from '../../contract/operations.ts';
import type { ProblemCode } from '../../contract/problems.ts';
import { createClient, type CallInput, type Client } from '../client.ts';
import { tokenOf, type PersonName } from '../world.ts';

/** Nothing may take longer than this, whatever is broken. Milliseconds. */
const PATIENCE = 60_000;

/** What is known of a command: an answer that was lost, or 503, leaves open whether it was carried out. */
export type Outcome<A> =
  | { readonly kind: 'done'; readonly answer: A }
  | { readonly kind: 'refused'; readonly code: ProblemCode }
  | { readonly kind: 'unknown'; readonly lost: boolean };

/** People who call a server that may end at any moment. */
export interface Callers {
  attempt<Id extends OperationId>(
    person: PersonName,
    id: Id,
    input?: CallInput,
  ): Promise<Outcome<AnswerOf<(typeof OPERATIONS)[Id]>>>;
  as(person: PersonName): Client;
}

/** Sends a request to where the server is at this moment. */
export type Send = (path: string, init: RequestInit) => Promise<Response>;

/** How Node's fetch says that the other side went away. */
const isLost = (error: unknown): boolean =>
  error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');

/** Sends to the address that `url` names when the request leaves. */
export const sendTo =
  (url: () => string): Send =>
  (path, init) =>
    fetch(`${url()}${path}`, init);

/** One browser for each person of the testing world; every answer is held against the contract. */
export const createCallers = (send: Send): Callers => {
  const clients = new Map<PersonName, Client>();
  const wire = {
    fetch: async (request: Request): Promise<Response> => {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      return send(`${pathname}${search}`, {
        method: request.method,
        headers: request.headers,
        // A stream lasts as long as its reader wants.
        ...(pathname === OPERATIONS.streamEvents.path ? {} : { signal: AbortSignal.timeout(PATIENCE) }),
        ...(body === '' ? {} : { body }),
      });
    },
    note: () => undefined,
    reached: () => undefined,
  };
  const as = (person: PersonName): Client => {
    const known = clients.get(person);
    if (known) return known;
    const made = createClient(wire, 'org_acme', tokenOf(person));
    clients.set(person, made);
    return made;
  };
  return {
    as,
    attempt: async (person, id, input) => {
      try {
        const reply = await as(person).send(id, input);
        if (reply.code === 'unavailable') {
          expect(reply.headers.get('retry-after'), `${id} says when to try again`).toBe('2');
          return { kind: 'unknown', lost: false };
        }
        if (reply.code !== undefined) return { kind: 'refused', code: reply.code };
        // No problem means success, which has the operation's answer.
        return { kind: 'done', answer: reply.answer as AnswerOf<(typeof OPERATIONS)[typeof id]> };
      } catch (error) {
        if (!isLost(error)) throw error;
        return { kind: 'unknown', lost: true };
      }
    },
  };
};
