import type { QueryClient } from '@tanstack/react-query';
import { SearchX, Server } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportServices, listServiceOverview } from '../../../contract/operations/services.ts';
import type { ServiceOverview } from '../../../contract/schemas/services.ts';
import { SERVICE_STATES } from '../../../contract/values.ts';
import { SERVICE_STATE_WORDS } from '../../../contract/words.ts';
import { messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { CursorPaging } from '../../parts/cursor-paging.tsx';
import { listQueryOf, useListPageState } from '../../parts/list-page-state.ts';
import { useDensity } from '../../parts/use-density.ts';
import { useExport } from '../../parts/use-export.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Filter } from '../../ui/filter-chip.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { DensityToggle, ExportButton } from '../../ui/table-tools.tsx';
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
  const [density, setDensity] = useDensity();
  const exporting = useExport(exportServices, state.filterQuery, 'services');
  const filters: readonly Filter[] = [
    {
      key: 'project_name',
      label: 'Project',
      options: projects.map((value) => ({ value, label: value })),
      values: state.values('project_name'),
      onChange: (next) => state.setValues('project_name', next),
    },
    {
      key: 'state',
      label: 'State',
      options: STATE_OPTIONS,
      values: state.values('state'),
      onChange: (next) => state.setValues('state', next),
    },
  ];

  const empty = state.filtered ? (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title="No service matches"
      action={<Button onClick={state.clear}>Clear filters</Button>}
    >
      Search looks through service, project and host.
    </EmptyState>
  ) : projects.length === 0 ? (
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
      <TableBar
        search={{ value: state.search, onChange: state.setSearch, label: 'Search services' }}
        filters={filters}
        onClear={state.clear}
        count={{ total: list.data?.total_count, noun: ['service', 'services'] }}
        tools={
          <>
            <DensityToggle density={density} onChange={setDensity} />
            <ExportButton onClick={exporting.start} busy={exporting.busy} />
          </>
        }
      />
      <DataTable
        caption="Services"
        columns={SERVICE_COLUMNS}
        rows={list.data?.services}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowService}
        sort={state.sort}
        onSort={state.setSort}
        renderLink={serviceLink}
        density={density}
        loading={list.isPending || list.isPlaceholderData}
        empty={empty}
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {list.data !== undefined && (
        <CursorPaging page={list.data} shown={list.data.services.length} onCursor={state.goTo} />
      )}
    </>
  );
}
