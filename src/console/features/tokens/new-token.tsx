import { listAccessTokens } from '../../../contract/operations/tokens.ts';
import type { CreatedAccessToken } from '../../../contract/schemas/tokens.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { SavedSecretDialog } from '../../parts/credentials-flow/saved-secret-dialog.tsx';
import { formatDate } from '../../ui/format-time.ts';
import './tokens.css';

/** The one look at a new token. */
export function NewToken({ token, onClose }: { token: CreatedAccessToken; onClose: () => void }) {
  return (
    <SavedSecretDialog
      title="Save your token"
      description={`For ${token.description}. It is shown only this once.`}
      footnote={
        token.expiry_time === null
          ? 'It works until you revoke it.'
          : `It works until ${formatDate(token.expiry_time)}, or until you revoke it.`
      }
      label="Token"
      value={() => token.full_token}
      saved={{
        label: 'I have saved this token',
        hint: 'Nobody can show it again. If it gets lost, revoke it and create another.',
      }}
      leaving={{
        title: 'Close without saving the token?',
        text: 'It cannot be shown again. A token that nobody has is best revoked.',
      }}
      onClose={onClose}
    >
      <EquivalentCall
        open
        title="A first call: the list of your tokens"
        call={{ method: 'GET', path: listAccessTokens.path }}
      />
    </SavedSecretDialog>
  );
}
