import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Incident } from '../../../contract/schemas/incidents.ts';
import { INCIDENT_KIND_WORDS } from '../../../contract/words.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { TwoLines } from '../../parts/two-lines.tsx';
import { paths } from '../../paths.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import { ReviewStateChip } from './review-state-chip.tsx';

/** At module scope, so that rows do not render again with their page (P8). */
export const REVIEW_COLUMNS: readonly Column<Incident>[] = [
  {
    key: 'name',
    header: 'Compromised',
    sortKey: 'name',
    title: ({ name, resource_name: resource }) => `${name} on ${resource}`,
    cell: ({ name }) => name,
  },
  {
    key: 'kind',
    header: 'Kind, on',
    width: 190,
    sortKey: 'kind',
    hideBelow: 900,
    cell: (incident) => (
      <TwoLines second={incident.resource_name}>{INCIDENT_KIND_WORDS[incident.kind]}</TwoLines>
    ),
  },
  {
    key: 'reason',
    header: 'What happened',
    hideBelow: 1100,
    title: ({ reason }) => reason,
    cell: ({ reason }) => <bdi>{reason}</bdi>,
  },
  {
    key: 'reporter',
    header: 'Reporter',
    width: 150,
    sortKey: 'reporter',
    hideBelow: 1300,
    title: ({ reporter }) => reporter.real_name,
    cell: ({ reporter }) => reporter.real_name,
  },
  {
    key: 'revoked',
    header: 'Revoked',
    width: 130,
    cell: ({ revoke_time: at }) => (at === undefined ? 'On its way' : <PastTime at={at} />),
  },
  {
    key: 'state',
    header: 'Review',
    width: 150,
    sortKey: 'state',
    cell: (incident) => <ReviewStateChip incident={incident} />,
  },
  {
    key: 'reported',
    header: 'Reported',
    width: 140,
    sortKey: 'report_time',
    cell: ({ report_time: at }) => <PastTime at={at} />,
  },
];

/** A review below 700 px. */
export const narrowReview = (incident: Incident): NarrowItem => ({
  title: incident.name,
  secondary: (
    <>
      {INCIDENT_KIND_WORDS[incident.kind]} on {incident.resource_name}, <PastTime at={incident.report_time} />
    </>
  ),
  status: <ReviewStateChip incident={incident} />,
});

export const reviewLink = (incident: Incident, content: ReactNode) => (
  <Link to={paths.review(incident.incident_id)}>{content}</Link>
);
