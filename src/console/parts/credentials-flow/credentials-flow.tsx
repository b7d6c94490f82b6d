import { useEffect, useState } from 'react';
import { claimCredentials, confirmSaved } from '../../../contract/operations/accesses.ts';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { useNow } from '../../api/clock.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { announce } from '../../shell/feedback.ts';
import { OVERLAP_PHRASES } from '../overlap-words.ts';
import { LeaveWarning } from '../leave-warning.tsx';
import { useLeaveGuard } from '../use-leave-guard.ts';
import { PlainFallback } from './plain-fallback.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { ShowDialog } from './show-dialog.tsx';
import { useClaim } from './use-claim.ts';
import { loadBundler } from '../save-bundle.ts';
import { useFate, type Fate } from './use-fate.ts';

export type CredentialsFlowProps = {
  accessId: string;
  /** Removes `?credentials=` from the URL. */
  onClose: () => void;
};

/**
 * From "Show credentials" to "I have saved these credentials" (R14 to R19). Mounted for as long as the URL says
 * `?credentials=<access>`; what it shows is nowhere but in its own state (R21).
 */
export function CredentialsFlow({ accessId, onClose }: CredentialsFlowProps) {
  const fate = useFate(accessId);
  const now = useNow();
  const { phase, start, claim } = useClaim<Reveal>('Your credentials are safe');
  const { run: take } = useCommand(claimCredentials);
  const { run: tellSaved, pending: saving } = useCommand(confirmSaved);
  const [problem, setProblem] = useState<string>();
  const [warned, setWarned] = useState(false);
  // From the first click on there may be credentials that only this claim can fetch.
  const holds = phase.kind === 'shown' || phase.kind === 'asking' || phase.kind === 'dropped';
  const { asked, stay, release } = useLeaveGuard(holds, 'credentials', accessId);

  useEffect(() => {
    loadBundler().catch(() => {
      // The download tries again and says what is wrong.
    });
  }, []);

  const leave = () => {
    if (!release()) onClose();
  };
  const requestClose = () => {
    if (holds) setWarned(true);
    else leave();
  };
  const save = async () => {
    setProblem(undefined);
    try {
      await tellSaved({ params: { access_id: accessId }, body: { claim: claim() } });
      leave();
      announce('Saved. The server’s copy is destroyed.');
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  return (
    <>
      {phase.kind === 'shown' ? (
        <PlainFallback reveal={phase.answer} onClose={requestClose}>
          <SaveDialog
            reveal={phase.answer}
            now={now}
            oldOnes={afterSaving(fate)}
            saving={saving}
            problem={problem}
            onSaved={() => void save()}
            onLeave={requestClose}
          />
        </PlainFallback>
      ) : (
        <ShowDialog
          accessId={accessId}
          phase={phase}
          fate={fate}
          now={now}
          onShow={() => start((mine) => take({ params: { access_id: accessId }, body: { claim: mine } }))}
          onRequestClose={requestClose}
        />
      )}
      {(warned || asked) && (
        <LeaveWarning
          title={phase.kind === 'shown' ? 'Close without confirming?' : 'Close before they are shown?'}
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          {phase.kind === 'shown'
            ? `You have not confirmed that these credentials are saved, and they cannot be shown again. ${afterLeaving(fate)}`
            : `The server may have handed them to this window already, and no other can fetch them. ${afterLeaving(fate)}`}
        </LeaveWarning>
      )}
    </>
  );
}

function afterSaving(fate: Fate): string | undefined {
  if (!fate.rotation) return undefined;
  return fate.overlap === undefined
    ? 'The old ones then stay valid for the time that was agreed.'
    : `The old ones stop working ${OVERLAP_PHRASES[fate.overlap]}.`;
}

function afterLeaving(fate: Fate): string {
  if (!fate.rotation) return 'If you have not saved them, ask for a rotation to get new ones.';
  return fate.passwordsOverlap === false
    ? 'The old password has stopped working. If you have not saved the new one, ask for another rotation.'
    : 'The old ones stay valid until somebody retires them. If you have not saved the new ones, ask for another rotation.';
}
