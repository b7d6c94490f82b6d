import type { ReactNode } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams, type LoaderFunction } from 'react-router-dom';
import { auditWords, AUDIT_VIA_WORDS } from '../../../contract/audit-words.ts';
import { getAuditEvent } from '../../../contract/operations/audit.ts';
import type { AuditEvent } from '../../../contract/schemas/audit.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SidePane } from '../../ui/side-pane.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChainPlace } from './chain-place.tsx';
import { OutcomeChip } from './outcome-chip.tsx';
import './audit-pane.css';

const argsOf = (eventId: string) => ({ params: { event_id: eventId } });

/** Starts reading the event that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    const id = params['eventId'];
    if (id !== undefined) prefetch(queryClient, getAuditEvent, argsOf(id));
    return null;
  };

const LINES = ['60%', '44%', '72%', '38%', '90%'];

/** One event with its place in the chain (A3). Its address is its link. */
export function Component() {
  const { eventId = '' } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const close = () => void navigate(paths.auditLog(search), { preventScrollReset: true });
  const { data, error, refetch } = useRead(getAuditEvent, argsOf(eventId));
  // The page itself says who may.
  if (error instanceof ApiError && error.status === 403) return null;
  if (data === undefined)
    return (
      <SidePane title="Audit event" onRequestClose={close}>
        {error === null ? (
          <div className="pane-skeleton" aria-busy="true">
            {LINES.map((width) => (
              <Skeleton key={width} width={width} />
            ))}
          </div>
        ) : error instanceof ApiError && error.status === 404 ? (
          <EmptyState
            title="This event does not exist"
            action={<Button onClick={close}>Back to the audit log</Button>}
          >
            {messageOf(error)}
          </EmptyState>
        ) : (
          <ErrorState
            title="The event could not be loaded"
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {messageOf(error)}
          </ErrorState>
        )}
      </SidePane>
    );
  const { event, proof } = data;
  return (
    <SidePane
      title={auditWords(event.action, event.details)}
      status={<OutcomeChip outcome={event.outcome} />}
      subtitle={
        <>
          {event.actor_name}, <PastTime at={event.time} focusable />
        </>
      }
      onRequestClose={close}
    >
      <dl className="event-facts">
        <Fact name="Resource">
          {event.resource_name === '' ? 'None' : <Mono wrap>{event.resource_name}</Mono>}
        </Fact>
        {event.problem !== undefined && (
          <Fact name="Reason">
            <Mono wrap>{event.problem}</Mono>
          </Fact>
        )}
        <Fact name="From">
          {AUDIT_VIA_WORDS[event.via]}
          {event.via_id !== undefined && (
            <>
              {' '}
              <Mono wrap>{event.via_id}</Mono>
            </>
          )}
        </Fact>
        {event.address !== undefined && (
          <Fact name="Address">
            <Mono wrap>{event.address}</Mono>
          </Fact>
        )}
        <Details event={event} />
        <Fact name="Event">
          <span className="event-copy">
            <Mono wrap>{event.event_id}</Mono>
            <CopyButton label="Copy link to this event" value={() => window.location.href} />
          </span>
        </Fact>
      </dl>
      <Related event={event} />
      <ChainPlace proof={proof} />
    </SidePane>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

// The title says these already.
const SAID = new Set(['operation', 'summary']);

function Details({ event }: { event: AuditEvent }) {
  const known = Object.entries(event.details).filter(
    ([name]) => event.action !== 'call.refused' || !SAID.has(name),
  );
  const more = event.call_id === undefined ? [] : [['Call', event.call_id] as const];
  return [...known, ...more].map(([name, value]) => (
    <Fact key={name} name={`${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`}>
      <span className="event-words">{value}</span>
    </Fact>
  ));
}

/** What else happened to the same thing. */
function Related({ event }: { event: AuditEvent }) {
  const { request_id: request, access_id: access } = event;
  if (request === undefined && access === undefined) return null;
  return (
    <p className="event-links">
      {request !== undefined && (
        <>
          <Link className="text-link" to={paths.approval(request)}>
            Open the request
          </Link>
          <Link className="text-link" to={paths.auditLog({ request })}>
            All events of the request
          </Link>
        </>
      )}
      {access !== undefined && (
        <Link className="text-link" to={paths.auditLog({ access })}>
          All events of the access
        </Link>
      )}
    </p>
  );
}
