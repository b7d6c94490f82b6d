import { useRef } from 'react';
import { revokeOtherSessions, revokeSession } from '../../../contract/operations/sign-in.ts';
import type { SessionEntry } from '../../../contract/schemas/sign-in.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { PastTime } from '../../parts/past-time.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { deviceOf } from './device-words.ts';

type Common = { onClose: () => void; onRevoked: () => void };

/** Ends one session: whoever uses it has to sign in again. */
export function RevokeSessionDialog({ session, onClose, onRevoked }: Common & { session: SessionEntry }) {
  const { confirm, pending, problem } = useConfirmedCommand(revokeSession, { onClose, onDone: onRevoked });
  const cancel = useRef<HTMLButtonElement>(null);
  const { session_id: id, ip } = session;
  return (
    <Dialog
      title={
        session.current ? 'Sign out of this session' : `Revoke the session in ${deviceOf(session.user_agent)}`
      }
      role="alertdialog"
      description={
        session.current
          ? 'It is the one that you look at this with. You have to sign in again.'
          : 'Whoever uses it has to sign in again from this moment on.'
      }
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { session_id: id } })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Revoke session
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <p className="muted">
        Last used <PastTime at={session.last_used_time} focusable />
        {ip !== null && ` from ${ip}`}.
      </p>
      <EquivalentCall call={{ method: 'DELETE', path: `/v1/sessions/${id}` }} />
    </Dialog>
  );
}

/** Ends all of them but the one at hand. */
export function RevokeOthersDialog({ count, onClose, onRevoked }: Common & { count: number }) {
  const { confirm, pending, problem } = useConfirmedCommand(revokeOtherSessions, {
    onClose,
    onDone: onRevoked,
  });
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title="Revoke all other sessions"
      role="alertdialog"
      description={
        count === 1
          ? 'The other session ends; this one stays.'
          : `The ${count} other sessions end; this one stays.`
      }
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({})}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Revoke all others
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <EquivalentCall call={{ method: 'POST', path: '/v1/sessions/revoke-others' }} />
    </Dialog>
  );
}
