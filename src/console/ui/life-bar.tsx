import type { CSSProperties } from 'react';
import { daysLeft, expiryTone, formatDate, formatDaysLeft, toMillis } from './format-time.ts';
import { tooltip } from './tooltip.ts';
import './small.css';

export type LifeBarProps = {
  from: number | string;
  to: number | string;
  /** The server's clock, epoch milliseconds. */
  now: number;
  /** The words above the bar; `days` (default) says how many are left, `none` leaves the bar alone. */
  words?: 'days' | 'none';
};

/** A certificate's life as a thin bar, today marked; tone by the days left (C5). */
export function LifeBar({ from, to, now, words = 'days' }: LifeBarProps) {
  const start = toMillis(from);
  const end = toMillis(to);
  const spent = end > start ? Math.min(1, Math.max(0, (now - start) / (end - start))) : 1;
  const tone = expiryTone(daysLeft(end, now));
  const left = formatDaysLeft(end, now);
  const valid = `Valid ${formatDate(start)} to ${formatDate(end)}`;
  // Drawn by the style sheet: a long list has fewer elements. Custom properties are not in React's type.
  const style = { '--spent': `${(spent * 100).toFixed(1)}%` } as CSSProperties;
  return (
    <span className="life" {...tooltip(valid)}>
      {words === 'days' && <span className={`life-words life-${tone}`}>{left}</span>}
      <span className={`life-bar life-${tone}`} role="img" aria-label={`${valid}, ${left}`} style={style} />
    </span>
  );
}
