import { useState } from 'react';
import { confirmApiKeySaved, createApiKey } from '../../../../contract/operations/keys.ts';
import type { CreatedKey } from '../../../../contract/schemas/keys.ts';
import { useNow } from '../../../api/clock.ts';
import { useCommand } from '../../../api/commands.ts';
import { ApiError, messageOf } from '../../../api/errors.ts';
import { useClaim } from '../../../parts/credentials-flow/use-claim.ts';
import { LeaveWarning } from '../../../parts/leave-warning.tsx';
import { useLeaveGuard } from '../../../parts/use-leave-guard.ts';
import { announce } from '../../../shell/feedback.ts';
import type { KeyTarget } from './key-target.ts';
import { NewKey } from './new-key.tsx';
import { NewKeyForm, type NewKeyInput } from './new-key-form.tsx';

export type CreateKeyDialogProps = { target: KeyTarget; onClose: () => void };

/** From the form to "I have saved my API key" (K4 to K7). What is secret is in this state and nowhere else (R21). */
export function CreateKeyDialog({ target, onClose }: CreateKeyDialogProps) {
  const { phase, start, claim } = useClaim<CreatedKey>('If the key was made, it is safe');
  const { run: create } = useCommand(createApiKey);
  const { run: tellSaved, pending: saving } = useCommand(confirmApiKeySaved);
  const now = useNow();
  const [own, setOwn] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [warned, setWarned] = useState(false);
  // From the first click on there may be a key whose secret only this claim can fetch.
  const holds = phase.kind === 'shown' || phase.kind === 'asking' || phase.kind === 'dropped';
  const { asked, stay, release } = useLeaveGuard(holds);

  const leave = () => {
    if (!release()) onClose();
  };
  const requestClose = () => {
    if (holds) setWarned(true);
    else leave();
  };
  const submit = (input: NewKeyInput) => {
    setOwn(input.own);
    const { owner_id, description } = input;
    start((mine) => create({ body: { resource_id: target.id, owner_id, description, claim: mine } }));
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
  const title = own ? 'Create an API key associated with your account' : 'Create API key';

  return (
    <>
      {phase.kind === 'shown' ? (
        <NewKey
          title={title}
          // As the pages that these come from have it (K4 to K6).
          action={own || target.kind === 'cloud' ? 'Save' : 'Continue'}
          created={phase.answer}
          now={now}
          saving={saving}
          problem={problem}
          onSaved={() => void save(phase.answer.key.key)}
          onLeave={requestClose}
        />
      ) : (
        <NewKeyForm target={target} phase={phase} onSubmit={submit} onRequestClose={requestClose} />
      )}
      {(warned || asked) && (
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
            : 'The key may have been made, and no other window can fetch its secret. If it appears in the list, delete it and create another.'}
        </LeaveWarning>
      )}
    </>
  );
}
