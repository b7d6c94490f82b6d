import { useCallback, useEffect, useRef, useState } from 'react';
import { claimCredentials } from '../../../contract/operations/accesses.ts';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf, OfflineError, unsettled } from '../../api/errors.ts';
import { newClaim } from './claim.ts';

/** Milliseconds between the tries after a dropped line; then the person decides. */
const WAITS = [1_000, 2_000, 4_000, 8_000];

export type ClaimPhase =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'asking' }
  /** No answer, or none that tells whether it was carried out: the same claim gets the same credentials (R19). */
  | { readonly kind: 'dropped'; readonly message: string; readonly retrying: boolean }
  /** Nothing of these credentials reached this page. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'shown'; readonly reveal: Reveal };

const DROPPED = 'The line dropped. Your credentials are safe: try again within 10 minutes.';

/**
 * Asks for credentials once (R18) with a claim that is made here and kept nowhere else, and asks again with the same
 * claim when the line drops (R19). The credentials live in this state alone and go with it (R21).
 */
export function useClaim(accessId: string) {
  const { run } = useCommand(claimCredentials);
  const [phase, setPhase] = useState<ClaimPhase>({ kind: 'confirm' });
  const claim = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const alive = useRef(true);
  // Made when the confirmation opens; a ref and not state, so that no developer tool of React's lists it.
  claim.current ??= newClaim();

  const ask = useCallback(
    async function attempt(tries: number): Promise<void> {
      clearTimeout(timer.current);
      try {
        const reveal = await run({ params: { access_id: accessId }, body: { claim: claim.current ?? '' } });
        if (alive.current) setPhase({ kind: 'shown', reveal });
      } catch (error) {
        if (!alive.current) return;
        if (!unsettled(error)) {
          setPhase({
            kind: 'refused',
            code: error instanceof ApiError ? error.code : '',
            message: messageOf(error),
          });
          return;
        }
        const wait = error instanceof ApiError && error.status === 401 ? undefined : WAITS[tries];
        const message =
          error instanceof OfflineError ? DROPPED : `${messageOf(error)} Your credentials are safe.`;
        setPhase({ kind: 'dropped', message, retrying: wait !== undefined });
        if (wait !== undefined) timer.current = setTimeout(() => void attempt(tries + 1), wait);
      }
    },
    [accessId, run],
  );

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
      clearTimeout(timer.current);
    };
  }, []);

  const start = useCallback(() => {
    setPhase({ kind: 'asking' });
    void ask(0);
  }, [ask]);

  return {
    phase,
    /** Shows the credentials, or tries again with the same claim. */
    start,
    /** For confirming that they are saved, which only the claim's holder can. */
    claim: (): string => claim.current ?? '',
  };
}
