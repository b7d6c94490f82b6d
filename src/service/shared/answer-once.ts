import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import type { Deps } from '../deps.ts';
import { DuplicateError, UnavailableError, type Store, type Transaction } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';

/** One command as its caller may repeat it, should the answer get lost. */
export interface Repeatable {
  readonly personId: string;
  readonly operation: string;
  /** The caller's own (Idempotency-Key). */
  readonly key: string;
  /** Everything that was asked for, as text. */
  readonly request: string;
}

type Outcome =
  | { readonly answer?: unknown }
  | {
      readonly code: ProblemCode;
      readonly message: string;
      readonly metadata: Readonly<Record<string, string>>;
    };

const ended = (outcome: Outcome): unknown => {
  if ('code' in outcome) throw new ProblemError(outcome.code, outcome.message, outcome.metadata);
  return outcome.answer;
};

/**
 * Carries out a command once for each key, in whichever process, and answers every repetition as it did the first time
 * (convention 14). `command` must write in exactly one transaction of the store that it is given, and answer with that
 * transaction's result: the answer is kept in the same transaction. A refusal is kept after its transaction was rolled
 * back; of several that run at the same time the first to be kept counts. Nothing is read beforehand: a repetition
 * stumbles over the first one's row, so that the usual case costs one insert and commands of different keys never
 * conflict. Errors: 422 when the key came with another request.
 */
export const answerOnce = async (
  deps: Deps,
  { personId, operation, key, request }: Repeatable,
  command: (deps: Deps) => Promise<unknown>,
): Promise<unknown> => {
  const { store, clock, digest } = deps;
  const id = await digest(JSON.stringify([personId, operation, key]));
  const requestHash = await digest(request);
  const keep = (tx: Transaction, outcome: Outcome): Promise<void> =>
    tx.insert('keptAnswers', {
      id,
      requestHash,
      outcome: JSON.stringify(outcome),
      createdAt: clock.now(),
    });
  const write: Store['write'] = (work) =>
    store.write(async (tx) => {
      const answer = await work(tx);
      await keep(tx, { answer });
      return answer;
    });

  const first = async (): Promise<unknown> => {
    try {
      return await command({ ...deps, store: { ...store, write } });
    } catch (error) {
      if (error instanceof ProblemError && PROBLEMS[error.code] < 500) {
        const { code, message, metadata } = error;
        await store.write((tx) => keep(tx, { code, message, metadata }));
      }
      throw error;
    }
  };

  try {
    return await first();
  } catch (error) {
    if (!(error instanceof DuplicateError && error.table === 'keptAnswers')) throw error;
  }
  const kept = await store.read((tx) => tx.get('keptAnswers', id));
  // Its day was over just now.
  if (!kept) throw new UnavailableError('This was done before, a day ago. Look at it again.');
  if (kept.requestHash !== requestHash)
    throw new ProblemError(
      'idempotency_key_reused',
      'This Idempotency-Key came with another request before. Send a new key with each new request.',
    );
  // Written by `keep` alone.
  return ended(JSON.parse(kept.outcome) as Outcome);
};
