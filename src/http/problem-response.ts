import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS, type ProblemCode } from '../contract/problems.ts';
import type { ProblemBody } from '../contract/schemas/shared.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { ProblemError } from '../service/problem.ts';

interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Answers in the vendor's error envelope. More than one problem: the first is the summary. */
export const problemResponse = (c: Context, problems: readonly [Problem, ...Problem[]]): Response => {
  const [first] = problems;
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
  c.header('cache-control', 'no-store');
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
