import { UnavailableError } from '../../service/ports/store.ts';

const UNAVAILABLE_CODES =
  /^(08\w{3}|53\w{3}|57P0\d|57014|58030|55P03|25P03|ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOSPC|EIO)$/;

/** What the drivers say without giving a code. */
const UNAVAILABLE_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable|Query read timeout|connection timeout|after calling end on the pool|has already been destroyed|PGlite is clos|PGlite instance is already closed|connection has been discarded|Client was closed/i;

/** The error code of PostgreSQL or the system, if there is one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Two transactions stood in each other's way; the one that failed may run again. */
export const isConflict = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
};

/** The unique index that a change violated, if it did. */
export const violatedIndex = (error: unknown): string | undefined =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  'constraint' in error &&
  typeof error.constraint === 'string'
    ? error.constraint
    : undefined;

/** What PostgreSQL does while it makes a table longer: a quota and a limit on files stop it without a code of their own. */
const LENGTHENING = /^md(zero)?extend$/;

/** Whether it failed for want of room on the database's disk: nothing was changed, and reads go on. */
export const isFull = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return true;
  return (
    code === 'XX000' &&
    error instanceof Error &&
    'routine' in error &&
    typeof error.routine === 'string' &&
    LENGTHENING.test(error.routine)
  );
};

/** What people are told then, and operators with it. */
export const NO_ROOM =
  'The database has no room left on its disk. Nothing was changed, and what is there can still be read. Whoever runs this console has to make room; then try again.';

/** The error as callers of the store shall see it: UnavailableError when trying again later may help. */
export const translate = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof UnavailableError) return error;
  if (isFull(error)) return new UnavailableError(NO_ROOM, { cause: error });
  const code = codeOf(error);
  const gone =
    (code !== undefined && UNAVAILABLE_CODES.test(code)) ||
    UNAVAILABLE_WORDS.test(error.message) ||
    // Several addresses of one host were tried, all in vain.
    (error instanceof AggregateError &&
      error.errors.every((each) => translate(each) instanceof UnavailableError)) ||
    // PGlite's engine stopped (out of memory); nothing will answer any more.
    error instanceof WebAssembly.RuntimeError;
  return gone
    ? new UnavailableError('The backend cannot reach its database. Try again in a moment.', { cause: error })
    : error;
};
