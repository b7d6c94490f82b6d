import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import type { IamProblemBody } from '../contract/schemas/iam.ts';
import type { ProblemBody } from '../contract/schemas/shared.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { ProblemError } from '../service/problem.ts';

interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

const IAM = 'iam dialect';

/** From here on errors of this call come in the management API's envelope. */
export const speakIam = (c: Context): void => {
  c.set(IAM, true);
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** What the management API calls a status. */
export const titleOf = (status: number): string => TITLES[status] ?? String(status);

/** Where in the input, as this envelope says it. */
const sourceOf = ({ metadata }: Problem): { pointer: string } | { parameter: string } | undefined => {
  const { pointer, parameter } = metadata ?? {};
  if (pointer !== undefined) return { pointer };
  if (parameter === undefined) return undefined;
  // What lists call a cursor everywhere else.
  return { parameter: parameter === 'cursor' ? 'page_token' : parameter };
};

const iamResponse = (c: Context, problems: readonly [Problem, ...Problem[]]): Response => {
  const status = PROBLEMS[problems[0].code];
  const body: IamProblemBody = {
    errors: problems.map((problem) => {
      const source = sourceOf(problem);
      return {
        id: crypto.randomUUID(),
        status: String(PROBLEMS[problem.code]),
        code: problem.code,
        title: titleOf(PROBLEMS[problem.code]),
        detail: problem.message,
        ...(source ? { source } : {}),
      };
    }),
  };
  if (status === 401) c.header('www-authenticate', 'Basic error="invalid_key", realm="Latchkey"');
  // As in problemResponse.
  return c.json(body, status as ContentfulStatusCode);
};

/** Answers in the vendor's error envelope. More than one problem: the first is the summary. */
export const problemResponse = (c: Context, problems: readonly [Problem, ...Problem[]]): Response => {
  const [first] = problems;
  if (first.code === 'too_many_requests') c.header('retry-after', first.metadata?.['retry_after'] ?? '60');
  c.header('cache-control', 'no-store');
  if (c.get(IAM) === true) return iamResponse(c, problems);
  const status = PROBLEMS[first.code];
  const body: ProblemBody = {
    message: first.message,
    errors: problems.map((problem) => ({
      message: problem.message,
      status: PROBLEMS[problem.code],
      error_code: problem.code,
      ...(problem.metadata ? { metadata: { ...problem.metadata } } : {}),
    })),
  };
  // PROBLEMS holds only statuses that carry a body.
  return c.json(body, status as ContentfulStatusCode);
};

/** Turns anything thrown into an answer; what nobody foresaw says nothing of the inside. */
export const errorResponse = (c: Context, error: unknown, report: (error: unknown) => void): Response => {
  if (error instanceof ProblemError)
    return problemResponse(c, [{ code: error.code, message: error.message, metadata: error.metadata }]);
  if (error instanceof UnavailableError) {
    c.header('retry-after', '2');
    return problemResponse(c, [
      {
        code: 'unavailable',
        // Written for people where it is thrown.
        message: error.message,
      },
    ]);
  }
  report(error);
  return problemResponse(c, [
    { code: 'internal_error', message: 'Something failed on our side. Nothing was changed. Try again.' },
  ]);
};
