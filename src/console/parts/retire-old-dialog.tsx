import { retireOldCredentials } from '../../contract/operations/accesses.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Mono } from '../ui/mono.tsx';
import { ProblemBanner } from './problem-banner.tsx';
import { useConfirmedCommand } from './use-confirmed-command.ts';

export type RetireOldDialogProps = {
  accessId: string;
  accessName: string;
  username: string;
  /** Of the access, when the dialog was opened. */
  version: number;
  onClose: () => void;
  onRetired?: () => void;
};

/** Ends the old credentials before their time (R22); an error stays in here. */
export function RetireOldDialog({
  accessId,
  accessName,
  username,
  version,
  onClose,
  onRetired,
}: RetireOldDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(retireOldCredentials, {
    onClose,
    onDone: onRetired,
  });
  return (
    <Dialog
      title={`Retire old credentials of ${accessName}`}
      role="alertdialog"
      size="small"
      placement="bottom"
      description={
        <>
          The old password and certificate of <Mono>{username}</Mono> stop working now, for everything that
          still uses them. This cannot be undone. The new credentials are not touched.
        </>
      }
      onRequestClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="danger"
            busy={pending}
            onClick={() => confirm({ params: { access_id: accessId }, body: { version } })}
          >
            Retire old credentials
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
    </Dialog>
  );
}
