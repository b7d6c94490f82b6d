import type { QueryClient } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useSearchParams, type LoaderFunction } from 'react-router-dom';
import { exportOrganizationMembers, listOrganizationMembers } from '../../../../contract/operations/keys.ts';
import type { Member } from '../../../../contract/schemas/keys.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { useSession } from '../../../api/session.ts';
import { useListPageState } from '../../../parts/list-page-state.ts';
import { ListTable } from '../../../parts/list-table.tsx';
import { useExport } from '../../../parts/use-export.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { MEMBER_COLUMNS, memberLink, narrowMember } from './account-columns.tsx';
import { BouncedMail } from './bounced-mail.tsx';
import { MEMBER_LIST, memberListArgs } from './account-list-spec.ts';

const rowId = (user: Member) => user.user_id;
const rowName = (user: Member) => user.real_name;

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    prefetch(queryClient, listOrganizationMembers, memberListArgs(new URL(request.url).searchParams));
    return null;
  };

/** The organization's people with their roles, by name. */
export function Component() {
  const [params] = useSearchParams();
  const { sort: _order, setSort: _setOrder, ...state } = useListPageState(MEMBER_LIST);
  const exporting = useExport(exportOrganizationMembers, state.filterQuery, 'users');
  const { is_organization_admin: administers } = useSession().user;
  const list = useRead(listOrganizationMembers, memberListArgs(params), { keepPrevious: true });
  return (
    <>
      <PageHeader
        title="Users"
        purpose="The people of the organization, the roles that they hold, and how many API keys they own."
      />
      {administers && <BouncedMail />}
      <ListTable
        state={state}
        list={list}
        noun={['user', 'users']}
        searched="name and email"
        filters={[]}
        exporting={exporting}
        caption="Users"
        columns={MEMBER_COLUMNS}
        rows={list.data?.users}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowMember}
        renderLink={memberLink}
        empty={
          <EmptyState icon={<UserRound size={20} aria-hidden />} title="No users yet">
            The people of your organization appear here once they have signed in.
          </EmptyState>
        }
      />
    </>
  );
}
