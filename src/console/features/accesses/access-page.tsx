import { useEffect } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, type LoaderFunction } from 'react-router-dom';
import { getAccess } from '../../../contract/operations/accesses.ts';
import { useNow } from '../../api/clock.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { CompromiseBanners } from '../../parts/compromise-banner.tsx';
import { AclTable } from '../../parts/acl-table.tsx';
import { paths } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { AccessFacts } from './access-facts.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { preloadDialogs } from './access-dialogs.tsx';
import { reviewLabel, useAccessActions } from './use-access-actions.tsx';
import '../../parts/details.css';
import './accesses.css';

const OVERVIEW = <Link to={paths.accesses()}>Access overview</Link>;

/** Starts reading the access that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getAccess, { params: { access_id: params['accessId'] ?? '' } });
    return null;
  };

/** One access, with everything that can be done to it. */
export function Component() {
  const { accessId = '' } = useParams();
  const navigate = useNavigate();
  const now = useNow();
  const read = useRead(getAccess, { params: { access_id: accessId } });
  const actions = useAccessActions({ onDeleted: () => void navigate(paths.accesses(), { replace: true }) });
  const access = read.data?.access;
  usePageTitle(access?.access_name);
  useEffect(() => {
    if (access !== undefined) preloadDialogs(access);
  }, [access]);

  if (access === undefined) {
    return (
      <>
        <PageHeader
          breadcrumb={[OVERVIEW, 'Access']}
          title={read.error === null ? <Skeleton width={200} /> : 'Access'}
        />
        {read.error === null ? (
          <Waiting />
        ) : (
          <Missing error={read.error} onRetry={() => void read.refetch()} />
        )}
        {actions.dialogs}
      </>
    );
  }

  const { verdicts, access_data: data } = access;
  const review = verdicts.review_credentials.allowed;
  return (
    <>
      <PageHeader
        breadcrumb={[OVERVIEW, access.access_name]}
        title={access.access_name}
        purpose={
          <>
            Service user <span className="mono">{data.username}</span> on {data.service_name}
          </>
        }
        action={
          <div className="details-actions">
            <VerdictButton
              variant={review ? 'secondary' : 'primary'}
              verdict={verdicts.request_rotation}
              onClick={() => actions.requestRotation(access)}
            >
              Request credential rotation
            </VerdictButton>
            {review && (
              <Button variant="primary" onClick={() => actions.review(access)}>
                {reviewLabel(access)}
              </Button>
            )}
          </div>
        }
      />
      <div className="details">
        <div className="details-main">
          <CompromiseBanners
            above="section"
            things={[{ name: access.access_name, compromise: access.compromise }]}
          />
          <CredentialsSection access={access} actions={actions} now={now} />
          <section className="details-section" aria-labelledby="topics-title">
            <h2 id="topics-title">Topics and operations</h2>
            <AclTable acls={data.acls} />
          </section>
          <section className="details-section" aria-labelledby="compromise-title">
            <h2 id="compromise-title">Compromised credentials</h2>
            <div className="details-line">
              <p className="muted">
                When somebody else may have them: they are revoked at once, and a second person reviews it.
              </p>
              <VerdictButton
                verdict={verdicts.report_compromise}
                onClick={() => actions.reportCompromise(access)}
              >
                Credentials are compromised
              </VerdictButton>
            </div>
          </section>
          <section className="details-section" aria-labelledby="delete-title">
            <h2 id="delete-title">Delete this access</h2>
            <div className="details-line">
              <p className="muted">
                Its service user, ACLs and credentials go with it, at once and for good.
              </p>
              <VerdictButton verdict={verdicts.delete_access} onClick={() => actions.deleteAccess(access)}>
                Delete access
              </VerdictButton>
            </div>
          </section>
        </div>
        <aside className="details-side details-section" aria-label="Facts">
          <AccessFacts access={access} />
        </aside>
      </div>
      {actions.dialogs}
    </>
  );
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <ErrorState
        title="This access does not exist"
        action={
          <Link className={buttonClass('secondary')} to={paths.accesses()}>
            Go to Access overview
          </Link>
        }
      >
        It may have been deleted, with its service user and credentials.
      </ErrorState>
    );
  }
  return (
    <ErrorState title="This access could not be read" action={<Button onClick={onRetry}>Try again</Button>}>
      {messageOf(error)}
    </ErrorState>
  );
}

function Waiting() {
  return (
    <div className="details" aria-busy="true">
      <div className="details-section dialog-waiting">
        <Skeleton width="20%" />
        <Skeleton width="70%" />
        <Skeleton width="55%" />
      </div>
    </div>
  );
}
