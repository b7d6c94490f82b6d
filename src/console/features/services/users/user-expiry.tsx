import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { useNow } from '../../../api/clock.ts';
import { runsOut } from '../../../parts/certificate-words.ts';
import { ExpiryBadge } from '../../../parts/expiry-badge.tsx';
import { TwoLines } from '../../../parts/two-lines.tsx';
import { daysLeft, expiryTone, formatDate, formatDaysLeft, formatExact } from '../../../ui/format-time.ts';

/**
 * When the certificate ends. While an older one still runs out, both ends: what is in use ends with the old one (C3).
 * Follows the clock by itself, so that a tick renders no row.
 */
export function UserExpiry({ user }: { user: ServiceUser }) {
  const old = user.expiring_cert_not_valid_after_time;
  const now = useNow();
  if (old === undefined || user.certificate_not_after_time === undefined) {
    return (
      <ExpiryBadge notBefore={user.certificate_not_before_time} notAfter={user.certificate_not_after_time} />
    );
  }
  return (
    <TwoLines second={`New: until ${formatDate(user.certificate_not_after_time)}`}>
      <span className={`life-words life-${expiryTone(daysLeft(old, now))} user-old`}>
        Old: {formatDaysLeft(old, now)}
      </span>
    </TwoLines>
  );
}

/** In words alone. */
export function UserExpiryWords({ user }: { user: ServiceUser }) {
  const now = useNow();
  const old = user.expiring_cert_not_valid_after_time;
  if (old !== undefined) return `old certificate ${runsOut(old, now)}`;
  const end = user.certificate_not_after_time;
  return end === undefined ? 'no certificate' : `certificate ${runsOut(end, now)}`;
}

/** Both ends to the second. */
export function expiryTitle(user: ServiceUser): string | undefined {
  const { expiring_cert_not_valid_after_time: old, certificate_not_after_time: end } = user;
  if (old === undefined || end === undefined) return undefined;
  return `Old one valid to ${formatExact(old)}. New one valid to ${formatExact(end)}.`;
}
