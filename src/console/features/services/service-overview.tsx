import { Link } from 'react-router-dom';
import type { ServiceDetails } from '../../../contract/schemas/services.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { paths } from '../../paths.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { CaSection } from './ca-section.tsx';
import { NearestExpiry } from './nearest-expiry.tsx';
import { RenewalSection } from './renewal-section.tsx';
import { TechnicalAddresses } from './technical-addresses.tsx';
import { SERVICE_TYPE_WORDS } from './service-columns.tsx';
import '../../parts/details.css';

const ROLE_WORDS = {
  admin: 'Admin',
  operator: 'Operator',
  developer: 'Developer',
  read_only: 'Read only',
} as const satisfies Record<ServiceDetails['project_role'], string>;

/** How to connect to a service, whom to trust, and what it is (C1). */
export function ServiceOverview({ service }: { service: ServiceDetails }) {
  const { connection } = service;
  return (
    <div className="details service-details">
      <div className="details-main">
        <section className="details-section" aria-labelledby="connection-title">
          <h2 id="connection-title">Connection</h2>
          <dl className="addresses">
            <Address protocol="SSL" value={connection.ssl} />
            <Address protocol="SASL" value={connection.sasl} />
          </dl>
          <h3 className="methods-title">Authentication methods</h3>
          <ul className="methods">
            <li>
              <strong>Client certificate.</strong> Security protocol <span className="mono">SSL</span>. The
              service user’s certificate is signed by the CA below.
            </li>
            <li>
              <strong>User name and password.</strong> Security protocol{' '}
              <span className="mono">SASL_SSL</span>, mechanism{' '}
              <span className="mono">{connection.sasl_mechanism}</span>.{' '}
              {service.passwords_overlap
                ? 'After a rotation the old password can work on for a while.'
                : 'After a rotation the old password ends as soon as the new one is shown.'}
            </li>
          </ul>
        </section>
        <RenewalSection service={service} />
        <TechnicalAddresses project={service.project_name} name={service.service_name} />
        <CaSection project={service.project_name} introduce={service.verdicts.introduce_ca} />
      </div>
      <aside className="details-side details-section" aria-label="Facts">
        <dl className="facts">
          <dt>Service users</dt>
          <dd>
            <Link className="text-link" to={paths.serviceUsers(service.project_name, service.service_name)}>
              {formatCount(service.service_user_count)}
            </Link>
          </dd>
          <dt>Accesses</dt>
          <dd>
            <Link className="text-link" to={paths.accesses({ service: service.service_id })}>
              Accesses to this service
            </Link>
          </dd>
          <dt>Nearest expiry</dt>
          <dd>
            <NearestExpiry at={service.nearest_expiry_time} focusable />
          </dd>
          <dt>Project</dt>
          <dd>{service.project_name}</dd>
          <dt>Your role in it</dt>
          <dd>{ROLE_WORDS[service.project_role]}</dd>
          <dt>Type</dt>
          <dd>{SERVICE_TYPE_WORDS[service.service_type]}</dd>
          <dt>Cloud</dt>
          <dd className="mono">{service.cloud_name}</dd>
          <dt>Plan</dt>
          <dd className="mono">{service.plan}</dd>
          <dt>Created</dt>
          <dd>
            <PastTime at={service.create_time} focusable />
          </dd>
        </dl>
      </aside>
    </div>
  );
}

function Address({ protocol, value }: { protocol: 'SSL' | 'SASL'; value: string }) {
  return (
    <div className="address">
      <dt>Bootstrap server, {protocol}</dt>
      <dd className="mono mono-wrap">{value}</dd>
      <dd>
        <CopyButton withText label={`Copy bootstrap server, ${protocol}`} value={() => value} />
      </dd>
    </div>
  );
}
