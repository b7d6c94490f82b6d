import { useState } from 'react';
import { deleteRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export type DeleteRequestDialogProps = {
  request: Pick<Request, 'request_id' | 'resource_name' | 'username'>;
  onClose: () => void;
  onDeleted?: () => void;
};

/** The requester takes a pending request back (R12). An error shows here, and the dialog stays. */
export function DeleteRequestDialog({ request, onClose, onDeleted }: DeleteRequestDialogProps) {
  const { run, pending } = useCommand(deleteRequest);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    setProblem(null);
    try {
      await run({ params: { request_id: request.request_id } });
      onClose();
      onDeleted?.();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  return (
    <Dialog
      title={`Delete the request for ${request.resource_name}`}
      description={`Nobody will be asked to approve new credentials for ${request.username} any more. The credentials in use keep working, and you can ask again at any time.`}
      role="alertdialog"
      size="small"
      placement="bottom"
      onRequestClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>Keep request</Button>
          <Button variant="danger" type="submit" busy={pending}>
            Delete request
          </Button>
        </>
      }
    >
      {problem !== null && (
        <Banner severity="error" shape="box">
          {problem}
        </Banner>
      )}
    </Dialog>
  );
}
