import type { CreatedWebhook } from '../../../contract/schemas/webhooks.ts';
import { SavedSecretDialog } from '../../parts/credentials-flow/saved-secret-dialog.tsx';

/** The one look at what a webhook's calls are signed with. */
export function NewWebhookSecret({ created, onClose }: { created: CreatedWebhook; onClose: () => void }) {
  return (
    <SavedSecretDialog
      title="Save the signing secret"
      description={`For ${created.webhook.description}. It is shown only this once.`}
      footnote="Each call carries the header Latchkey-Signature, an HMAC-SHA256 of its time and body."
      label="Signing secret"
      value={() => created.secret}
      saved={{
        label: 'I have saved this secret, or do not need it',
        hint: 'Chat tools do not ask for it. A program of your own checks the signature with it.',
      }}
      leaving={{
        title: 'Close without saving the secret?',
        text: 'It cannot be shown again. Another webhook gets another one.',
      }}
      onClose={onClose}
    />
  );
}
