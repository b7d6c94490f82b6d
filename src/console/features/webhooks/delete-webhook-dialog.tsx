import { useRef } from 'react';
import { deleteWebhook } from '../../../contract/operations/webhooks.ts';
import type { Webhook } from '../../../contract/schemas/webhooks.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Says what stops. */
export function DeleteWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteWebhook, {
    onClose,
    said: 'Webhook deleted',
  });
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={`Delete webhook ${webhook.description}`}
      role="alertdialog"
      description="Nothing is posted there any more, also not what waits. Its secret and the list of its deliveries go with it."
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { webhook_id: webhook.webhook_id } })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Delete webhook
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
    </Dialog>
  );
}
