import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { auditWords, AUDIT_VIA_WORDS } from '../../../contract/audit-words.ts';
import type { AuditEvent } from '../../../contract/schemas/audit.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { paths } from '../../paths.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import { OutcomeChip } from './outcome-chip.tsx';

const whatOf = (event: AuditEvent): string => auditWords(event.action, event.details);

/** `Console, 192.0.2.24` */
export const fromOf = ({ via, via_id: id, address }: AuditEvent): string =>
  [AUDIT_VIA_WORDS[via], id, address].filter((part) => part !== undefined).join(', ');

/** When, who, what, on which resource, with what outcome, from where (A3). */
export const AUDIT_COLUMNS: readonly Column<AuditEvent>[] = [
  {
    key: 'when',
    header: 'When',
    width: 150,
    sortKey: 'time',
    cell: (event) => <PastTime at={event.time} />,
  },
  {
    key: 'who',
    header: 'Who',
    width: 150,
    title: (event) => event.actor_name,
    cell: (event) => event.actor_name,
  },
  { key: 'what', header: 'What', title: whatOf, cell: whatOf },
  {
    key: 'resource',
    header: 'Resource',
    mono: true,
    title: (event) => event.resource_name,
    cell: (event) => event.resource_name,
  },
  { key: 'outcome', header: 'Outcome', width: 116, cell: (event) => <OutcomeChip outcome={event.outcome} /> },
  { key: 'from', header: 'From', width: 190, hideBelow: 1100, title: fromOf, cell: fromOf },
];

/** An event below 700 px. */
export const narrowEvent = (event: AuditEvent): NarrowItem => ({
  title: whatOf(event),
  secondary: (
    <>
      <PastTime at={event.time} />, {event.actor_name}
      {event.resource_name !== '' && `, ${event.resource_name}`}
    </>
  ),
  status: <OutcomeChip outcome={event.outcome} />,
});

/** To the event's pane beside the list as it is filtered now. */
function EventLink({ eventId, children }: { eventId: string; children: ReactNode }) {
  const search = new URLSearchParams(useLocation().search);
  return (
    <Link to={paths.auditEvent(eventId, search)} preventScrollReset>
      {children}
    </Link>
  );
}

export const eventLink = (event: AuditEvent, content: ReactNode) => (
  <EventLink eventId={event.event_id}>{content}</EventLink>
);

export const eventId = (event: AuditEvent): string => event.event_id;
export const eventName = (event: AuditEvent): string => `${event.actor_name}: ${whatOf(event)}`;
