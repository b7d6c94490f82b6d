import { Link, useLocation } from 'react-router-dom';
import type { AuditCheck } from '../../../contract/schemas/audit.ts';
import { serverNow } from '../../api/clock.ts';
import { paths } from '../../paths.ts';
import { Banner } from '../../ui/banner.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';

/** Says that the log was changed, what the verifier found first, and what to do (A3). */
export function ChangedLog({ check }: { check: AuditCheck }) {
  const search = new URLSearchParams(useLocation().search);
  const { fault } = check;
  if (fault === undefined) return null;
  return (
    <Banner
      severity="error"
      {...(fault.event_id !== undefined &&
        fault.kind !== 'missing' && {
          action: <Link to={paths.auditEvent(fault.event_id, search)}>Show the event</Link>,
        })}
    >
      <strong>The audit log was changed in the database.</strong> {fault.message} Found{' '}
      <RelativeTime at={check.checked_at} now={serverNow()} focusable />. Keep a copy of the database as
      evidence and bring the rows back from a backup; <Mono wrap>npm run admin -- audit verify</Mono> on the
      server then says whether all is well.
    </Banner>
  );
}
