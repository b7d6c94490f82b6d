import { useState } from 'react';
import { listAccessTokens } from '../../../contract/operations/tokens.ts';
import type { CreatedAccessToken } from '../../../contract/schemas/tokens.ts';
import { SecretRow } from '../../parts/credentials-flow/secret-row.tsx';
import { useShownSecret } from '../../parts/credentials-flow/use-shown-secret.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { LeaveWarning } from '../../parts/leave-warning.tsx';
import { useLeaveGuard } from '../../parts/use-leave-guard.ts';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatDate } from '../../ui/format-time.ts';
import '../../parts/credentials-flow/credentials-flow.css';
import './tokens.css';

/** The one look at a new token. */
export function NewToken({ token, onClose }: { token: CreatedAccessToken; onClose: () => void }) {
  const [saved, setSaved] = useState(false);
  const [warned, setWarned] = useState(false);
  const { asked, stay, release } = useLeaveGuard(!saved);
  const { secret: masked, news } = useShownSecret('Token');
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
        title="Save your token"
        description={`For ${token.description}. It is shown only this once.`}
        size="large"
        onRequestClose={requestClose}
        footnote={
          token.expiry_time === null
            ? 'It works until you revoke it.'
            : `It works until ${formatDate(token.expiry_time)}, or until you revoke it.`
        }
        actions={
          <Button variant={saved ? 'primary' : 'secondary'} onClick={requestClose}>
            Close
          </Button>
        }
      >
        <dl className="secrets">
          <SecretRow label="Token" value={() => token.full_token} secret={masked} />
        </dl>
        <EquivalentCall
          open
          title="A first call: the list of your tokens"
          call={{ method: 'GET', path: listAccessTokens.path }}
        />
        <div className="saved-box">
          <Checkbox
            label="I have saved this token"
            hint="Nobody can show it again. If it gets lost, revoke it and create another."
            checked={saved}
            onChange={setSaved}
          />
        </div>
        <Announce>{news}</Announce>
      </Dialog>
      {(warned || asked) && (
        <LeaveWarning
          title="Close without saving the token?"
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          It cannot be shown again. A token that nobody has is best revoked.
        </LeaveWarning>
      )}
    </>
  );
}
