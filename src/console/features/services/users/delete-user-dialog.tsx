import { deleteServiceUser } from '../../../../contract/operations/service-users.ts';
import { pathOf } from '../../../parts/curl.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { TypedNameDialog } from '../../../parts/typed-name/typed-name-dialog.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Mono } from '../../../ui/mono.tsx';
import type { UserDialogProps } from './user-dialogs.tsx';

/** Irreversible, so the name is typed. */
export function DeleteUserDialog({
  service,
  user,
  onClose,
  onDone,
}: UserDialogProps & { onDone: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteServiceUser, { onClose, onDone });
  const params = { ...service, username: user.username };
  return (
    <TypedNameDialog
      title={`Delete service user ${user.username}`}
      description={
        <>
          <Mono wrap>{user.username}</Mono> is deleted from {service.service_name} with all its credentials.
          Whatever uses them stops working at once. This cannot be undone.
        </>
      }
      name={user.username}
      action="Delete service user"
      pending={pending}
      problem={problem}
      onConfirm={() => confirm({ params })}
      onClose={onClose}
      below={<EquivalentCall call={{ method: 'DELETE', path: pathOf(deleteServiceUser, params) }} />}
    />
  );
}
