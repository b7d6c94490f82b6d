import { useState, type ReactNode } from 'react';
import { Announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SecretRow } from './secret-row.tsx';
import { useShownSecret } from './use-shown-secret.ts';
import { LeaveWarning } from '../leave-warning.tsx';
import { useLeaveGuard } from '../use-leave-guard.ts';
import './credentials-flow.css';

type SavedSecretDialogProps = {
  title: string;
  description: string;
  footnote: string;
  /** What the secret is called in its row and in what is announced of it. */
  label: string;
  /** Asked when it is copied or shown. */
  value: () => string;
  /** The box to tick before the dialog closes without a question. */
  saved: { readonly label: string; readonly hint: string };
  /** The question to whoever closes without having ticked it. */
  leaving: { readonly title: string; readonly text: string };
  /** Between the secret and the box. */
  children?: ReactNode;
  onClose: () => void;
};

/** The one look at a secret that nobody can show again: masked, to copy, ticked off as saved. */
export function SavedSecretDialog({
  title,
  description,
  footnote,
  label,
  value,
  saved: box,
  leaving,
  children,
  onClose,
}: SavedSecretDialogProps) {
  const [saved, setSaved] = useState(false);
  const [warned, setWarned] = useState(false);
  const { asked, stay, release } = useLeaveGuard(!saved);
  const { secret: masked, news } = useShownSecret(label);
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
        title={title}
        description={description}
        size="large"
        onRequestClose={requestClose}
        onSubmit={() => {
          if (saved) leave();
        }}
        footnote={footnote}
        actions={
          <Button
            type={saved ? 'submit' : 'button'}
            variant={saved ? 'primary' : 'secondary'}
            onClick={saved ? undefined : requestClose}
          >
            Close
          </Button>
        }
      >
        <dl className="secrets">
          <SecretRow label={label} value={value} secret={masked} />
        </dl>
        {children}
        <div className="saved-box">
          <Checkbox label={box.label} hint={box.hint} checked={saved} onChange={setSaved} />
        </div>
        <Announce>{news}</Announce>
      </Dialog>
      {(warned || asked) && (
        <LeaveWarning
          title={leaving.title}
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          {leaving.text}
        </LeaveWarning>
      )}
    </>
  );
}
