import * as z from 'zod/mini';

// Control characters hide or break text; direction overrides make it read as something else than it is.
const HOSTILE =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\ufeff]/u;

const length = (text: string): number => [...text].length;

/**
 * Text that a person wrote: trimmed, `min` to `max` characters (code points), no control characters other than line
 * breaks and tabs, no direction overrides.
 */
export const personText = (min: number, max: number) =>
  z.string().check(
    z.trim(),
    z.refine((text) => text.isWellFormed() && !HOSTILE.test(text), {
      error: 'Contains characters that cannot be shown. Remove them.',
      abort: true,
    }),
    z.refine((text) => length(text) >= min, {
      error: min === 1 ? 'Must not be empty.' : `Must have at least ${min} characters.`,
    }),
    z.refine((text) => length(text) <= max, { error: `Must have at most ${max} characters.` }),
  );

/** A short name without line breaks. */
export const nameText = (max: number) =>
  personText(1, max).check(
    z.refine((text) => !/[\n\r\t\u2028\u2029]/u.test(text), { error: 'Must be one line.' }),
  );

// Names of dots alone would be folded away by whoever reads them in an address.
const USER_NAME = String.raw`(?!\.{1,2}$)[\p{L}\p{N}._@-][\p{L}\p{N}._@ /-]{0,63}`;
const USER_NAME_ERROR =
  'Must be 1 to 64 letters, digits, dots, dashes, underscores, at signs, slashes or spaces, and not dots alone.';

/** A service user's name, as Kafka and certificates take it. */
export const serviceUserName = z
  .string()
  .check(z.regex(new RegExp(`^${USER_NAME}$`, 'u'), { error: USER_NAME_ERROR }));

/** As serviceUserName, or empty. */
export const serviceUserNameOrEmpty = z
  .string()
  .check(z.regex(new RegExp(`^(?:${USER_NAME})?$`, 'u'), { error: USER_NAME_ERROR }));

/** `a,b,c` in a query, at most `most` of them; an empty value was dropped before. */
export const commaList = <T extends z.ZodMiniType<unknown, string>>(item: T, most = 1000) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text: string): string[] => text.split(',').filter((part) => part !== '')),
    ),
    z.array(item).check(z.maxLength(most, { error: `Must name at most ${most}.` })),
  );

/** A whole number in a query, moved into the range instead of refused, since published clients always ask for 999. */
export const queryInteger = (least: number, most: number, preset: number) =>
  z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,9}$/u, { error: 'Must be a whole number.' })),
      z.transform((text: string) => Math.min(most, Math.max(least, Number(text)))),
    ),
    preset,
  );

/** `2026-05-10T20:40:03Z` */
export const wireTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u));

const isMoment = (text: string): boolean => {
  const at = Date.parse(text);
  // A thirtieth of February would be taken for a day in March.
  return at >= 0 && toWireTime(at) === text;
};

/** As wireTime, from a caller: a moment that there is, since 1970. Databases stumble over others. */
export const moment = wireTime.check(
  z.refine(isMoment, { error: 'Must be a moment since 1970, like 2026-05-10T20:40:03Z.' }),
);

/** Milliseconds to the wire's form: UTC, whole seconds (published clients choke on fractions). */
export const toWireTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
