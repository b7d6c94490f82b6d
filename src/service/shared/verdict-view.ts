import { refusalMessage } from '../../contract/refusals.ts';
import type { Verdict as WireVerdict } from '../../contract/schemas/shared.ts';
import type { Verdict } from '../../domain/verdict.ts';

/** A verdict with the sentence that the console shows. */
export const verdictView = (verdict: Verdict): WireVerdict =>
  verdict.allowed
    ? { allowed: true }
    : { allowed: false, reason: verdict.reason, message: refusalMessage(verdict) };
