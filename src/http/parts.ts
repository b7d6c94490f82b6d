import type { Operation } from '../contract/operation.ts';
import type { OperationId } from '../contract/operations.ts';
import * as accesses from '../contract/operations/accesses.ts';
import * as audit from '../contract/operations/audit.ts';
import * as demo from '../contract/operations/demo.ts';
import * as directory from '../contract/operations/directory.ts';
import * as iam from '../contract/operations/iam.ts';
import * as incidents from '../contract/operations/incidents.ts';
import * as keys from '../contract/operations/keys.ts';
import * as mail from '../contract/operations/mail.ts';
import * as requests from '../contract/operations/requests.ts';
import * as serviceUsers from '../contract/operations/service-users.ts';
import * as services from '../contract/operations/services.ts';
import * as session from '../contract/operations/session.ts';
import * as signIn from '../contract/operations/sign-in.ts';
import * as tokens from '../contract/operations/tokens.ts';
import * as webhooks from '../contract/operations/webhooks.ts';
import type { OperationSchemas } from '../contract/schemas/by-operation.ts';
import { arrived } from '../service/ports/late-code.ts';
import { part as accessesPart } from './handlers/accesses.ts';
import type { Call, Part } from './handlers/call.ts';
import { part as requestsPart } from './handlers/requests.ts';
import { part as sessionPart } from './handlers/session.ts';

/** What carries out one operation. */
interface Carrier {
  readonly schemas: OperationSchemas;
  /** The event stream has none. */
  readonly handler: (call: Call<never>) => unknown;
  readonly afterwards?: (call: Call<never>) => Promise<void>;
}

type Loaders<Id extends PropertyKey> = { readonly [K in Id]: () => Promise<Carrier> };

const carriedOutBy = <Ops extends { readonly [id: string]: Operation }>(
  operations: Ops,
  load: () => Part<Ops> | Promise<Part<Ops>>,
): Loaders<keyof Ops> => {
  const carrier = async (id: string): Promise<Carrier> => {
    const { schemas, handlers, afterwards } = await load();
    // Part has both under each of these ids.
    return {
      schemas: schemas[id],
      handler: handlers[id as never],
      afterwards: afterwards?.[id as never],
    } as Carrier;
  };
  // Has the very keys of `operations`.
  return Object.fromEntries(Object.keys(operations).map((id) => [id, () => carrier(id)])) as Loaders<
    keyof Ops
  >;
};

/**
 * What the console's first page asks is there from the start. The rest comes when it is first called, so that the page
 * of the demo waits for no code of nouns that nobody looks at yet (docs/decisions/007-code-that-comes-late.md).
 */
const LOADERS: Loaders<OperationId> = {
  ...carriedOutBy(session, () => sessionPart),
  ...carriedOutBy(accesses, () => accessesPart),
  ...carriedOutBy(requests, () => requestsPart),
  ...carriedOutBy(directory, async () => (await arrived(import('./handlers/directory.ts'))).part),
  ...carriedOutBy(demo, async () => (await arrived(import('./handlers/demo.ts'))).part),
  ...carriedOutBy(signIn, async () => (await arrived(import('./handlers/sign-in.ts'))).part),
  ...carriedOutBy(tokens, async () => (await arrived(import('./handlers/tokens.ts'))).part),
  ...carriedOutBy(keys, async () => (await arrived(import('./handlers/keys.ts'))).part),
  ...carriedOutBy(incidents, async () => (await arrived(import('./handlers/incidents.ts'))).part),
  ...carriedOutBy(audit, async () => (await arrived(import('./handlers/audit.ts'))).part),
  ...carriedOutBy(iam, async () => (await arrived(import('./handlers/iam.ts'))).part),
  ...carriedOutBy(mail, async () => (await arrived(import('./handlers/mail.ts'))).part),
  ...carriedOutBy(webhooks, async () => (await arrived(import('./handlers/webhooks.ts'))).part),
  ...carriedOutBy(serviceUsers, async () => (await arrived(import('./handlers/service-users.ts'))).part),
  ...carriedOutBy(services, async () => (await arrived(import('./handlers/services.ts'))).part),
};

/** The schemas and the handler of an operation. Throws UnavailableError when their code cannot be had. */
export const carrierOf = (id: OperationId): Promise<Carrier> => LOADERS[id]();

/** Loads what would come late, for hosts that have it at hand. */
export const loadParts = async (): Promise<void> => {
  await Promise.all(Object.values(LOADERS).map((load) => load()));
};
