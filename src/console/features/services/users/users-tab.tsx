import type { QueryClient } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useParams, type LoaderFunction } from 'react-router-dom';
import { exportServiceUsers, listServiceUsers } from '../../../../contract/operations/service-users.ts';
import { getServiceDetails } from '../../../../contract/operations/services.ts';
import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { RENEWAL_STATES, SERVICE_USER_TYPES } from '../../../../contract/values.ts';
import { RENEWAL_STATE_WORDS } from '../../../../contract/words.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { CompromiseBanners } from '../../../parts/compromise-banner.tsx';
import { listQueryOf, useListPageState } from '../../../parts/list-page-state.ts';
import { ListTable } from '../../../parts/list-table.tsx';
import { useExport } from '../../../parts/use-export.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { serviceParams } from '../service-list-spec.ts';
import { CreateUserButton } from './create-user-button.tsx';
import { useUserActions } from './use-user-actions.tsx';
import { narrowUser, USER_COLUMNS } from './user-columns.tsx';
import { USER_LIST, USER_TYPE_WORDS } from './user-list-spec.ts';

const nameOf = (user: ServiceUser) => user.username;

const TYPE_OPTIONS = SERVICE_USER_TYPES.map((value) => ({ value, label: USER_TYPE_WORDS[value] }));
const RENEWAL_OPTIONS = RENEWAL_STATES.map((value) => ({ value, label: RENEWAL_STATE_WORDS[value] }));

/** Starts reading what the tab shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    const query = listQueryOf(USER_LIST, new URL(request.url).searchParams);
    prefetch(queryClient, listServiceUsers, { params: serviceParams(params), query });
    return null;
  };

/** The service users of a service, and what can be done about their credentials (C1, C6, C7, C11). */
export function Component() {
  const params = serviceParams(useParams());
  const state = useListPageState(USER_LIST);
  const list = useRead(listServiceUsers, { params, query: state.query }, { keepPrevious: true });
  const service = useRead(getServiceDetails, { params }).data?.service;
  const exporting = useExport(exportServiceUsers, state.filterQuery, 'service users', params);
  const actions = useUserActions(params);

  return (
    <section className="service-tab" aria-label="Users">
      <CompromiseBanners
        things={(list.data?.users ?? []).map(({ username: name, compromise }) => ({ name, compromise }))}
      />
      <ListTable
        state={state}
        list={list}
        noun={['service user', 'service users']}
        searched="username and access"
        filters={[
          state.filter('type', 'Type', TYPE_OPTIONS),
          state.filter('renewal_state', 'Renewal', RENEWAL_OPTIONS),
        ]}
        exporting={exporting}
        caption="Service users"
        columns={USER_COLUMNS}
        rows={list.data?.users}
        getRowId={nameOf}
        getRowName={nameOf}
        narrow={narrowUser}
        rowMenu={actions.menu}
        empty={
          <EmptyState
            icon={<UsersRound size={20} aria-hidden />}
            title="No service users yet"
            action={service && <CreateUserButton service={service} />}
          >
            A service user is what an application signs in as. Each access brings its own; others can be
            created here.
          </EmptyState>
        }
      />
      {actions.dialogs}
    </section>
  );
}
