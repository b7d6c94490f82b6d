import { Link } from 'react-router-dom';
import type { Compromise } from '../../contract/schemas/compromise.ts';
import { formatExact } from '../ui/format-time.ts';
import { Banner } from '../ui/banner.tsx';
import { paths } from '../paths.ts';
import { PastTime } from './past-time.tsx';

/** That credentials were reported and are under review, for as long as they are (P8); honest about the platform. */
export function CompromiseBanner({ name, compromise }: { name: string; compromise: Compromise }) {
  return (
    <Banner
      severity="error"
      shape="box"
      action={
        <Link className="text-link" to={paths.review(compromise.incident_id)}>
          Open review
        </Link>
      }
    >
      <strong>{name} is compromised.</strong> {compromise.reported_by} reported it{' '}
      <PastTime at={compromise.report_time} />: {compromise.reason}{' '}
      {compromise.revoke_time === undefined
        ? 'Revocation is on its way.'
        : `Revoked at ${formatExact(compromise.revoke_time)}.`}
    </Banner>
  );
}
