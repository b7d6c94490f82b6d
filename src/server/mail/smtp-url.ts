import { isLoopback } from '../loopback.ts';

/** How mail is handed over. */
export interface SmtpTarget {
  readonly host: string;
  readonly port: number;
  /** tls: from the first byte; starttls: refused unless the server offers it and its certificate holds; plain: neither. */
  readonly security: 'tls' | 'starttls' | 'plain';
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

const EXAMPLE = 'must be a URL like smtp://user:password@mail.example.com:587 or smtps://mail.example.com';

/**
 * Reads `smtp://user:password@host:port` or `smtps://…`; null for an empty text. `?tls=off` sends in the clear to another
 * machine, `?tls=required` asks for STARTTLS on loopback too. Throws RangeError, which never repeats the text.
 */
export const parseSmtpUrl = (text: string): SmtpTarget | null => {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if ((url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') || url.hostname === '')
    throw new RangeError(EXAMPLE);
  const names = [...url.searchParams.keys()];
  const tls = url.searchParams.get('tls');
  if (
    names.some((name) => name !== 'tls') ||
    (tls !== null && tls !== 'off' && tls !== 'required') ||
    !['', '/'].includes(url.pathname)
  )
    throw new RangeError('takes nothing behind host and port but ?tls=off or ?tls=required');
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  const always = url.protocol === 'smtps:';
  if (always && tls !== null) throw new RangeError('takes ?tls= with smtp:// alone');
  const plain = tls === 'off' || (tls === null && isLoopback(host));
  const security = always ? 'tls' : plain ? 'plain' : 'starttls';
  let auth: SmtpTarget['auth'] = null;
  try {
    if (url.username !== '')
      auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  } catch {
    throw new RangeError('has a user or a password that is not percent-encoded');
  }
  return { host, port: url.port === '' ? (always ? 465 : 587) : Number(url.port), security, auth };
};

/** Who mail comes from: `Name <address>` or an address. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

const ADDRESS = /^[^\s@<>"(),:;\\]{1,64}@[a-z\d.-]{1,253}$/iu;

/** Reads a sender; null for an empty text. Throws RangeError. */
export const parseSender = (text: string): Sender | null => {
  if (text === '') return null;
  const found = /^(?:"?([^"<>\r\n]*?)"?\s*<([^<>]+)>|([^<>\s]+))$/u.exec(text.trim());
  const address = found?.[2] ?? found?.[3] ?? '';
  if (!ADDRESS.test(address))
    throw new RangeError('must be an address like latchkey@example.com or Latchkey <latchkey@example.com>');
  return { name: found?.[1] ?? '', address };
};
