/** Times as words. Every function is pure: `now` and the zone come from the caller (the server's clock, R20). */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Epoch milliseconds of a wire time (ISO 8601) or of a number that is one already; NaN when it is no time. */
export function toMillis(at: number | string): number {
  return typeof at === 'number' ? at : Date.parse(at);
}

function unit(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** A length of time in its largest whole unit: "3 hours", "12 days", "4 months". `ms` ≥ 0. */
export function formatDuration(ms: number): string {
  if (ms < HOUR) return unit(Math.max(1, Math.floor(ms / MINUTE)), 'minute');
  if (ms < DAY) return unit(Math.floor(ms / HOUR), 'hour');
  const days = Math.floor(ms / DAY);
  if (days < 60) return unit(days, 'day');
  if (days < 730) return unit(Math.floor(days / 30.44), 'month');
  return unit(Math.floor(days / 365.25), 'year');
}

/** "just now", "5 minutes ago", "in 3 days". */
export function formatRelative(at: number | string, now: number): string {
  const distance = toMillis(at) - now;
  if (Number.isNaN(distance)) return 'unknown';
  if (Math.abs(distance) < MINUTE) return distance > 0 ? 'in a moment' : 'just now';
  return distance < 0 ? `${formatDuration(-distance)} ago` : `in ${formatDuration(distance)}`;
}

// Making a formatter costs a thousand times what using it does.
const exactIn = new Map<string | undefined, Intl.DateTimeFormat>();

function exactFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = exactIn.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  exactIn.set(timeZone, made);
  return made;
}

/** "10 May 2026, 20:40:03 UTC", in the given zone or the browser's own. */
export function formatExact(at: number | string, timeZone?: string): string {
  const millis = toMillis(at);
  return Number.isNaN(millis) ? 'unknown' : exactFormat(timeZone).format(millis);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** "10 May 2026", in the browser's zone. By hand, because a list says it in each row before its first paint. */
export function formatDate(at: number | string): string {
  const date = new Date(toMillis(at));
  const month = MONTHS[date.getMonth()];
  return month === undefined ? 'unknown' : `${date.getDate()} ${month} ${date.getFullYear()}`;
}

/** Whole days until `at`; negative once it is past. */
export function daysLeft(at: number | string, now: number): number {
  return Math.floor((toMillis(at) - now) / DAY);
}

/** Above it days say less than years: a CA lives for twenty of them. */
const YEARS_FROM = 1000 * DAY;

/** "42 days left", "17 years left", "less than a day left", "expired 3 days ago". */
export function formatDaysLeft(at: number | string, now: number): string {
  const distance = toMillis(at) - now;
  if (Number.isNaN(distance)) return 'unknown';
  if (distance <= 0)
    return distance > -MINUTE ? 'expired just now' : `expired ${formatDuration(-distance)} ago`;
  if (distance < DAY) return 'less than a day left';
  if (distance >= YEARS_FROM) return `${formatDuration(distance)} left`;
  return `${unit(Math.floor(distance / DAY), 'day')} left`;
}

/** C5: over 30 days neutral, 30 to 8 amber, 7 or fewer and past red. */
export function expiryTone(days: number): 'neutral' | 'amber' | 'red' {
  if (days > 30) return 'neutral';
  return days >= 8 ? 'amber' : 'red';
}
