import { expect } from 'vitest';
import * as z from 'zod/mini';
import type { AnswerOf, Operation } from '../contract/operation.ts';
import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import { schemasOf } from '../contract/schemas/by-operation.ts';
import { IamProblemBody } from '../contract/schemas/iam.ts';
import { ProblemBody } from '../contract/schemas/shared.ts';

export const ORIGIN = 'http://latchkey.test';
const COOKIE = 'latchkey_session';

/** What a call carries. `organization_id` is filled in with the caller's own unless given. */
export interface CallInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One of a walk over all operations, which is no test of this one. */
  readonly sweep?: true;
}

/** An answer that was held against the contract. */
export interface Reply<Id extends OperationId> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Set on success. */
  readonly answer: AnswerOf<(typeof OPERATIONS)[Id]> | undefined;
  /** Set otherwise. */
  readonly problem: ProblemBody | undefined;
  readonly code: ProblemCode | undefined;
}

/** Where calls go and who keeps account of them. */
export interface Wire {
  fetch(request: Request): Promise<Response>;
  /** Told of every answer's body. */
  note(id: OperationId, text: string): void;
  /** Told when an operation did what it is there for. */
  reached(id: OperationId): void;
}

/** One person's browser: a cookie jar, and calls whose answers are held against the contract. */
export interface Client {
  /** Any outcome that the contract allows. */
  send<Id extends OperationId>(id: Id, input?: CallInput): Promise<Reply<Id>>;
  /** Success is expected. */
  ok<Id extends OperationId>(id: Id, input?: CallInput): Promise<AnswerOf<(typeof OPERATIONS)[Id]>>;
  /** This problem is expected. */
  refused(id: OperationId, code: ProblemCode, input?: CallInput): Promise<ProblemBody>;
  /** The raw answer, body unread; for streams. */
  open(id: OperationId, input?: CallInput): Promise<Response>;
  /** The session's cookie, or undefined. */
  cookie(): string | undefined;
}

type Known = Operation<OperationId>;

const buildUrl = (operation: Known, organizationId: string, input: CallInput): URL => {
  const params: Readonly<Record<string, string>> = { organization_id: organizationId, ...input.params };
  const path = operation.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${operation.id} needs ${name}`);
    return encodeURIComponent(value);
  });
  const url = new URL(path, ORIGIN);
  for (const [name, value] of Object.entries(input.query ?? {})) url.searchParams.set(name, value);
  return url;
};

/** Problems that an operation may answer with beside those it declares. */
const commonProblems = (operation: Known): readonly ProblemCode[] => [
  'unavailable',
  ...(operation.session === 'required' ? (['session_required'] as const) : []),
  'authentication_failed',
  ...(operation.callers === 'any' ? [] : (['permission_denied'] as const)),
  ...(operation.method === 'GET' ? [] : (['cross_site_request'] as const)),
  ...(operation.dialect === 'iam' ? (['invalid_api_key', 'too_many_requests'] as const) : []),
  ...(operation.keyed ? (['invalid_request', 'idempotency_key_reused'] as const) : []),
  ...(schemasOf(operation.id).body ? (['malformed_json', 'body_too_large', 'invalid_request'] as const) : []),
];

/** The management API's envelope, held against the contract, in the words of the other one. */
const readIamProblem = (operation: Known, json: unknown): ProblemBody => {
  const problem = z.parse(IamProblemBody, json);
  expect(problem, `${operation.id} answers with undeclared fields`).toEqual(json);
  const errors = problem.errors.map(({ id, status, code, title, detail, source }) => {
    expect([id, title]).not.toContain('');
    const { pointer, parameter } = source ?? {};
    const metadata = pointer !== undefined ? { pointer } : parameter !== undefined ? { parameter } : null;
    return { message: detail, status: Number(status), error_code: code, ...(metadata ? { metadata } : {}) };
  });
  return { message: errors[0]?.message ?? '', errors };
};

const readOwnProblem = (operation: Known, json: unknown): ProblemBody => {
  const problem = z.parse(ProblemBody, json);
  expect(problem, `${operation.id} answers with undeclared fields`).toEqual(json);
  return problem;
};

const readProblem = (operation: Known, status: number, json: unknown): ProblemBody => {
  const problem =
    operation.dialect === 'iam' ? readIamProblem(operation, json) : readOwnProblem(operation, json);
  expect(problem.message).not.toBe('');
  expect(problem.errors.length).toBeGreaterThan(0);
  const known = [...operation.problems, ...commonProblems(operation)];
  for (const error of problem.errors) {
    expect(known, `${operation.id} answered ${status} ${error.error_code}: ${error.message}`).toContain(
      error.error_code,
    );
    // Contained in a list of codes just above.
    expect(error.status).toBe(PROBLEMS[error.error_code as ProblemCode]);
  }
  expect(problem.errors[0]?.status).toBe(status);
  return problem;
};

const readAnswer = (operation: Known, text: string): unknown => {
  const schema = schemasOf(operation.id).answer;
  if (!schema) return undefined;
  const json: unknown = JSON.parse(text);
  const parsed = z.safeParse(schema, json);
  expect(parsed.error?.issues ?? [], `${operation.id} breaks its own schema`).toEqual([]);
  // A field that the contract does not name would be dropped by the schema and differ here.
  expect(parsed.data, `${operation.id} answers with undeclared fields`).toEqual(json);
  return json;
};

/** A browser with this session, or without one; or a program with this Authorization header. */
export const createClient = (
  wire: Wire,
  organizationId: string,
  token?: string,
  authorization?: string,
): Client => {
  let cookie = token;

  const open = async (id: OperationId, input: CallInput = {}): Promise<Response> => {
    const operation: Known = OPERATIONS[id];
    const body = input.text ?? (input.body === undefined ? undefined : JSON.stringify(input.body));
    const headers = new Headers(input.headers);
    if (authorization !== undefined && !headers.has('authorization'))
      headers.set('authorization', authorization);
    if (cookie !== undefined) headers.set('cookie', `${COOKIE}=${cookie}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const url = buildUrl(operation, organizationId, input);
    const response = await wire.fetch(
      new Request(url, { method: operation.method, headers, ...(body === undefined ? {} : { body }) }),
    );
    for (const line of response.headers.getSetCookie()) {
      const value = new RegExp(`^${COOKIE}=([^;]*)`, 'u').exec(line)?.[1];
      if (value !== undefined) cookie = value === '' ? undefined : value;
    }
    if (response.status === operation.status && !input.sweep) wire.reached(id);
    return response;
  };

  const send: Client['send'] = async <Id extends OperationId>(
    id: Id,
    input?: CallInput,
  ): Promise<Reply<Id>> => {
    const operation: Known = OPERATIONS[id];
    const response = await open(id, input);
    const text = await response.text();
    wire.note(id, text);
    const { status, headers } = response;
    expect(headers.get('cache-control'), `${id} may be cached`).toBe('no-store');
    const reply = { status, headers, text };
    if (status !== operation.status) {
      const problem = readProblem(operation, status, JSON.parse(text));
      // readProblem found it among the known codes.
      return { ...reply, answer: undefined, problem, code: problem.errors[0]?.error_code as ProblemCode };
    }
    if (status === 204) expect(text).toBe('');
    if (operation.produces === 'csv') expect(headers.get('content-type')).toMatch(/^text\/csv/u);
    const answer = readAnswer(operation, text);
    // Held against the operation's own schema just above.
    return {
      ...reply,
      answer: answer as AnswerOf<(typeof OPERATIONS)[Id]>,
      problem: undefined,
      code: undefined,
    };
  };

  return {
    send,
    open,
    cookie: () => cookie,
    ok: async (id, input) => {
      const reply = await send(id, input);
      expect(reply.problem?.message, `${id} was refused with ${reply.status}`).toBeUndefined();
      // No problem means success, which has the operation's answer.
      return reply.answer as AnswerOf<(typeof OPERATIONS)[typeof id]>;
    },
    refused: async (id, code, input) => {
      const reply = await send(id, input);
      expect(reply.code ?? `${reply.status} ${reply.text}`, `answer of ${id}`).toBe(code);
      // Has a code, so it has a problem.
      return reply.problem as ProblemBody;
    },
  };
};
