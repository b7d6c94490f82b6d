/** Longer addresses are nobody's place. */
const LONGEST = 2000;

/**
 * Where a login leads back to: a path of the console, whatever else was asked for. Another site's address, in each of its
 * spellings, and our own addresses that are no pages become the start page.
 */
export const safeReturn = (wanted: string | undefined, publicUrl: string): string => {
  if (wanted === undefined || wanted.length > LONGEST || !wanted.startsWith('/')) return '/';
  // oxlint-disable-next-line no-control-regex -- browsers drop control characters and read a backslash as a slash, which would make a path another site
  if (/[\\\u0000-\u0020\u007f]/u.test(wanted) || wanted.startsWith('//')) return '/';
  const url = URL.canParse(wanted, publicUrl) ? new URL(wanted, publicUrl) : null;
  if (url?.origin !== publicUrl || url.pathname.startsWith('//')) return '/';
  if (/^\/(?:auth|v1|sign-in)(?:\/|$)/u.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
};
