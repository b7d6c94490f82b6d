import { DAY, type Instant } from '../time.ts';

export type Severity = 'info' | 'warning' | 'error';

/** Whole days until a moment; negative once it has passed. */
export const daysLeft = (end: Instant, now: Instant): number => Math.floor((end - now) / DAY);

/** How urgent a certificate is (C5): over 30 days info, 30 to 8 warning, 7 or fewer and ended error. */
export const severityOf = (end: Instant, now: Instant): Severity => {
  const days = daysLeft(end, now);
  if (days > 30) return 'info';
  return days > 7 ? 'warning' : 'error';
};

/** In this many days before the end, and after it, people are reminded daily instead of weekly (C4). */
const DAILY_FROM = 14 * DAY;

/** When people are to be reminded next of certificates of which the first ends at `soonest` (C4). */
export const nextNoticeAt = (soonest: Instant, lastNotice: Instant): Instant =>
  Math.min(lastNotice + 7 * DAY, Math.max(soonest - DAILY_FROM, lastNotice + DAY));
