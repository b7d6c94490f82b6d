import type * as z from 'zod/mini';
import type { ProblemCode } from './problems.ts';

/** What query results are about. An operation that changes some names them in `touches`. */
export type Noun =
  | 'session'
  | 'organization'
  | 'people'
  | 'groups'
  | 'services'
  | 'topics'
  | 'accesses'
  | 'requests'
  | 'notifications'
  | 'demo';

type Schema = z.ZodMiniType;

/**
 * One operation of the HTTP API, written once: routes, the typed client, query keys and /openapi.json derive from it.
 * Path parameters stand in braces. `touches` is what a success makes stale; `nouns` is what the answer is made of.
 */
export interface Operation<
  Id extends string = string,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
  Answer extends Schema | undefined = Schema | undefined,
  Path extends `/${string}` = `/${string}`,
  Produces extends 'json' | 'csv' | 'events' = 'json' | 'csv' | 'events',
> {
  readonly id: Id;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: Path;
  readonly summary: string;
  readonly description?: string;
  readonly group: string;
  /** Success status. 204 has no body. */
  readonly status: 200 | 201 | 204;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  /** `csv` and `events` answer with a stream instead of JSON. */
  readonly produces: Produces;
  readonly session: 'required' | 'none';
  readonly problems: readonly ProblemCode[];
  readonly nouns: readonly Noun[];
  readonly touches: readonly Noun[];
}

type Defaults =
  | 'status'
  | 'query'
  | 'body'
  | 'answer'
  | 'produces'
  | 'session'
  | 'problems'
  | 'nouns'
  | 'touches';

/** Fills in what most operations share: 200, JSON, session required, nothing touched. */
export const operation = <
  const Id extends string,
  Query extends Schema | undefined = undefined,
  Body extends Schema | undefined = undefined,
  Answer extends Schema | undefined = undefined,
  const Path extends `/${string}` = `/${string}`,
  const Produces extends 'json' | 'csv' | 'events' = 'json',
>(
  o: Omit<Operation<Id, Query, Body, Answer, Path, Produces>, Defaults> &
    Partial<Pick<Operation<Id, Query, Body, Answer, Path, Produces>, Defaults>>,
): Operation<Id, Query, Body, Answer, Path, Produces> => ({
  status: 200,
  // What Produces defaults to when the operation does not name it.
  produces: 'json' as Produces,
  session: 'required',
  problems: [],
  nouns: [],
  touches: [],
  ...o,
  // Absent means undefined, which is what the type parameters default to.
  query: o.query as Query,
  body: o.body as Body,
  answer: o.answer as Answer,
});

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** What a schema's checked value is. */
export type Out<S extends Schema> = z.output<S>;

/** What a caller gives and gets. */
export type QueryOf<O extends Operation> = O['query'] extends Schema ? z.input<O['query']> : undefined;
export type ParsedQueryOf<O extends Operation> = O['query'] extends Schema ? z.output<O['query']> : undefined;
export type BodyOf<O extends Operation> = O['body'] extends Schema ? z.output<O['body']> : undefined;
export type AnswerOf<O extends Operation> = O['answer'] extends Schema ? z.output<O['answer']> : undefined;
export type ParamNames<Path extends string> = Names<Path>;
