import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { KeySquare, Trash2 } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { listAccessTokens } from '../../../contract/operations/tokens.ts';
import type { AccessToken } from '../../../contract/schemas/tokens.ts';
import { messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { toast } from '../../ui/toast-store.ts';
import { narrowToken, TOKEN_COLUMNS } from './token-columns.tsx';

const CreateTokenDialog = lazily(async () => (await import('./create-token-dialog.tsx')).CreateTokenDialog);
const RevokeTokenDialog = lazily(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog);

const rowId = (token: AccessToken) => token.token_prefix;
const rowName = (token: AccessToken) => `${token.description}, ${token.token_prefix}`;

/** Starts reading my tokens. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  () => {
    prefetch(queryClient, listAccessTokens, {});
    return null;
  };

/** Personal access tokens: what my scripts call the API with (C8). */
export function Component() {
  const list = useRead(listAccessTokens, {});
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<AccessToken>();
  const create = () => setCreating(true);

  return (
    <>
      <PageHeader
        title="Personal access tokens"
        purpose="Scripts and command line clients call the API with them, as you."
        action={
          <Button
            variant="primary"
            onPointerEnter={CreateTokenDialog.preload}
            onFocus={CreateTokenDialog.preload}
            onClick={create}
          >
            Create token
          </Button>
        }
      />
      <DataTable
        caption="Personal access tokens"
        columns={TOKEN_COLUMNS}
        rows={list.data?.tokens}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowToken}
        skeletonRows={3}
        rowMenu={(token) => {
          RevokeTokenDialog.preload();
          return [
            {
              label: 'Revoke token',
              icon: <Trash2 size={16} aria-hidden />,
              danger: true,
              onSelect: () => setRevoking(token),
            },
          ];
        }}
        loading={list.isPending}
        empty={
          <EmptyState
            icon={<KeySquare size={20} aria-hidden />}
            title="No tokens yet"
            action={<Button onClick={create}>Create token</Button>}
          >
            Create one for each script or client, so that each can be revoked by itself.
          </EmptyState>
        }
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
      {revoking !== undefined && (
        <RevokeTokenDialog
          token={revoking}
          onClose={() => setRevoking(undefined)}
          onRevoked={() => toast({ tone: 'success', title: `Token ${revoking.description} was revoked.` })}
        />
      )}
    </>
  );
}
