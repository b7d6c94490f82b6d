import { useState } from 'react';
import type { CreatedWebhook } from '../../../contract/schemas/webhooks.ts';
import { SecretRow } from '../../parts/credentials-flow/secret-row.tsx';
import { useShownSecret } from '../../parts/credentials-flow/use-shown-secret.ts';
import { LeaveWarning } from '../../parts/leave-warning.tsx';
import { useLeaveGuard } from '../../parts/use-leave-guard.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import '../../parts/credentials-flow/credentials-flow.css';

/** The one look at what a webhook's calls are signed with. */
export function NewWebhookSecret({ created, onClose }: { created: CreatedWebhook; onClose: () => void }) {
  const [saved, setSaved] = useState(false);
  const [warned, setWarned] = useState(false);
  const { asked, stay, release } = useLeaveGuard(!saved);
  const { secret: masked, news } = useShownSecret('Signing secret');
  const leave = () => {
    if (!release()) onClose();
  };
  const requestClose = () => {
    if (saved) leave();
    else setWarned(true);
  };

  return (
    <>
      <Dialog
        title="Save the signing secret"
        description={`For ${created.webhook.description}. It is shown only this once.`}
        size="large"
        onRequestClose={requestClose}
        footnote="Each call carries the header Latchkey-Signature, an HMAC-SHA256 of its time and body."
        actions={
          <Button variant={saved ? 'primary' : 'secondary'} onClick={requestClose}>
            Close
          </Button>
        }
      >
        <dl className="secrets">
          <SecretRow label="Signing secret" value={() => created.secret} secret={masked} />
        </dl>
        <div className="saved-box">
          <Checkbox
            label="I have saved this secret, or do not need it"
            hint="Chat tools do not ask for it. A program of your own checks the signature with it."
            checked={saved}
            onChange={setSaved}
          />
        </div>
        <Announce>{news}</Announce>
      </Dialog>
      {(warned || asked) && (
        <LeaveWarning
          title="Close without saving the secret?"
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          It cannot be shown again. Another webhook gets another one.
        </LeaveWarning>
      )}
    </>
  );
}
