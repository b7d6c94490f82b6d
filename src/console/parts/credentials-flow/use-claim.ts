import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, messageOf, OfflineError, unsettled } from '../../api/errors.ts';
import { newClaim } from './claim.ts';

/** Milliseconds between the tries after a dropped line; then the person decides. */
const WAITS = [1_000, 2_000, 4_000, 8_000];

/** `Answer` carries the secret. */
export type ClaimPhase<Answer> =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'asking' }
  /** No answer, or none that tells whether it was carried out: the same claim gets the same credentials (R19). */
  | { readonly kind: 'dropped'; readonly message: string; readonly retrying: boolean }
  /** Nothing of these credentials reached this page. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      /** By the places in the body. */
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'shown'; readonly answer: Answer };

/**
 * Asks for secrets once (R18) with a claim that is made here and kept nowhere else, and asks again with the same
 * claim when the line drops (R19). The secrets live in this state alone and go with it (R21).
 *
 * @param safe what is not lost by a dropped line: "Your credentials are safe"
 */
export function useClaim<Answer>(safe: string) {
  const [phase, setPhase] = useState<ClaimPhase<Answer>>({ kind: 'confirm' });
  const sending = useRef<((claim: string) => Promise<Answer>) | undefined>(undefined);
  const claim = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const alive = useRef(true);
  // Made when the confirmation opens; a ref and not state, so that no developer tool of React's lists it.
  claim.current ??= newClaim();

  const ask = useCallback(
    async function attempt(tries: number): Promise<void> {
      clearTimeout(timer.current);
      const send = sending.current;
      if (send === undefined) return;
      try {
        const answer = await send(claim.current ?? '');
        if (alive.current) setPhase({ kind: 'shown', answer });
      } catch (error) {
        if (!alive.current) return;
        if (!unsettled(error)) {
          setPhase({
            kind: 'refused',
            code: error instanceof ApiError ? error.code : '',
            message: messageOf(error),
            fields: error instanceof ApiError ? error.fields : {},
          });
          return;
        }
        const wait = error instanceof ApiError && error.status === 401 ? undefined : WAITS[tries];
        const message =
          error instanceof OfflineError
            ? `The line dropped. ${safe}: try again within 10 minutes.`
            : `${messageOf(error)} ${safe}.`;
        setPhase({ kind: 'dropped', message, retrying: wait !== undefined });
        if (wait !== undefined) timer.current = setTimeout(() => void attempt(tries + 1), wait);
      }
    },
    [safe],
  );

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
      clearTimeout(timer.current);
    };
  }, []);

  const start = useCallback(
    (send: (claim: string) => Promise<Answer>) => {
      sending.current = send;
      setPhase({ kind: 'asking' });
      void ask(0);
    },
    [ask],
  );

  return {
    phase,
    /** Asks, or asks again with the same claim. */
    start,
    /** For confirming that they are saved, which only the claim's holder can. */
    claim: (): string => claim.current ?? '',
  };
}
