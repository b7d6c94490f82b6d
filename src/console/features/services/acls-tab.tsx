import type { QueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { Link, useNavigate, useParams, type LoaderFunction } from 'react-router-dom';
import { exportServiceAcls, listServiceAcls, listTopics } from '../../../contract/operations/services.ts';
import type { ServiceAcl } from '../../../contract/schemas/services.ts';
import { ACL_OPERATIONS } from '../../../contract/values.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { listQueryOf, useListPageState } from '../../parts/list-page-state.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { useExport } from '../../parts/use-export.ts';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ACL_COLUMNS, narrowAcl } from './acl-columns.tsx';
import { ACL_LIST, serviceParams } from './service-list-spec.ts';

const rowId = (acl: ServiceAcl) => acl.id;
const rowName = (acl: ServiceAcl) => `${acl.principal}, ${acl.operation} on ${acl.resource_name}`;

const OPERATION_OPTIONS = ACL_OPERATIONS.map((value) => ({ value, label: value }));

/** Starts reading what the tab shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    const query = listQueryOf(ACL_LIST, new URL(request.url).searchParams);
    prefetch(queryClient, listServiceAcls, { params: serviceParams(params), query });
    return null;
  };

/** Who may do what on which topics of a service (C1). */
export function Component() {
  const params = serviceParams(useParams());
  const navigate = useNavigate();
  const state = useListPageState(ACL_LIST);
  const list = useRead(listServiceAcls, { params, query: state.query }, { keepPrevious: true });
  const topics = useRead(listTopics, { params }).data?.topics;
  const exporting = useExport(exportServiceAcls, state.filterQuery, 'ACLs', params);

  return (
    <section className="service-tab" aria-label="ACLs">
      <ListTable
        state={state}
        list={list}
        noun={['ACL', 'ACLs']}
        searched="service user, topic and access"
        filters={[
          state.filter(
            'resource_name',
            'Topic',
            topics?.map(({ topic_name: value }) => ({ value, label: value })) ?? [],
          ),
          state.filter('operation', 'Operation', OPERATION_OPTIONS),
        ]}
        exporting={exporting}
        caption="ACLs"
        columns={ACL_COLUMNS}
        rows={list.data?.acls}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowAcl}
        onOpen={(acl) => void navigate(paths.access(acl.access_id))}
        empty={
          <EmptyState
            icon={<ListChecks size={20} aria-hidden />}
            title="No ACLs yet"
            action={
              <Link className={buttonClass('secondary')} to={paths.accesses()}>
                Go to Access overview
              </Link>
            }
          >
            ACLs come with accesses: create an access to this service with the HTTP API, and its ACLs appear
            here.
          </EmptyState>
        }
      />
    </section>
  );
}
