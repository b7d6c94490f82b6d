import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { History, Power, Send, Trash2, Webhook as WebhookIcon } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { changeWebhook, listWebhooks, testWebhook } from '../../../contract/operations/webhooks.ts';
import type { Webhook } from '../../../contract/schemas/webhooks.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { toast } from '../../ui/toast-store.ts';
import { narrowWebhook, WEBHOOK_COLUMNS } from './webhook-columns.tsx';

const CreateWebhookDialog = lazily(
  async () => (await import('./create-webhook-dialog.tsx')).CreateWebhookDialog,
);
const DeleteWebhookDialog = lazily(
  async () => (await import('./delete-webhook-dialog.tsx')).DeleteWebhookDialog,
);
const DeliveriesDialog = lazily(async () => (await import('./deliveries-dialog.tsx')).DeliveriesDialog);

const rowId = (webhook: Webhook) => webhook.webhook_id;
const rowName = (webhook: Webhook) => webhook.description;

/** Starts reading the webhooks. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  () => {
    prefetch(queryClient, listWebhooks, {});
    return null;
  };

/** Chat tools that notices are posted to; for organization admins. */
export function Component() {
  const list = useRead(listWebhooks, {});
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<Webhook>();
  const [looking, setLooking] = useState<Webhook>();
  const { run: change } = useCommand(changeWebhook);
  const { run: test } = useCommand(testWebhook);

  const attempt = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      toast({ tone: 'success', title: done });
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) });
    }
  };
  const turn = ({ webhook_id: id, state, description }: Webhook) => {
    const next = state === 'on' ? 'off' : 'on';
    const call = () => change({ params: { webhook_id: id }, body: { state: next } });
    void attempt(call, `${description} was turned ${next}.`);
  };
  const send = ({ webhook_id: id, description }: Webhook) =>
    void attempt(() => test({ params: { webhook_id: id } }), `A test is on its way to ${description}.`);

  return (
    <>
      <PageHeader
        title="Webhooks"
        purpose="Chat tools that Latchkey posts the notices of the organization to, signed and without secrets."
        action={
          <Button
            variant="primary"
            onPointerEnter={CreateWebhookDialog.preload}
            onFocus={CreateWebhookDialog.preload}
            onClick={() => setCreating(true)}
          >
            Add webhook
          </Button>
        }
      />
      {list.data?.posts_leave === false && (
        <Banner severity="info">Nothing is posted from here: only a server does. Webhooks are kept.</Banner>
      )}
      <DataTable
        caption="Webhooks"
        columns={WEBHOOK_COLUMNS}
        rows={list.data?.webhooks}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowWebhook}
        skeletonRows={3}
        rowMenu={(webhook) => {
          DeliveriesDialog.preload();
          return [
            {
              label: 'Deliveries',
              icon: <History size={16} aria-hidden />,
              onSelect: () => setLooking(webhook),
            },
            { label: 'Send a test', icon: <Send size={16} aria-hidden />, onSelect: () => send(webhook) },
            {
              label: webhook.state === 'on' ? 'Turn off' : 'Turn on',
              icon: <Power size={16} aria-hidden />,
              onSelect: () => turn(webhook),
            },
            {
              label: 'Delete webhook',
              icon: <Trash2 size={16} aria-hidden />,
              danger: true,
              separated: true,
              onSelect: () => setDeleting(webhook),
            },
          ];
        }}
        loading={list.isPending}
        empty={
          <EmptyState
            icon={<WebhookIcon size={20} aria-hidden />}
            title="No webhooks yet"
            action={<Button onClick={() => setCreating(true)}>Add webhook</Button>}
          >
            Add the address that your chat tool gives for incoming webhooks.
          </EmptyState>
        }
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {creating && <CreateWebhookDialog onClose={() => setCreating(false)} />}
      {deleting !== undefined && (
        <DeleteWebhookDialog webhook={deleting} onClose={() => setDeleting(undefined)} />
      )}
      {looking !== undefined && <DeliveriesDialog webhook={looking} onClose={() => setLooking(undefined)} />}
    </>
  );
}
