import { useState, type ReactNode } from 'react';
import { KeyRound, PanelRightOpen, RotateCcw, Trash2 } from 'lucide-react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { retryRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { useUrlDialog } from '../../parts/use-url-dialog.ts';
import { paths } from '../../paths.ts';
import { lazily } from '../../ui/lazily.tsx';
import { toast } from '../../ui/toast-store.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import type { Scope } from './request-list-spec.ts';

const DeleteRequestDialog = lazily(
  async () => (await import('./delete-request-dialog.tsx')).DeleteRequestDialog,
);

/** What a row's menu offers, and the dialog that one of its items opens. */
export function useRowActions(scope: Scope): {
  rowMenu: (request: Request) => readonly MenuItem[];
  dialog: ReactNode;
} {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const retry = useCommand(retryRequest);
  const [deleting, setDeleting] = useState<Request | null>(null);
  const key = useUrlDialog('key');

  const review = ({ request_id: id }: Request) =>
    void navigate(scope === 'approvals' ? paths.approval(id, search) : paths.groupRequest(id, search), {
      preventScrollReset: true,
    });

  const tryAgain = async (request: Request) => {
    try {
      await retry.run({ params: { request_id: request.request_id }, body: { version: request.version } });
    } catch (error) {
      toast({
        tone: 'error',
        title: `The request for ${request.resource_name} was not retried. ${messageOf(error)}`,
      });
    }
  };

  const rowMenu = (request: Request): readonly MenuItem[] => {
    if (request.verdicts.delete.allowed) DeleteRequestDialog.preload();
    return [
      {
        label: 'Review request',
        icon: <PanelRightOpen size={16} aria-hidden />,
        onSelect: () => review(request),
      },
      ...(request.request_type === 'create_api_key' && request.outcome !== undefined
        ? [
            {
              label: 'Review API key',
              icon: <KeyRound size={16} aria-hidden />,
              verdict: request.verdicts.claim,
              onSelect: () => key.open(request.request_id),
            },
          ]
        : []),
      {
        label: 'Retry',
        icon: <RotateCcw size={16} aria-hidden />,
        verdict: request.verdicts.retry,
        onSelect: () => void tryAgain(request),
      },
      {
        label: 'Delete',
        icon: <Trash2 size={16} aria-hidden />,
        danger: true,
        separated: true,
        verdict: request.verdicts.delete,
        onSelect: () => setDeleting(request),
      },
    ];
  };

  return {
    rowMenu,
    dialog: deleting !== null && <DeleteRequestDialog request={deleting} onClose={() => setDeleting(null)} />,
  };
}
