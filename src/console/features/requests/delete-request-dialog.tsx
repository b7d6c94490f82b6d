import { deleteRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export type DeleteRequestDialogProps = {
  request: Request;
  onClose: () => void;
  onDeleted?: () => void;
};

/** The requester takes a pending request back (R12). An error shows here, and the dialog stays. */
export function DeleteRequestDialog({ request, onClose, onDeleted }: DeleteRequestDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteRequest, { onClose, onDone: onDeleted });

  return (
    <Dialog
      title={`Delete the request for ${request.resource_name}`}
      description={
        request.request_type === 'create_api_key'
          ? `Nobody will be asked to approve an API key of ${request.owner.name} any more. You can ask again at any time.`
          : `Nobody will be asked to approve new credentials for ${request.username} any more. The credentials in use keep working, and you can ask again at any time.`
      }
      role="alertdialog"
      size="small"
      placement="bottom"
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { request_id: request.request_id } })}
      actions={
        <>
          <Button onClick={onClose}>Keep request</Button>
          <Button variant="danger" type="submit" busy={pending}>
            Delete request
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
    </Dialog>
  );
}
