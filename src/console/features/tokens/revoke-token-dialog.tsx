import { useRef } from 'react';
import { revokeAccessToken } from '../../../contract/operations/tokens.ts';
import type { AccessToken } from '../../../contract/schemas/tokens.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { PastTime } from '../../parts/past-time.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Mono } from '../../ui/mono.tsx';
import './tokens.css';

type RevokeTokenDialogProps = { token: AccessToken; onClose: () => void; onRevoked: () => void };

/** Says what stops, since nothing brings a token back. */
export function RevokeTokenDialog({ token, onClose, onRevoked }: RevokeTokenDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(revokeAccessToken, {
    onClose,
    onDone: onRevoked,
  });
  const cancel = useRef<HTMLButtonElement>(null);

  return (
    <Dialog
      title={`Revoke token ${token.description}`}
      role="alertdialog"
      description={
        <>
          Whatever calls the API with <Mono>{token.token_prefix}</Mono>… is refused from this moment on. This
          cannot be undone.
        </>
      }
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { token_prefix: token.token_prefix } })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Revoke token
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <p className="muted">
        {token.last_used_time === null ? (
          'It was never used.'
        ) : (
          <>
            Last used <PastTime at={token.last_used_time} focusable />
            {token.last_user_agent !== null && ` with ${token.last_user_agent}`}
            {token.last_ip !== null && ` from ${token.last_ip}`}.
          </>
        )}
      </p>
      <EquivalentCall call={{ method: 'DELETE', path: `/v1/access_token/${token.token_prefix}` }} />
    </Dialog>
  );
}
