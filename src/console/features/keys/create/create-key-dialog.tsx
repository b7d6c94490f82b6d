import { useState } from 'react';
import { createApiKey } from '../../../../contract/operations/keys.ts';
import { useCommand } from '../../../api/commands.ts';
import { useNewKey } from '../../../parts/key-flow/use-new-key.tsx';
import type { KeyTarget } from './key-target.ts';
import { NewKeyForm, type NewKeyInput } from './new-key-form.tsx';
import { useKeyRequest } from './use-key-request.ts';

export type CreateKeyDialogProps = { target: KeyTarget; onClose: () => void };

/** From the form to "I have saved my API key" (K4 to K7), or to the request that a second person decides about (K6). */
export function CreateKeyDialog({ target, onClose }: CreateKeyDialogProps) {
  const { run: create } = useCommand(createApiKey);
  const { phase, start, requestClose, shown, warning } = useNewKey({
    onClose,
    safe: 'If the key was made, it is safe',
    unanswered:
      'The key may have been made, and no other window can fetch its secret. If it appears in the list, delete it and create another.',
  });
  const asking = useKeyRequest(target, onClose);
  const [own, setOwn] = useState(false);

  const submit = (input: NewKeyInput) => {
    setOwn(input.own);
    const { owner_id, description } = input;
    start((mine) => create({ body: { resource_id: target.id, owner_id, description, claim: mine } }));
  };
  const title = own ? 'Create an API key associated with your account' : 'Create API key';

  return (
    <>
      {phase.kind === 'shown' ? (
        // As the pages that these come from have it (K4 to K6).
        shown(phase.answer, { title, action: own || target.kind === 'cloud' ? 'Save' : 'Continue' })
      ) : (
        <NewKeyForm
          target={target}
          phase={phase}
          asking={asking}
          onSubmit={submit}
          onRequestClose={requestClose}
        />
      )}
      {warning}
    </>
  );
}
