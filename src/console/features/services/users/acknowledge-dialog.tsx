import { useRef } from 'react';
import { modifyServiceUser } from '../../../../contract/operations/service-users.ts';
import { pathOf } from '../../../parts/curl.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { useNow } from '../../../api/clock.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatDate, toMillis } from '../../../ui/format-time.ts';
import { Mono } from '../../../ui/mono.tsx';
import type { UserDialogProps } from './user-dialogs.tsx';
import '../services.css';

const BODY = { operation: 'acknowledge-renewal' } as const;

/** Says that the new certificate is in use; revokes nothing (C7). */
export function AcknowledgeDialog({
  service,
  user,
  onClose,
  onDone,
}: UserDialogProps & { onDone: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(modifyServiceUser, { onClose, onDone });
  const now = useNow();
  const submit = useRef<HTMLButtonElement>(null);
  const params = { ...service, username: user.username };
  const old = user.expiring_cert_not_valid_after_time;
  const works = old !== undefined && toMillis(old) > now;
  return (
    <Dialog
      title="Acknowledge certificate"
      description={
        <>
          For <Mono wrap>{user.username}</Mono> on {service.service_name}. Do this once every client of it
          uses the new certificate.
        </>
      }
      initialFocus={submit}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params, body: BODY })}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button ref={submit} type="submit" variant="primary" busy={pending}>
            Acknowledge certificate
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <ul className="points">
        <li>Banners and notifications stop for this service user, and for no other.</li>
        <li>
          {old === undefined
            ? 'Nothing is revoked.'
            : works
              ? `Nothing is revoked: the old certificate works until ${formatDate(old)}.`
              : `The old certificate ran out on ${formatDate(old)}; clients that still use it are refused.`}
        </li>
        {user.certificate_not_after_time !== undefined && (
          <li>The new one works until {formatDate(user.certificate_not_after_time)}.</li>
        )}
      </ul>
      <EquivalentCall call={{ method: 'PUT', path: pathOf(modifyServiceUser, params), body: BODY }} />
    </Dialog>
  );
}
