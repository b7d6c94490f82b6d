import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { Bot } from 'lucide-react';
import { useNavigate, type LoaderFunction } from 'react-router-dom';
import { exportServiceAccounts, listServiceAccounts } from '../../../../contract/operations/keys.ts';
import type { ServiceAccountEntry } from '../../../../contract/schemas/keys.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { listQueryOf, useListPageState } from '../../../parts/list-page-state.ts';
import { ListTable } from '../../../parts/list-table.tsx';
import { useExport } from '../../../parts/use-export.ts';
import { paths } from '../../../paths.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazily } from '../../../ui/lazily.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import { ACCOUNT_COLUMNS, accountLink, narrowAccount } from './account-columns.tsx';
import { ACCOUNT_LIST } from './account-list-spec.ts';

const CreateAccountDialog = lazily(
  async () => (await import('./create-account-dialog.tsx')).CreateAccountDialog,
);

const rowId = (account: ServiceAccountEntry) => account.service_account_id;
const rowName = (account: ServiceAccountEntry) => account.display_name;

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    const query = listQueryOf(ACCOUNT_LIST, new URL(request.url).searchParams);
    prefetch(queryClient, listServiceAccounts, { query });
    return null;
  };

/** Service accounts: what applications own their keys as. */
export function Component() {
  const navigate = useNavigate();
  const state = useListPageState(ACCOUNT_LIST);
  const list = useRead(listServiceAccounts, { query: state.query }, { keepPrevious: true });
  const exporting = useExport(exportServiceAccounts, state.filterQuery, 'service accounts');
  const [creating, setCreating] = useState(false);
  const button = (
    <VerdictButton
      variant="primary"
      verdict={list.data?.verdicts.create ?? { allowed: false }}
      onPointerEnter={CreateAccountDialog.preload}
      onFocus={CreateAccountDialog.preload}
      onClick={() => setCreating(true)}
    >
      Create service account
    </VerdictButton>
  );
  return (
    <>
      <PageHeader
        title="Service accounts"
        purpose="What applications own their API keys as. What a key may do follows from its account’s roles and ACLs."
        action={button}
      />
      <ListTable
        state={state}
        list={list}
        noun={['service account', 'service accounts']}
        searched="name and description"
        filters={[]}
        exporting={exporting}
        caption="Service accounts"
        columns={ACCOUNT_COLUMNS}
        rows={list.data?.service_accounts}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowAccount}
        renderLink={accountLink}
        empty={
          <EmptyState icon={<Bot size={20} aria-hidden />} title="No service accounts yet">
            Create one for each application, so that its keys can be told apart and outlive the people who
            made them.
          </EmptyState>
        }
      />
      {creating && (
        <CreateAccountDialog
          onClose={() => setCreating(false)}
          onCreated={(id) => void navigate(paths.serviceAccount(id))}
        />
      )}
    </>
  );
}
