import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { ServiceOverview } from '../../../contract/schemas/services.ts';
import { ServiceStateChip } from '../../parts/service-state-chip.tsx';
import { paths } from '../../paths.ts';
import { formatCount } from '../../ui/format-count.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import { NearestExpiry } from './nearest-expiry.tsx';
import './services.css';

/** How the kinds of services read. */
export const SERVICE_TYPE_WORDS = { kafka: 'Kafka' } as const satisfies Record<
  ServiceOverview['service_type'],
  string
>;

/** At module scope, so that rows do not render again with their page (C1). */
export const SERVICE_COLUMNS: readonly Column<ServiceOverview>[] = [
  {
    key: 'service',
    header: 'Service',
    sortKey: 'service_name',
    title: (service) => service.service_name,
    cell: (service) => service.service_name,
  },
  {
    key: 'project',
    header: 'Project',
    sortKey: 'project_name',
    title: (service) => service.project_name,
    cell: (service) => service.project_name,
  },
  {
    key: 'type',
    header: 'Type',
    width: 110,
    hideBelow: 900,
    cell: (service) => SERVICE_TYPE_WORDS[service.service_type],
  },
  {
    key: 'state',
    header: 'State',
    width: 150,
    sortKey: 'state',
    cell: (service) => <ServiceStateChip state={service.state} />,
  },
  {
    key: 'users',
    header: 'Service users',
    width: 130,
    align: 'end',
    cell: (service) => <span className="num">{formatCount(service.service_user_count)}</span>,
  },
  {
    key: 'expiry',
    header: 'Nearest expiry',
    width: 190,
    cell: (service) => <NearestExpiry at={service.nearest_expiry_time} />,
  },
];

/** A service below 700 px. */
export const narrowService = (service: ServiceOverview): NarrowItem => ({
  title: service.service_name,
  secondary: (
    <>
      {service.project_name} · <NearestExpiry at={service.nearest_expiry_time} />
    </>
  ),
  status: <ServiceStateChip state={service.state} />,
});

export const serviceLink = (service: ServiceOverview, content: ReactNode) => (
  <Link to={paths.service(service.project_name, service.service_name)}>{content}</Link>
);
