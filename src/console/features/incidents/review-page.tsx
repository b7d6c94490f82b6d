import type { ReactNode } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { Link, useParams, type LoaderFunction } from 'react-router-dom';
import { getIncident, listIncidents } from '../../../contract/operations/incidents.ts';
import type { Incident, IncidentDetails } from '../../../contract/schemas/incidents.ts';
import { INCIDENT_KIND_WORDS, INCIDENT_VERDICT_WORDS } from '../../../contract/words.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { OPEN_REVIEWS } from '../../parts/approval-tabs.tsx';
import { PastTime } from '../../parts/past-time.tsx';
import { PersonList } from '../../parts/person-list.tsx';
import { paths } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { formatExact } from '../../ui/format-time.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { CloseReviewForm } from './close-review-form.tsx';
import { ReviewStateChip } from './review-state-chip.tsx';
import '../../parts/details.css';
import './incidents.css';

const APPROVALS = <Link to={paths.approvals()}>Approvals</Link>;
const REVIEWS = <Link to={paths.reviews()}>Reviews</Link>;

/** Starts reading the incident that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getIncident, { params: { incident_id: params['incidentId'] ?? '' } });
    prefetch(queryClient, listIncidents, OPEN_REVIEWS);
    return null;
  };

/** One report of compromised credentials: what happened, whether everything has ended, and its review (P8). */
export function Component() {
  const { incidentId = '' } = useParams();
  const read = useRead(getIncident, { params: { incident_id: incidentId } });
  const details = read.data;
  usePageTitle(details === undefined ? undefined : `Review of ${details.incident.name}`);
  if (details === undefined)
    return (
      <>
        <PageHeader
          breadcrumb={[APPROVALS, REVIEWS, 'Review']}
          title={read.error === null ? <Skeleton width={200} /> : 'Review'}
        />
        {read.error === null ? (
          <div className="details" aria-busy="true">
            <Skeleton width="60%" />
          </div>
        ) : (
          <Missing error={read.error} onRetry={() => void read.refetch()} />
        )}
      </>
    );
  return <Review details={details} />;
}

function Review({ details }: { details: IncidentDetails }) {
  const { incident, reviewers } = details;
  const open = incident.state === 'open';
  return (
    <>
      <PageHeader
        breadcrumb={[APPROVALS, REVIEWS, incident.name]}
        title={incident.name}
        purpose={`${INCIDENT_KIND_WORDS[incident.kind]} on ${incident.resource_name}, reported as compromised`}
      />
      <div className="details">
        <div className="details-main">
          <section className="details-section" aria-labelledby="happened-title">
            <h2 id="happened-title">What happened</h2>
            <ReviewStateChip incident={incident} />
            <p className="incident-words">
              <bdi>{incident.reason}</bdi>
            </p>
            <ol className="incident-steps">
              <Step at={incident.report_time}>{incident.reporter.real_name} reported it</Step>
              {incident.revoke_time === undefined ? (
                <li>
                  Revocation is on its way: the platform does not answer yet and is asked until it does. What
                  was reported may still work there.
                </li>
              ) : (
                <li>
                  Revoked at {formatExact(incident.revoke_time)}: nothing that was reported works any more.
                </li>
              )}
              {incident.close_time !== undefined && incident.verdict !== undefined && (
                <Step at={incident.close_time}>
                  {incident.closed_by?.real_name} closed the review:{' '}
                  {INCIDENT_VERDICT_WORDS[incident.verdict].toLowerCase()}
                </Step>
              )}
            </ol>
          </section>
          <section className="details-section" aria-labelledby="review-title">
            <h2 id="review-title">{open ? 'Review' : 'What the review found'}</h2>
            {open ? (
              <>
                {reviewers.length === 0 && (
                  <Banner severity="warning" shape="box">
                    Nobody but the reporter could review this. Ask an organization admin to add a second
                    member to the owner group, or another admin to the organization.
                  </Banner>
                )}
                <CloseReviewForm incident={incident} />
              </>
            ) : (
              <p className="incident-words">
                <bdi>{incident.notes}</bdi>
              </p>
            )}
          </section>
        </div>
        <aside className="details-side details-section" aria-label="Facts">
          <Facts details={details} />
        </aside>
      </div>
    </>
  );
}

function Step({ at, children }: { at: string; children: ReactNode }) {
  return (
    <li>
      {children}, <PastTime at={at} focusable />.
    </li>
  );
}

/** Where the thing itself is shown; names of what is gone lead nowhere harmful. */
function subjectOf(incident: Incident): ReactNode {
  if (incident.access_id !== undefined)
    return (
      <Link className="text-link" to={paths.access(incident.access_id)}>
        {incident.name}
      </Link>
    );
  if (incident.kind === 'service_user' && incident.project_name !== undefined)
    return (
      <Link
        className="text-link"
        to={paths.serviceUsers(incident.project_name, incident.resource_name, { search: incident.name })}
      >
        <span className="mono">{incident.name}</span>
      </Link>
    );
  return <span className="mono wrap">{incident.name}</span>;
}

function usernameOf({ username }: Incident): ReactNode {
  return <span className="mono wrap">{username}</span>;
}

function Facts({ details: { incident, reviewers } }: { details: IncidentDetails }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    [INCIDENT_KIND_WORDS[incident.kind], subjectOf(incident)],
    ['Service user', incident.kind === 'access' ? usernameOf(incident) : undefined],
    [incident.kind === 'api_key' ? 'For' : 'Service', incident.resource_name],
    ['Project', incident.project_name],
    ['Owner', incident.key_owner_name],
    ['Owner group', incident.owner_user_group_name],
    ['Reporter', incident.reporter.real_name],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([term, fact]) =>
          fact !== undefined && (
            <div key={term} className="incident-fact">
              <dt>{term}</dt>
              <dd>{fact}</dd>
            </div>
          ),
      )}
      {incident.state === 'open' && reviewers.length > 0 && (
        <div className="incident-fact">
          <dt>Who can review it</dt>
          <dd>
            <PersonList label="Who can review it" people={reviewers} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404)
    return (
      <ErrorState
        title="There is no such review"
        action={
          <Link className={buttonClass('secondary')} to={paths.reviews()}>
            Go to Reviews
          </Link>
        }
      >
        It does not concern you, or the link is wrong.
      </ErrorState>
    );
  return (
    <ErrorState title="This review could not be read" action={<Button onClick={onRetry}>Try again</Button>}>
      {messageOf(error)}
    </ErrorState>
  );
}
