import { useEffect } from 'react';
import type { Session } from '../../contract/schemas/session.ts';
import { onSignedInBeside } from '../api/sign-in.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProviderButtons } from './provider-links.tsx';

/** Over whatever was asked for: a login of now, in a window of its own, and then it goes on by itself. */
export function StepUpDialog({
  session,
  onDone,
  onCancel,
}: {
  session: Session;
  onDone: () => void;
  onCancel: () => void;
}) {
  useEffect(() => onSignedInBeside(onDone), [onDone]);
  const { provider_id: id, provider_name: name } = session.sign_in;
  return (
    <Dialog
      title="Confirm that it is you"
      description={`This takes a login of a moment ago. Sign in again as ${session.user.real_name}; what you have here stays, and goes on by itself.`}
      size="small"
      onRequestClose={onCancel}
      actions={<Button onClick={onCancel}>Cancel</Button>}
    >
      {id !== undefined && name !== undefined && (
        <ProviderButtons
          providers={[{ provider_id: id, provider_name: name, sign_in_path: `/auth/login/${id}` }]}
          fresh
        />
      )}
    </Dialog>
  );
}
