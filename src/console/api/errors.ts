import type { ProblemCode } from '../../contract/problems.ts';

/** The server answered, and refused or failed. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ProblemCode | (string & {});
  /** What to write beside a form's field, by its place in the body: `message`, `access_data/acls/0/host`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    fields: Readonly<Record<string, string>> = {},
    retryAfter?: number,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** No answer came. Whether a command was carried out is not known. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
  constructor(cause?: unknown) {
    super('The server cannot be reached.', { cause });
  }
}

/** Whether a command may have been carried out, or may still be with the same key, although it failed. */
export const unsettled = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status >= 500 || error.status === 401;

const SESSION_ENDED = 'Your session has ended. Sign in, then try again; what you wrote is kept.';

/** One sentence (or two) for people, for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof OfflineError) {
    return 'The server cannot be reached. Check your connection, then try again.';
  }
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it, then try again.';
  if (error.status === 401) return SESSION_ENDED;
  return error.message;
}

/** Turns an error answer into an ApiError. The body is the vendor's envelope, or whatever a proxy put in its place. */
export async function readProblem(response: Response): Promise<ApiError> {
  const retry = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(retry) ? retry : undefined;
  const body: unknown = await response.json().catch(() => undefined);
  const problems = problemsIn(body);
  const first = problems[0];
  if (first === undefined) {
    return new ApiError(
      response.status,
      `http_${response.status}`,
      fallback(response.status),
      {},
      retryAfter,
    );
  }
  const fields: Record<string, string> = {};
  for (const { metadata, message } of problems) {
    // The message names the place as well, which the field's label does already.
    const place = metadata['pointer'] ?? metadata['parameter'];
    if (place !== undefined) fields[place.replace(/^\//u, '')] ??= metadata['detail'] ?? message;
  }
  return new ApiError(response.status, first.code, first.message, fields, retryAfter);
}

type Problem = { code: string; message: string; metadata: Readonly<Record<string, string>> };

function problemsIn(body: unknown): Problem[] {
  if (!isRecord(body) || !Array.isArray(body['errors'])) return [];
  return body['errors'].filter(isRecord).map((entry) => ({
    code: String(entry['error_code']),
    message: String(entry['message']),
    metadata: isRecord(entry['metadata'])
      ? Object.fromEntries(Object.entries(entry['metadata']).map(([key, value]) => [key, String(value)]))
      : {},
  }));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const fallback = (status: number): string =>
  status >= 500
    ? `The server failed (${status}). Nothing was changed that it did not confirm.`
    : `The server refused this (${status}).`;
