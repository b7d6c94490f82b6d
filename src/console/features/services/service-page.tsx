import type { QueryClient } from '@tanstack/react-query';
import { Link, matchPath, useMatch, useOutlet, useParams, type LoaderFunction } from 'react-router-dom';
import { getTechnicalAddresses } from '../../../contract/operations/mail.ts';
import { getProjectCa, getServiceDetails } from '../../../contract/operations/services.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { CertificateBanner } from '../../parts/certificate-banner.tsx';
import { ServiceStateChip } from '../../parts/service-state-chip.tsx';
import { TabLinks } from '../../parts/tab-links.tsx';
import { paths, PATTERNS } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SERVICE_TYPE_WORDS } from './service-columns.tsx';
import { serviceParams } from './service-list-spec.ts';
import { CreateUserButton } from './users/create-user-button.tsx';
import { ServiceOverview } from './service-overview.tsx';
import './services.css';

const SERVICES = <Link to={paths.services()}>Services</Link>;

/** Starts reading the service that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    const service = serviceParams(params);
    prefetch(queryClient, getServiceDetails, { params: service });
    if (matchPath(PATTERNS.service, new URL(request.url).pathname) !== null) {
      prefetch(queryClient, getTechnicalAddresses, { params: service });
      prefetch(queryClient, getProjectCa, { params: { project: service.project } });
    }
    return null;
  };

/** One service: Overview, and in the child routes what else belongs to it (C1). */
export function Component() {
  const named = serviceParams(useParams());
  const { project, service_name: name } = named;
  const read = useRead(getServiceDetails, { params: named });
  const service = read.data?.service;
  const tab = useOutlet();
  const inUsers = useMatch(PATTERNS.serviceUsers) !== null;
  const inAcls = useMatch(PATTERNS.serviceAcls) !== null;
  usePageTitle(service && (inUsers ? `Users of ${name}` : inAcls ? `ACLs of ${name}` : name));

  if (service === undefined) {
    return (
      <>
        <PageHeader
          breadcrumb={[SERVICES, 'Service']}
          title={read.error === null ? <Skeleton width={200} /> : 'Service'}
        />
        {read.error === null ? (
          <Waiting />
        ) : (
          <Missing error={read.error} onRetry={() => void read.refetch()} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader
        breadcrumb={[SERVICES, project, name]}
        title={name}
        purpose={
          <>
            {SERVICE_TYPE_WORDS[service.service_type]} service in {project}
          </>
        }
        action={
          <div className="service-actions">
            <ServiceStateChip state={service.state} />
            {inUsers && <CreateUserButton service={service} variant="primary" />}
          </div>
        }
      />
      {service.attention !== undefined && (
        <CertificateBanner
          attention={service.attention}
          operates={service.project_role === 'admin' || service.project_role === 'operator'}
        />
      )}
      <TabLinks
        label="Parts of this service"
        tabs={[
          { label: 'Overview', to: paths.service(project, name), current: !inAcls && !inUsers },
          { label: 'Users', to: paths.serviceUsers(project, name), current: inUsers },
          { label: 'ACLs', to: paths.serviceAcls(project, name), current: inAcls },
        ]}
      />
      {tab ?? <ServiceOverview service={service} />}
    </>
  );
}

function Missing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <ErrorState
        title="This service does not exist, or you have no role in its project"
        action={
          <Link className={buttonClass('secondary')} to={paths.services()}>
            Go to Services
          </Link>
        }
      >
        Services are shown to the members of their project. An admin of the project can give you a role in it.
      </ErrorState>
    );
  }
  return (
    <ErrorState title="This service could not be read" action={<Button onClick={onRetry}>Try again</Button>}>
      {messageOf(error)}
    </ErrorState>
  );
}

function Waiting() {
  return (
    <div className="service-waiting" aria-busy="true">
      <Skeleton width="20%" />
      <Skeleton width="70%" />
      <Skeleton width="55%" />
    </div>
  );
}
