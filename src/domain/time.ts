/** A moment: milliseconds since 1970-01-01T00:00:00Z. The host's clock supplies it; the domain never reads one. */
export type Instant = number;

/** Milliseconds in a second, a minute, an hour, a day. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Stands where a sortable moment is needed but there is none (an access without a certificate sorts last). */
export const NEVER: Instant = Date.UTC(9999, 11, 31);
