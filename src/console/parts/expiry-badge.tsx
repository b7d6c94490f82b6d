import { LifeBar } from '../ui/life-bar.tsx';
import './parts.css';

export type ExpiryBadgeProps = {
  /** ISO 8601; absent while there is no certificate. */
  notBefore?: string | undefined;
  notAfter?: string | undefined;
  /** The server's clock, epoch milliseconds. */
  now: number;
};

/** Days left in words and the certificate's life as a bar: over 30 neutral, 30 to 8 amber, 7 or fewer and past red. */
export function ExpiryBadge({ notBefore, notAfter, now }: ExpiryBadgeProps) {
  if (notAfter === undefined) return <span className="muted">no certificate yet</span>;
  return (
    <span className="expiry">
      <LifeBar from={notBefore ?? now} to={notAfter} now={now} />
    </span>
  );
}
