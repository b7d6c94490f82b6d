import { formatExact, formatRelative, toMillis } from './format-time.ts';
import { tooltip } from './tooltip.ts';

export type RelativeTimeProps = {
  at: number | string;
  /** The server's clock, epoch milliseconds. */
  now: number;
  /** Reachable by keyboard, so that the exact time shows on focus; not in tables, where it would be a stop per row. */
  focusable?: boolean;
};

/** Relative first, the exact time with its zone on hover and focus. */
export function RelativeTime({ at, now, focusable = false }: RelativeTimeProps) {
  const millis = toMillis(at);
  if (Number.isNaN(millis)) return <span>unknown</span>;
  return (
    <time
      dateTime={new Date(millis).toISOString()}
      {...tooltip(formatExact(millis))}
      {...(focusable
        ? {
            tabIndex: 0,
            'aria-label': `${formatRelative(millis, now)}, ${formatExact(millis)}`,
            role: 'note',
          }
        : {})}
    >
      {formatRelative(millis, now)}
    </time>
  );
}
