import { useState } from 'react';
import { retireOldCredentials } from '../../contract/operations/accesses.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Mono } from '../ui/mono.tsx';

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
  const { run, pending } = useCommand(retireOldCredentials);
  const [problem, setProblem] = useState<string>();
  const retire = async () => {
    setProblem(undefined);
    try {
      await run({ params: { access_id: accessId }, body: { version } });
      onClose();
      onRetired?.();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
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
          <Button variant="danger" busy={pending} onClick={() => void retire()}>
            Retire old credentials
          </Button>
        </>
      }
    >
      {problem !== undefined && (
        <Banner severity="error" shape="box">
          {problem}
        </Banner>
      )}
    </Dialog>
  );
}
