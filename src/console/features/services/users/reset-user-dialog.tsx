import { modifyServiceUser } from '../../../../contract/operations/service-users.ts';
import { pathOf } from '../../../parts/curl.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { TypedNameDialog } from '../../../parts/typed-name/typed-name-dialog.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Mono } from '../../../ui/mono.tsx';
import type { UserDialogProps } from './user-dialogs.tsx';
import '../services.css';

const BODY = { operation: 'reset-credentials' } as const;

/** New credentials at once, without a request; the old ones end, so the name is typed (C11). */
export function ResetUserDialog({
  service,
  user,
  onClose,
  onDone,
}: UserDialogProps & { onDone: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(modifyServiceUser, { onClose, onDone });
  const params = { ...service, username: user.username };
  return (
    <TypedNameDialog
      title={`Reset credentials of ${user.username}`}
      description={
        <>
          <Mono wrap>{user.username}</Mono> on {service.service_name} gets a new password, key and
          certificate, and the old ones end at once.
        </>
      }
      name={user.username}
      action="Reset credentials"
      pending={pending}
      problem={problem}
      onConfirm={() => confirm({ params, body: BODY })}
      onClose={onClose}
      below={<EquivalentCall call={{ method: 'PUT', path: pathOf(modifyServiceUser, params), body: BODY }} />}
    >
      <ul className="points">
        <li>Applications with the old credentials are refused until they have the new ones.</li>
        {user.access !== undefined && (
          <li>
            It belongs to the access {user.access.access_name}: the members of{' '}
            {user.access.owner_user_group_name} are told. A rotation would let old and new overlap.
          </li>
        )}
        <li>This cannot be undone. It is recorded with your name.</li>
      </ul>
    </TypedNameDialog>
  );
}
