import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { AnswerOf, Operation } from '../../contract/operation.ts';
import { call, type CallArgs } from './client.ts';
import { ApiError, unsettled } from './errors.ts';
import { invalidateNouns } from './queries.ts';

export type Command<O extends Operation> = {
  /**
   * Carries it out. The answer goes to the caller and nowhere else (R21); so do errors: show each in one place. Run again
   * with the same input after an answer got lost, it has no second effect and gets that answer (convention 14).
   * While one is under way a second call gets the same promise, so a double click sends one request.
   */
  run: (args: CallArgs<O>) => Promise<AnswerOf<O>>;
  pending: boolean;
};

// The answer says that what the screen showed is no longer so.
const OUTDATED: ReadonlySet<number> = new Set([403, 404, 409, 410]);

/** An `Idempotency-Key`. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36).padStart(7, '0')).join('');

/** A change. On success everything it touches is read again. */
export function useCommand<O extends Operation>(op: O): Command<O> {
  const queryClient = useQueryClient();
  const running = useRef<Promise<AnswerOf<O>> | undefined>(undefined);
  const [pending, setPending] = useState(false);
  // Ends when the server has said what became of it, or when something else is wanted.
  const action = useRef<{ readonly key: string; readonly input: string } | undefined>(undefined);

  const run = useCallback(
    (args: CallArgs<O>): Promise<AnswerOf<O>> => {
      if (running.current !== undefined) return running.current;
      const attempt = async (): Promise<AnswerOf<O>> => {
        const input = JSON.stringify(args);
        if (action.current?.input !== input) action.current = { key: newKey(), input };
        try {
          const answer = await call(op, { ...args, key: action.current.key });
          action.current = undefined;
          invalidateNouns(queryClient, op.touches);
          return answer;
        } catch (error) {
          if (!unsettled(error)) action.current = undefined;
          if (error instanceof ApiError && OUTDATED.has(error.status))
            invalidateNouns(queryClient, op.touches);
          throw error;
        } finally {
          running.current = undefined;
          setPending(false);
        }
      };
      setPending(true);
      running.current = attempt();
      return running.current;
    },
    [op, queryClient],
  );

  return { run, pending };
}
