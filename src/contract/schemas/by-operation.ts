import type * as z from 'zod/mini';
import type { Operation } from '../operation.ts';
import type { OperationId } from '../operations.ts';
import { SCHEMAS as accesses } from './by-operation/accesses.ts';
import { SCHEMAS as audit } from './by-operation/audit.ts';
import { SCHEMAS as demo } from './by-operation/demo.ts';
import { SCHEMAS as directory } from './by-operation/directory.ts';
import { SCHEMAS as iam } from './by-operation/iam.ts';
import { SCHEMAS as incidents } from './by-operation/incidents.ts';
import { SCHEMAS as keys } from './by-operation/keys.ts';
import { SCHEMAS as mail } from './by-operation/mail.ts';
import { SCHEMAS as requests } from './by-operation/requests.ts';
import { SCHEMAS as serviceUsers } from './by-operation/service-users.ts';
import { SCHEMAS as services } from './by-operation/services.ts';
import { SCHEMAS as session } from './by-operation/session.ts';
import { SCHEMAS as signIn } from './by-operation/sign-in.ts';
import { SCHEMAS as tokens } from './by-operation/tokens.ts';
import { SCHEMAS as webhooks } from './by-operation/webhooks.ts';

export type Schema = z.ZodMiniType;

/** What the transport checks of an operation. Absent: takes none, answers with none or with a stream. */
export interface OperationSchemas {
  readonly query?: Schema;
  readonly body?: Schema;
  readonly answer?: Schema;
}

/**
 * What an operation may and must have: what reads takes a query, what changes a body, what deletes either; JSON needs its
 * answer's schema.
 */
type Fitting<O extends Operation> = Pick<
  OperationSchemas,
  O['method'] extends 'GET' ? 'query' : O['method'] extends 'DELETE' ? 'query' | 'body' : 'body'
> &
  (O['status'] extends 204
    ? unknown
    : O['produces'] extends 'json'
      ? Required<Pick<OperationSchemas, 'answer'>>
      : unknown);

/** The schemas of the operations that a file of src/contract/operations declares, by their ids. */
export type SchemasOf<Ops> = {
  readonly [Id in keyof Ops]: Ops[Id] extends Operation ? Fitting<Ops[Id]> : never;
};

/** The schemas of every operation. The backend checks with them; the types of operation.ts derive from them. */
export const SCHEMAS = {
  ...session,
  ...signIn,
  ...directory,
  ...accesses,
  ...requests,
  ...demo,
  ...tokens,
  ...services,
  ...serviceUsers,
  ...keys,
  ...iam,
  ...mail,
  ...webhooks,
  ...incidents,
  ...audit,
} satisfies { readonly [Id in OperationId]: OperationSchemas };

/** An operation's schemas, where the operation is known at run time only. */
export const schemasOf = (id: OperationId): OperationSchemas => SCHEMAS[id];
