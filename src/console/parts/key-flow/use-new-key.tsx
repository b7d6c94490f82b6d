import { useState, type ReactNode } from 'react';
import { confirmApiKeySaved } from '../../../contract/operations/keys.ts';
import type { CreatedKey } from '../../../contract/schemas/keys.ts';
import { useNow } from '../../api/clock.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import type { DialogKey } from '../../paths.ts';
import { announce } from '../../shell/feedback.ts';
import { useClaim } from '../credentials-flow/use-claim.ts';
import { LeaveWarning } from '../leave-warning.tsx';
import { useLeaveGuard } from '../use-leave-guard.ts';
import { NewKey, type NewKeyProps } from './new-key.tsx';

type NewKeyOptions = {
  onClose: () => void;
  /** What is not lost by a dropped line. */
  safe: string;
  /** What may be lost with the window while no answer came. */
  unanswered: string;
  /** The dialog as it stands in the URL, where it does. */
  url?: { readonly dialog: DialogKey; readonly id: string };
};

/**
 * The one look at a new key, from the claim to "I have saved my API key" (K4, K7, R18, R19). What is secret is in this
 * state and nowhere else (R21).
 */
export function useNewKey({ onClose, safe, unanswered, url }: NewKeyOptions) {
  const { phase, start, claim } = useClaim<CreatedKey>(safe);
  const { run: tellSaved, pending: saving } = useCommand(confirmApiKeySaved);
  const now = useNow();
  const [problem, setProblem] = useState<string>();
  const [warned, setWarned] = useState(false);
  // From the first click on there may be a key whose secret only this claim can fetch.
  const holds = phase.kind === 'shown' || phase.kind === 'asking' || phase.kind === 'dropped';
  const { asked, stay, release } = useLeaveGuard(holds, url?.dialog, url?.id);

  const leave = () => {
    if (!release()) onClose();
  };
  const requestClose = () => {
    if (holds) setWarned(true);
    else leave();
  };
  const save = async (key: string) => {
    setProblem(undefined);
    try {
      await tellSaved({ params: { key }, body: { claim: claim() } });
    } catch (error) {
      // Its time is over, and the server's copy destroyed: nothing is left to tell.
      if (!(error instanceof ApiError && error.status === 410)) {
        setProblem(messageOf(error));
        return;
      }
    }
    leave();
    announce(`API key ${key} was created`);
  };

  return {
    phase,
    /** Asks with the claim, or asks again with the same one. */
    start,
    now,
    requestClose,
    /** The key with its secret, for the phase `shown`. */
    shown: (created: CreatedKey, words: Pick<NewKeyProps, 'title' | 'action'>): ReactNode => (
      <NewKey
        {...words}
        created={created}
        now={now}
        saving={saving}
        problem={problem}
        onSaved={() => void save(created.key.key)}
        onLeave={requestClose}
      />
    ),
    /** Place it beside either dialog. */
    warning: (warned || asked) && (
      <LeaveWarning
        title={phase.kind === 'shown' ? 'Close without saving the secret?' : 'Close without an answer?'}
        onStay={() => {
          setWarned(false);
          stay();
        }}
        onLeave={leave}
      >
        {phase.kind === 'shown'
          ? `The secret of ${phase.answer.key.key} cannot be shown again. If you have not saved it, delete the key and create another.`
          : unanswered}
      </LeaveWarning>
    ),
  };
}
