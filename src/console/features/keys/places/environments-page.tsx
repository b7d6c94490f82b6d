import type { QueryClient } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { listEnvironments } from '../../../../contract/operations/keys.ts';
import type { EnvironmentEntry } from '../../../../contract/schemas/keys.ts';
import { messageOf } from '../../../api/errors.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ENVIRONMENT_COLUMNS, environmentLink, narrowEnvironment } from './environment-columns.tsx';

const rowId = (environment: EnvironmentEntry) => environment.environment_id;
const rowName = (environment: EnvironmentEntry) => environment.environment_name;

/** Starts reading the environments. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  () => {
    prefetch(queryClient, listEnvironments, {});
    return null;
  };

/** Environments (K3): few, so there is nothing to filter, to page or to export. */
export function Component() {
  const list = useRead(listEnvironments, {});
  return (
    <>
      <PageHeader
        title="Environments"
        purpose="Where clusters are kept apart. API keys for a cluster are made on its own page."
      />
      <DataTable
        caption="Environments"
        columns={ENVIRONMENT_COLUMNS}
        rows={list.data?.environments}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowEnvironment}
        renderLink={environmentLink}
        skeletonRows={3}
        loading={list.isPending}
        empty={
          <EmptyState icon={<Layers size={20} aria-hidden />} title="No environments yet">
            The environments of your organization appear here with their clusters.
          </EmptyState>
        }
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
    </>
  );
}
