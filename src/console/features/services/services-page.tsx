import type { QueryClient } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportServices, listServiceOverview } from '../../../contract/operations/services.ts';
import type { ServiceOverview } from '../../../contract/schemas/services.ts';
import { SERVICE_STATES } from '../../../contract/values.ts';
import { SERVICE_STATE_WORDS } from '../../../contract/words.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { listQueryOf, useListPageState } from '../../parts/list-page-state.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { useExport } from '../../parts/use-export.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { narrowService, SERVICE_COLUMNS, serviceLink } from './service-columns.tsx';
import { SERVICE_LIST } from './service-list-spec.ts';

const rowId = (service: ServiceOverview) => service.service_id;
const rowName = (service: ServiceOverview) => `${service.service_name} in ${service.project_name}`;

const STATE_OPTIONS = SERVICE_STATES.map((value) => ({ value, label: SERVICE_STATE_WORDS[value] }));

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    const query = listQueryOf(SERVICE_LIST, new URL(request.url).searchParams);
    prefetch(queryClient, listServiceOverview, { query });
    return null;
  };

/** Services (C1). */
export function Component() {
  const state = useListPageState(SERVICE_LIST);
  const list = useRead(listServiceOverview, { query: state.query }, { keepPrevious: true });
  const projects = Object.keys(useSession().project_roles).toSorted();
  const exporting = useExport(exportServices, state.filterQuery, 'services');

  const empty =
    projects.length === 0 ? (
      <EmptyState icon={<Server size={20} aria-hidden />} title="You have no role in any project">
        Services are shown to the members of their project. Ask an admin of the project for a role in it.
      </EmptyState>
    ) : (
      <EmptyState icon={<Server size={20} aria-hidden />} title="No services yet">
        {`Nothing runs in ${projects.join(', ')} yet. A service that is added to one of your projects appears here.`}
      </EmptyState>
    );

  return (
    <>
      <PageHeader
        title="Services"
        purpose="The services of your projects, how to connect to them, and which certificate ends first."
      />
      <ListTable
        state={state}
        list={list}
        noun={['service', 'services']}
        searched="service, project and host"
        filters={[
          state.filter(
            'project_name',
            'Project',
            projects.map((value) => ({ value, label: value })),
          ),
          state.filter('state', 'State', STATE_OPTIONS),
        ]}
        exporting={exporting}
        caption="Services"
        columns={SERVICE_COLUMNS}
        rows={list.data?.services}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowService}
        renderLink={serviceLink}
        empty={empty}
      />
    </>
  );
}
