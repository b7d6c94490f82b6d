import { CircleCheck, PowerOff, TriangleAlert } from 'lucide-react';
import type { Webhook } from '../../../contract/schemas/webhooks.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { TOPIC_WORDS } from '../../parts/topic-words.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Column, NarrowItem } from '../../ui/table-types.ts';

const topicsOf = ({ topics }: Webhook): string => topics.map((topic) => TOPIC_WORDS[topic].posted).join(', ');

/** In the order in which they were added; at most 20, so there is nothing to sort, to filter or to export. */
export const WEBHOOK_COLUMNS: readonly Column<Webhook>[] = [
  {
    key: 'description',
    header: 'Description',
    title: (webhook) => webhook.description,
    cell: (webhook) => webhook.description,
  },
  {
    key: 'host',
    header: 'Posts to',
    width: 220,
    mono: true,
    hideBelow: 900,
    cell: (webhook) => webhook.host,
  },
  { key: 'topics', header: 'Posted', width: 280, hideBelow: 1100, title: topicsOf, cell: topicsOf },
  {
    key: 'created',
    header: 'Added',
    width: 130,
    hideBelow: 1300,
    cell: (webhook) => <PastTime at={webhook.create_time} />,
  },
  { key: 'state', header: 'State', width: 240, cell: (webhook) => <State webhook={webhook} /> },
];

function State({ webhook }: { webhook: Webhook }) {
  const { state, failing_since_time: since, last_error: error } = webhook;
  if (state === 'off')
    return (
      <StatusChip tone="grey" icon={<PowerOff size={14} aria-hidden />}>
        {since === undefined ? 'Off' : `Off after failing: ${error ?? ''}`}
      </StatusChip>
    );
  if (since !== undefined)
    return (
      <StatusChip tone="red" icon={<TriangleAlert size={14} aria-hidden />}>
        Failing: {error}
      </StatusChip>
    );
  return (
    <StatusChip tone="green" icon={<CircleCheck size={14} aria-hidden />}>
      On
    </StatusChip>
  );
}

/** A webhook below 700 px. */
export const narrowWebhook = (webhook: Webhook): NarrowItem => ({
  title: webhook.description,
  secondary: webhook.host,
  status: <State webhook={webhook} />,
});
