import { createMiddleware } from 'hono/factory';

const policy = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');

/** The console's content security policy: own files, the nonce's styles and scripts, nothing that a script makes up. */
export const consolePolicy = (nonce: string): string =>
  policy({
    'default-src': "'none'",
    'script-src': `'self' 'nonce-${nonce}'`,
    'style-src': `'self' 'nonce-${nonce}'`,
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  });

/** The readable API page's: its library makes HTML out of text, which Trusted Types would refuse. */
export const docsPolicy = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
});

/** For what is no page. */
const plainPolicy = policy({ 'default-src': "'none'", 'frame-ancestors': "'none'" });

const EVERYWHERE: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), clipboard-read=(), clipboard-write=(self)',
};

/** For a year, as browsers want it before they believe it. */
const TLS_ONLY = 'max-age=31536000; includeSubDomains';

const always = (secure: boolean): Readonly<Record<string, string>> => ({
  ...EVERYWHERE,
  ...(secure ? { 'strict-transport-security': TLS_ONLY } : {}),
});

/** Where an answer says nothing else. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'content-security-policy': plainPolicy,
  'cache-control': 'no-store',
};

/** The same for answers that no app makes. */
export const headersOfRefusals = (secure: boolean): Readonly<Record<string, string>> => ({
  ...always(secure),
  ...OTHERWISE,
});

/** Sets on every answer what no answer goes without. `secure`: the console is reached over TLS. */
export const securityHeaders = (secure: boolean) => {
  const set = Object.entries(always(secure));
  const added = Object.entries(OTHERWISE);
  return createMiddleware(async (c, next) => {
    await next();
    const { headers } = c.res;
    for (const [name, value] of set) headers.set(name, value);
    for (const [name, value] of added) if (!headers.has(name)) headers.set(name, value);
  });
};
