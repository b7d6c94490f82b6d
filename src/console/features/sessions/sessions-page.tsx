import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { Monitor, Trash2 } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { listSessions } from '../../../contract/operations/sign-in.ts';
import type { SessionEntry } from '../../../contract/schemas/sign-in.ts';
import { messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { toast } from '../../ui/toast-store.ts';
import { deviceOf } from './device-words.ts';
import { narrowSession, SESSION_COLUMNS } from './session-columns.tsx';

const RevokeSessionDialog = lazily(async () => (await import('./revoke-dialogs.tsx')).RevokeSessionDialog);
const RevokeOthersDialog = lazily(async () => (await import('./revoke-dialogs.tsx')).RevokeOthersDialog);

const rowId = (session: SessionEntry) => session.session_id;
const rowName = (session: SessionEntry) => `${deviceOf(session.user_agent)}, ${session.session_id}`;

/** Starts reading my sessions. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  () => {
    prefetch(queryClient, listSessions, {});
    return null;
  };

/** Where I am signed in, and the way to end it there. */
export function Component() {
  const list = useRead(listSessions, {});
  const [revoking, setRevoking] = useState<SessionEntry>();
  const [others, setOthers] = useState(false);
  const sessions = list.data?.sessions;
  const count = sessions?.filter(({ current }) => !current).length ?? 0;

  return (
    <>
      <PageHeader
        title="My sessions"
        purpose="Everywhere you are signed in. Revoke what you do not know."
        action={
          count > 0 && (
            <Button
              onPointerEnter={RevokeOthersDialog.preload}
              onFocus={RevokeOthersDialog.preload}
              onClick={() => setOthers(true)}
            >
              Revoke all others
            </Button>
          )
        }
      />
      <DataTable
        caption="My sessions"
        columns={SESSION_COLUMNS}
        rows={sessions}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowSession}
        skeletonRows={2}
        rowMenu={(session) => {
          RevokeSessionDialog.preload();
          return [
            {
              label: session.current ? 'Sign out of this session' : 'Revoke session',
              icon: <Trash2 size={16} aria-hidden />,
              danger: true,
              onSelect: () => setRevoking(session),
            },
          ];
        }}
        loading={list.isPending}
        empty={<EmptyState icon={<Monitor size={20} aria-hidden />} title="No sessions" />}
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {revoking !== undefined && (
        <RevokeSessionDialog
          session={revoking}
          onClose={() => setRevoking(undefined)}
          onRevoked={() => toast({ tone: 'success', title: 'The session was revoked.' })}
        />
      )}
      {others && (
        <RevokeOthersDialog
          count={count}
          onClose={() => setOthers(false)}
          onRevoked={() => toast({ tone: 'success', title: 'All other sessions were revoked.' })}
        />
      )}
    </>
  );
}
