import { Link } from 'react-router-dom';
import type { Compromise } from '../../contract/schemas/compromise.ts';
import { formatExact } from '../ui/format-time.ts';
import { Banner } from '../ui/banner.tsx';
import { paths } from '../paths.ts';
import { classes } from '../ui/classes.ts';
import { PastTime } from './past-time.tsx';
import './compromise-banner.css';

/** A thing that may be under review. */
export type Reported = { readonly name: string; readonly compromise?: Compromise | undefined };

type CompromiseBannersProps = { things: readonly Reported[]; above?: 'section' | 'list' };

/** One banner for each thing that is under review; nothing where none is. */
export function CompromiseBanners({ things, above = 'list' }: CompromiseBannersProps) {
  const found = things.flatMap(({ name, compromise }) => (compromise ? [{ name, compromise }] : []));
  if (found.length === 0) return null;
  return (
    <div className={classes('compromise-banners', above === 'list' && 'compromise-banners-list')}>
      {found.map((one) => (
        <CompromiseBanner key={one.compromise.incident_id} {...one} />
      ))}
    </div>
  );
}

/** That credentials were reported and are under review, for as long as they are (P8); honest about the platform. */
function CompromiseBanner({ name, compromise }: { name: string; compromise: Compromise }) {
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
