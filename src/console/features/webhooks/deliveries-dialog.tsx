import { CircleCheck, CircleX, Clock } from 'lucide-react';
import { listWebhookDeliveries } from '../../../contract/operations/webhooks.ts';
import type { Webhook, WebhookDelivery } from '../../../contract/schemas/webhooks.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import './webhooks.css';

const KIND_WORDS = {
  request_to_approve: 'Request to approve',
  credentials_ready: 'Credentials ready',
  first_credentials_ready: 'First credentials ready',
  request_declined: 'Request declined',
  request_failed: 'Request failed',
  credentials_expiring: 'Credentials about to end',
  credentials_expired: 'Credentials ended unseen',
  certificates_renewed: 'Certificates renewed',
  certificate_renewal_failed: 'Renewal failed',
  service_user_reset: 'Credentials reset',
  break_glass_used: 'Break-glass used',
  compromise_reported: 'Credentials compromised',
  compromise_reviewed: 'Report reviewed',
  api_key_ready: 'API key ready',
  api_key_expired: 'API key ended unseen',
  test: 'Test',
} as const satisfies Record<WebhookDelivery['kind'], string>;

const STATES = {
  queued: { tone: 'amber', Icon: Clock, word: 'Waiting' },
  delivered: { tone: 'green', Icon: CircleCheck, word: 'Delivered' },
  failed: { tone: 'red', Icon: CircleX, word: 'Failed' },
} as const satisfies Record<WebhookDelivery['status'], unknown>;

/** What was posted to one webhook, newest first. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const read = useRead(listWebhookDeliveries, { params: { webhook_id: webhook.webhook_id } });
  const deliveries = read.data?.deliveries;
  return (
    <Dialog
      title={`Deliveries to ${webhook.description}`}
      description="The newest 50, for 30 days."
      onRequestClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <ProblemBanner problem={read.error === null ? undefined : messageOf(read.error)} />
      {deliveries === undefined && read.error === null && <Skeleton width="60%" />}
      {deliveries?.length === 0 && <p className="muted">Nothing was posted yet.</p>}
      {deliveries !== undefined && deliveries.length > 0 && (
        <ul className="webhook-deliveries">
          {deliveries.map((delivery) => (
            <Delivery key={delivery.delivery_id} delivery={delivery} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Delivery({ delivery }: { delivery: WebhookDelivery }) {
  const { tone, Icon, word } = STATES[delivery.status];
  const { answer } = delivery;
  return (
    <li>
      <span>{KIND_WORDS[delivery.kind]}</span>
      <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
        {answer === undefined ? word : `${word}: ${answer}`}
      </StatusChip>
      <span className="muted">
        <PastTime at={delivery.create_time} focusable />
      </span>
    </li>
  );
}
