import { deleteAccess } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { TypedNameDialog } from '../../parts/typed-name/typed-name-dialog.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Mono } from '../../ui/mono.tsx';

type DeleteAccessDialogProps = { access: Access; onClose: () => void; onDeleted: () => void };

/** Irreversible, so the name is typed. */
export function DeleteAccessDialog({ access, onClose, onDeleted }: DeleteAccessDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteAccess, { onClose, onDone: onDeleted });
  return (
    <TypedNameDialog
      title={`Delete access ${access.access_name}`}
      description={
        <>
          Service user <Mono>{access.access_data.username}</Mono> is deleted from{' '}
          {access.access_data.service_name} with its ACLs and all its credentials. Whatever uses them stops
          working at once. This cannot be undone.
        </>
      }
      name={access.access_name}
      action="Delete access"
      pending={pending}
      problem={problem}
      onConfirm={() => confirm({ params: { access_id: access.access_id } })}
      onClose={onClose}
    />
  );
}
