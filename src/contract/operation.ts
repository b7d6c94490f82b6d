import type * as z from 'zod/mini';
import type { ProblemCode } from './problems.ts';
import type { SCHEMAS, OperationSchemas, Schema } from './schemas/by-operation.ts';

/** What query results are about. An operation that changes some names them in `touches`. */
export type Noun =
  | 'session'
  | 'organization'
  | 'people'
  | 'groups'
  | 'services'
  | 'topics'
  | 'accesses'
  | 'acls'
  | 'requests'
  | 'notifications'
  | 'demo'
  | 'tokens'
  | 'serviceUsers'
  | 'environments'
  | 'apiKeys'
  | 'serviceAccounts'
  | 'roleBindings'
  | 'mailPreferences'
  | 'webhooks'
  | 'incidents'
  | 'audit';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Path = `/${string}`;
type Status = 200 | 201 | 202 | 204;
type Produces = 'json' | 'csv' | 'json-file' | 'events';

/**
 * The facts of one operation of the HTTP API, written once: routes, the typed client, query keys and /openapi.json
 * derive from it. The schemas of its query, body and answer stand under its id in schemas/by-operation.ts, so that the
 * console gets their types without evaluating them.
 * Path parameters stand in braces. `touches` is what a success makes stale; `nouns` is what the answer is made of.
 */
export interface Operation<
  Id extends string = string,
  M extends Method = Method,
  P extends Path = Path,
  S extends Status = Status,
  Kind extends Produces = Produces,
> {
  readonly id: Id;
  readonly method: M;
  readonly path: P;
  readonly summary: string;
  readonly description?: string;
  readonly group: string;
  /** Success status. 204 has no body. */
  readonly status: S;
  /** `csv`, `json-file` and `events` answer with a stream instead of JSON that is read as a whole. */
  readonly produces: Kind;
  readonly session: 'required' | 'none';
  /** Who may call it: `session` takes no access token, `token` no browser session. */
  readonly callers: 'any' | 'session' | 'token';
  /** Takes an `Idempotency-Key`: repeated under the same key, it has no second effect and the same answer. */
  readonly keyed: boolean;
  /** Whose envelope its errors come in; `iam` also takes Cloud keys by HTTP Basic, and answers under /api as well. */
  readonly dialect: 'governance' | 'iam';
  readonly problems: readonly ProblemCode[];
  readonly nouns: readonly Noun[];
  readonly touches: readonly Noun[];
}

type Defaults =
  | 'status'
  | 'produces'
  | 'session'
  | 'callers'
  | 'keyed'
  | 'dialect'
  | 'problems'
  | 'nouns'
  | 'touches';

/** Fills in what most operations share: 200, JSON, session or token required, a key for what changes, nothing touched. */
export const operation = <
  const Id extends string,
  const M extends Method,
  const P extends Path,
  const S extends Status = 200,
  const Kind extends Produces = 'json',
>(
  o: Omit<Operation<Id, M, P, S, Kind>, Defaults> & Partial<Pick<Operation<Id, M, P, S, Kind>, Defaults>>,
): Operation<Id, M, P, S, Kind> => ({
  // What S and Kind default to when the operation does not name them.
  status: 200 as S,
  produces: 'json' as Kind,
  session: 'required',
  callers: 'any',
  keyed: o.method !== 'GET' && o.session !== 'none',
  dialect: 'governance',
  problems: [],
  nouns: [],
  touches: [],
  ...o,
});

type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The schema under an operation's id, undefined where it has none. */
type SchemaOf<O extends Operation, Part extends keyof OperationSchemas> = O['id'] extends keyof typeof SCHEMAS
  ? (typeof SCHEMAS)[O['id']] extends { readonly [K in Part]: infer S extends Schema }
    ? S
    : undefined
  : undefined;

type Input<S> = S extends Schema ? z.input<S> : undefined;
type Output<S> = S extends Schema ? z.output<S> : undefined;

/** What a schema's checked value is. */
export type Out<S extends Schema> = z.output<S>;

/** What a caller gives and gets. */
export type QueryOf<O extends Operation> = Input<SchemaOf<O, 'query'>>;
export type ParsedQueryOf<O extends Operation> = Output<SchemaOf<O, 'query'>>;
export type BodyOf<O extends Operation> = Output<SchemaOf<O, 'body'>>;
export type AnswerOf<O extends Operation> = Output<SchemaOf<O, 'answer'>>;
export type ParamNames<Template extends string> = Names<Template>;
