import { useNow } from '../api/clock.ts';
import { LifeBar } from '../ui/life-bar.tsx';
import './parts.css';

export type ExpiryBadgeProps = {
  /** ISO 8601; absent while there is no certificate. */
  notBefore?: string | undefined;
  notAfter?: string | undefined;
};

/**
 * Days left in words and the life as a bar: over 30 neutral, 30 to 8 amber, 7 or fewer and past red. Follows the clock
 * by itself, so that a tick renders no row.
 */
export function ExpiryBadge({ notBefore, notAfter }: ExpiryBadgeProps) {
  const now = useNow();
  if (notAfter === undefined) return <span className="muted">no certificate</span>;
  return (
    <span className="expiry">
      <LifeBar from={notBefore ?? now} to={notAfter} now={now} />
    </span>
  );
}
