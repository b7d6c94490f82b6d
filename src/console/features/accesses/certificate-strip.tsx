import { Link } from 'react-router-dom';
import type { AccessAttention } from '../../../contract/schemas/accesses.ts';
import { useNow } from '../../api/clock.ts';
import { certificateSummary } from '../../parts/certificate-words.ts';
import { paths } from '../../paths.ts';
import { Strip } from './strip.tsx';

/** What is to be done about the certificates of all services that I operate: one line that counts (C5). */
export function CertificateStrip({ counts }: { counts: AccessAttention | undefined }) {
  const now = useNow();
  const label = 'Certificates of your services';
  if (counts === undefined) return <Strip long label={label} severity={undefined} />;
  const summary = certificateSummary(counts.certificates_renewed, counts.certificates_renewed_count, now);
  if (summary === undefined) {
    return (
      <Strip long label={label} severity="none">
        No renewed certificate waits on your services.
      </Strip>
    );
  }
  const { severity, what, services, elsewhere, first, todo } = summary;
  return (
    <Strip long label={label} severity={severity}>
      {what}:{' '}
      {services.map((service, index) => (
        <span key={service.to}>
          {index > 0 && ', '}
          <Link to={service.to}>{service.label}</Link> ({service.count})
        </span>
      ))}
      {elsewhere > 0 && (
        <>
          , <Link to={paths.services()}>other services</Link> ({elsewhere})
        </>
      )}
      . {first} {/* One line has room for it beside a few names. */}
      {services.length <= 3 && <span className="attention-todo">{todo}</span>}
    </Strip>
  );
}
