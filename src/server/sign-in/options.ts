import { isLoopback } from '../loopback.ts';
import { oneOf, option, wholeNumber } from '../option.ts';
import { parseProxies } from '../caller-address.ts';
import { parseProviders, readProvidersFile, type ProviderConfig } from './provider-config.ts';

const parsePublicUrl = (text: string): string | null => {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.href !== `${url.origin}/`)
    throw new RangeError('must be an origin like https://console.example.com, without a path');
  if (url.protocol === 'http:' && !isLoopback(hostOf(url)))
    throw new RangeError('must begin with https:// unless it names this machine');
  return url.origin;
};

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/u, '$1');

/** The host of a public URL, without the brackets of an address. */
export const publicOrigin = (origin: string): { readonly hostname: string; readonly secure: boolean } => {
  const url = new URL(origin);
  return { hostname: hostOf(url), secure: url.protocol === 'https:' };
};

/** What sign-in adds to the configuration. */
export const SIGN_IN_OPTIONS = {
  publicUrl: option({
    name: 'LATCHKEY_PUBLIC_URL',
    preset: '',
    about:
      'Where people reach the console, such as `https://console.example.com`: origin checks, redirect addresses, cookies and links follow it. `https` outside loopback. Required with providers.',
    parse: parsePublicUrl,
  }),
  trustedProxies: option({
    name: 'LATCHKEY_TRUSTED_PROXIES',
    preset: '',
    about:
      'Addresses or networks (`10.0.0.5`, `10.1.0.0/16`) of the proxies in front, separated by commas. Only their `X-Forwarded-For` is believed.',
    parse: parseProxies,
  }),
  oidc: option({
    name: 'LATCHKEY_OIDC',
    secret: true,
    preset: '',
    about:
      'The OpenID Connect providers as a JSON list ([sign-in.md](sign-in.md)). With any, personas are off, and production and other addresses than loopback are allowed.',
    parse: parseProviders,
  }),
  oidcFile: option({
    name: 'LATCHKEY_OIDC_FILE',
    preset: '',
    about: 'A file with that list, in its place.',
    parse: readProvidersFile,
  }),
  organization: option({
    name: 'LATCHKEY_ORGANIZATION',
    preset: '',
    about:
      'The name of the organization that is made in an empty database when providers are named; `Organization` unless said.',
    parse: (text) => text.trim(),
  }),
  firstAdmin: option({
    name: 'LATCHKEY_FIRST_ADMIN',
    preset: '',
    about:
      'The address of somebody who is organization admin from their first sign-in on, through a provider with `trusts_email`.',
    parse: (text) => {
      if (text !== '' && !/^[^\s@]+@[^\s@]+$/u.test(text)) throw new RangeError('must be an email address');
      return text === '' ? null : text.toLowerCase();
    },
  }),
  sessionIdle: option({
    name: 'LATCHKEY_SESSION_IDLE',
    preset: '480',
    about: 'After how many minutes without use a session ends. Sessions of personas last 30 days.',
    parse: wholeNumber(5, 43_200),
  }),
  sessionLifetime: option({
    name: 'LATCHKEY_SESSION_LIFETIME',
    preset: '168',
    about: 'After how many hours a session ends, however much it is used.',
    parse: wholeNumber(1, 720),
  }),
  sessionRefresh: option({
    name: 'LATCHKEY_SESSION_REFRESH',
    preset: '5',
    about: 'How many minutes a provider’s word on somebody is good for before it is asked again.',
    parse: wholeNumber(1, 60),
  }),
  stepUp: option({
    name: 'LATCHKEY_STEP_UP',
    preset: '',
    about:
      'Seeing and resetting secrets and creating keys and tokens takes a login of at most so many minutes ago; as long as the session if left out.',
    parse: (text) => (text === '' ? null : wholeNumber(1, 1440)(text)),
  }),
  breakGlass: option({
    name: 'LATCHKEY_BREAK_GLASS',
    preset: 'off',
    about: '`on` lets `npm run admin -- break-glass create` make a code that signs in once, for an hour.',
    parse: oneOf('on', 'off'),
  }),
};

interface Relevant {
  readonly publicUrl: string | null;
  readonly providers: readonly ProviderConfig[];
  readonly oidc: readonly ProviderConfig[];
  readonly oidcFile: readonly ProviderConfig[];
  readonly firstAdmin: string | null;
}

/** What of it must not be combined, one line each. */
export const signInFaults = ({ publicUrl, providers, oidc, oidcFile, firstAdmin }: Relevant): string[] => {
  const lines: string[] = [];
  if (oidc.length > 0 && oidcFile.length > 0)
    lines.push('LATCHKEY_OIDC and LATCHKEY_OIDC_FILE are both set. Name the providers in one of them.');
  if (providers.length > 0 && publicUrl === null)
    lines.push('LATCHKEY_PUBLIC_URL is required with providers: they send people back to it.');
  if (firstAdmin !== null && !providers.some(({ policy }) => policy.trustsEmail))
    lines.push(
      'LATCHKEY_FIRST_ADMIN takes a provider with trusts_email: by address nobody else is believed.',
    );
  return lines;
};
