import { listIncidents } from '../../contract/operations/incidents.ts';
import { useRead } from '../api/queries.ts';
import { paths } from '../paths.ts';
import { TabLinks } from './tab-links.tsx';

/** What the tabs and the loaders of both pages ask: how many reviews are open. */
export const OPEN_REVIEWS = { query: { state: 'open', limit: '30' } } as const;

/** Requests wait for a decision, reviews for a second person (R7, P8): two lists under one name. */
export function ApprovalTabs({ current }: { current: 'requests' | 'reviews' }) {
  const open = useRead(listIncidents, OPEN_REVIEWS).data?.total_count ?? 0;
  return (
    <TabLinks
      label="Approvals"
      tabs={[
        { label: 'Requests', to: paths.approvals(), current: current === 'requests' },
        {
          label: open === 0 ? 'Reviews' : `Reviews (${open} open)`,
          to: paths.reviews(),
          current: current === 'reviews',
        },
      ]}
    />
  );
}
