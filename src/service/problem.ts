import { PROBLEM_OF_REASON, type ProblemCode } from '../contract/problems.ts';
import { refusalMessage } from '../contract/refusals.ts';
import type { Refused, Verdict } from '../domain/verdict.ts';

/** A use case refuses: the HTTP layer answers with the code's status and this message. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly metadata: Readonly<Record<string, string>>;
  constructor(code: ProblemCode, message: string, metadata: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.metadata = metadata;
  }
}

/** The error for a refusal of the domain. */
export const problemOf = (refusal: Refused): ProblemError =>
  new ProblemError(PROBLEM_OF_REASON[refusal.reason], refusalMessage(refusal), {
    reason: refusal.reason,
    ...refusal.params,
  });

/** Throws unless the verdict allows. */
export const demand = (verdict: Verdict): void => {
  if (!verdict.allowed) throw problemOf(verdict);
};

/** A version that the caller saw is not the current one: nothing is done (convention 14). */
export const demandVersion = (seen: number | undefined, current: number): void => {
  if (seen !== undefined && seen !== current)
    throw new ProblemError(
      'stale_version',
      'This changed since you opened it. Look at it again and decide then.',
    );
};
