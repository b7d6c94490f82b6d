import { useNow } from '../../api/clock.ts';
import { daysLeft, expiryTone, formatDaysLeft, formatExact } from '../../ui/format-time.ts';
import { tooltip } from '../../ui/tooltip.ts';

/**
 * When the first certificate ends, in days (C5). Follows the clock by itself, so that a tick renders no row. `focusable`
 * where it stands alone: the exact time then shows on focus as well.
 */
export function NearestExpiry({ at, focusable = false }: { at: string | undefined; focusable?: boolean }) {
  const now = useNow();
  if (at === undefined) return <span className="muted">no certificate</span>;
  const left = formatDaysLeft(at, now);
  return (
    <time
      dateTime={at}
      className={`nearest-expiry life-words life-${expiryTone(daysLeft(at, now))}`}
      {...tooltip(formatExact(at))}
      {...(focusable && { tabIndex: 0, role: 'note', 'aria-label': `${left}, ${formatExact(at)}` })}
    >
      {left}
    </time>
  );
}
