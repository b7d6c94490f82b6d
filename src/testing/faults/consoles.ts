import { digest } from '../../runtime/digest.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import type { World } from '../../service/ports/store.ts';
import { SESSION_LENGTH } from '../../service/session/sign-in-policy.ts';
import type { OperationId } from '../../contract/operations.ts';
import { createClient, type Client } from '../client.ts';
import { makeRow } from '../rows.ts';
import type { Send } from './callers.ts';

/** What a console asks for when it is loaded, beside its event stream. */
export const FIRST_CALLS = [
  'getSession',
  'listAccesses',
  'accessFilters',
  'accessAttention',
  'requestSummary',
  'listNotifications',
] as const satisfies readonly OperationId[];

const tokenOf = (i: number): string => `session-of-person-${i}`;

/** The world with so many people more in Payments, each signed in. */
export const withPeople = async (world: World, count: number): Promise<World> => {
  const now = Date.now();
  const numbers = Array.from({ length: count }, (_, i) => i);
  const id = (i: number): string => `person_${i}`;
  const people = numbers.map((i) =>
    makeRow('people', id(i), {
      organizationId: 'org_acme',
      email: `${id(i)}@example.com`,
      name: `Person ${i}`,
      isOrganizationAdmin: false,
    }),
  );
  const memberships = numbers.map((i) => ({
    id: `grp_payments:${id(i)}`,
    groupId: 'grp_payments',
    personId: id(i),
    createdAt: now,
    providerId: null,
  }));
  const sessions = await Promise.all(
    numbers.map(async (i) =>
      newSession({
        id: await digest(tokenOf(i)),
        personId: id(i),
        createdAt: now,
        expiresAt: now + SESSION_LENGTH,
      }),
    ),
  );
  return {
    ...world,
    people: [...world.people, ...people],
    memberships: [...world.memberships, ...memberships],
    sessions: [...world.sessions, ...sessions],
  };
};

/** Their browsers. */
export const browsersOf = (count: number, send: Send): readonly Client[] => {
  const wire = {
    fetch: async (request: Request): Promise<Response> => {
      const { pathname, search } = new URL(request.url);
      return send(`${pathname}${search}`, { method: request.method, headers: request.headers });
    },
    note: () => undefined,
    reached: () => undefined,
  };
  return Array.from({ length: count }, (_, i) => createClient(wire, 'org_acme', tokenOf(i)));
};
