import { useNow } from '../../api/clock.ts';
import { daysLeft, expiryTone, formatDaysLeft, formatExact } from '../../ui/format-time.ts';
import { tooltip } from '../../ui/tooltip.ts';

/** When the first certificate ends, in days (C5). Follows the clock by itself, so that a tick renders no row. */
export function NearestExpiry({ at }: { at: string | undefined }) {
  const now = useNow();
  if (at === undefined) return <span className="muted">no certificate</span>;
  return (
    <time
      dateTime={at}
      className={`nearest-expiry life-words life-${expiryTone(daysLeft(at, now))}`}
      {...tooltip(formatExact(at))}
    >
      {formatDaysLeft(at, now)}
    </time>
  );
}
