import type { Context } from 'hono';
import * as z from 'zod/mini';
import type { ProblemCode } from '../contract/problems.ts';
import type { Schema } from '../contract/schemas/by-operation.ts';
import { firstJsonFault } from './json-position.ts';

/** Largest body accepted, in bytes. */
export const BODY_LIMIT = 64 * 1024;

export interface InputProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The caller's input does not fit the contract; answered with 400 or 413, naming each place. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: readonly [InputProblem, ...InputProblem[]];
  constructor(problems: readonly [InputProblem, ...InputProblem[]]) {
    super(problems[0].message);
    this.problems = problems;
  }
}

const escape = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');

const check = (schema: Schema, value: unknown, where: 'pointer' | 'parameter'): unknown => {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 20).map((issue): InputProblem => {
    const place =
      where === 'pointer' ? issue.path.map((key) => `/${escape(key)}`).join('') : String(issue.path[0] ?? '');
    const message =
      issue.message === 'Invalid input' ? 'Is missing or not of the right kind.' : issue.message;
    const label = issue.path.map(String).join('.') || 'The body';
    return {
      code: 'invalid_request',
      message: `${label}: ${message}`,
      metadata: { [where]: place, detail: message },
    };
  });
  const [first, ...rest] = problems;
  // A failed parse has at least one issue.
  throw new InputError([first as InputProblem, ...rest]);
};

/** The query by its schema: empty values mean "not given", unknown names are passed over, the first of a name counts. */
export const readQuery = (c: Context, schema: Schema | undefined): unknown => {
  if (!schema) return undefined;
  // One that is given several times: each on a line of its own, for whoever knows of it (display_name).
  const given = Object.entries(c.req.queries()).flatMap(([name, values]) => {
    const value = name === 'display_name' ? values.filter((one) => one !== '').join('\n') : (values[0] ?? '');
    return value === '' ? [] : [[name, value]];
  });
  return check(schema, Object.fromEntries(given), 'parameter');
};

/** The client's `Idempotency-Key`, undefined without one. */
export const readKey = (c: Context): string | undefined => {
  const key = c.req.header('idempotency-key');
  if (key === undefined || /^[!-~]{1,255}$/u.test(key)) return key;
  const message = 'Idempotency-Key must be 1 to 255 visible ASCII characters.';
  throw new InputError([{ code: 'invalid_request', message, metadata: { header: 'Idempotency-Key' } }]);
};

const tooLarge = (limit: number): InputError =>
  new InputError([{ code: 'body_too_large', message: `The body is larger than ${limit / 1024} KiB.` }]);

/** Whoever goes away amidst a body is no fault of ours; nobody is there to be told. */
const cutOff = (): InputError =>
  new InputError([{ code: 'invalid_request', message: 'The body ended before all of it was here.' }]);

/** Reads at most so many bytes, whatever the length header says. Throws InputError. */
export const readText = async (request: Request, limit = BODY_LIMIT): Promise<string> => {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  if (!request.body) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw cutOff();
    });
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    text += decoder.decode(value, { stream: true });
  }
};

/** The value, or where the text stops being JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, firstJsonFault(text)).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new InputError([
      {
        code: 'malformed_json',
        message: `The body is not valid JSON: line ${line}, column ${column}.`,
        metadata: { line: String(line), column: String(column) },
      },
    ]);
  }
};

/** The body by its schema, whatever content type the client names; an empty one is absent. */
export const readBody = async (c: Context, schema: Schema | undefined): Promise<unknown> => {
  if (!schema) return undefined;
  const text = await readText(c.req.raw);
  return check(schema, text.trim() === '' ? {} : parseJson(text), 'pointer');
};
