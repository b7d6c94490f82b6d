import type { QueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportIncidents, listIncidents } from '../../../contract/operations/incidents.ts';
import type { Incident } from '../../../contract/schemas/incidents.ts';
import { INCIDENT_KINDS, INCIDENT_STATES } from '../../../contract/values.ts';
import { INCIDENT_KIND_WORDS, INCIDENT_STATE_WORDS } from '../../../contract/words.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { ApprovalTabs, OPEN_REVIEWS } from '../../parts/approval-tabs.tsx';
import { listQueryOf, useListPageState } from '../../parts/list-page-state.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { useExport } from '../../parts/use-export.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { narrowReview, REVIEW_COLUMNS, reviewLink } from './review-columns.tsx';
import { REVIEW_LIST } from './review-list-spec.ts';

const rowId = ({ incident_id: id }: Incident) => id;
const rowName = ({ name }: Incident) => name;

const STATE_OPTIONS = INCIDENT_STATES.map((value) => ({ value, label: INCIDENT_STATE_WORDS[value] }));
const KIND_OPTIONS = INCIDENT_KINDS.map((value) => ({ value, label: INCIDENT_KIND_WORDS[value] }));

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    const query = listQueryOf(REVIEW_LIST, new URL(request.url).searchParams);
    prefetch(queryClient, listIncidents, { query });
    prefetch(queryClient, listIncidents, OPEN_REVIEWS);
    return null;
  };

/** Reports of compromised credentials, and what their reviews found (P8). */
export function Component() {
  const state = useListPageState(REVIEW_LIST);
  const list = useRead(listIncidents, { query: state.query }, { keepPrevious: true });
  const exporting = useExport(exportIncidents, state.filterQuery, 'reviews');
  return (
    <>
      <PageHeader
        title="Approvals"
        purpose="Credentials that were reported as compromised. They are revoked at once; a second person reviews afterwards."
      />
      <ApprovalTabs current="reviews" />
      <ListTable
        state={state}
        list={list}
        noun={['review', 'reviews']}
        searched="name, service user, service, project, owner group and reporter"
        filters={[state.filter('state', 'Review', STATE_OPTIONS), state.filter('kind', 'Kind', KIND_OPTIONS)]}
        exporting={exporting}
        caption="Reviews"
        columns={REVIEW_COLUMNS}
        rows={list.data?.incidents}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowReview}
        renderLink={reviewLink}
        empty={
          <EmptyState icon={<ShieldCheck size={20} aria-hidden />} title="Nothing was reported">
            When credentials may be known to somebody else, open the menu of the access, service user or API
            key and choose Credentials are compromised.
          </EmptyState>
        }
      />
    </>
  );
}
