import type { ProblemCode } from '../../contract/problems.ts';
import { ProblemError } from '../problem.ts';

/**
 * For what a body names and is not there: 400, and where in the body. The vendor's documents know no 404 where something
 * is made, and its SDK decodes none there.
 */
export const missingIn =
  (pointers: Partial<Readonly<Record<ProblemCode, string>>>) =>
  (error: unknown): never => {
    const pointer = error instanceof ProblemError ? pointers[error.code] : undefined;
    if (!(error instanceof ProblemError) || pointer === undefined) throw error;
    throw new ProblemError('invalid_request', error.message, { pointer });
  };
