import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';

/** Browsers strip cookies from requests and answers that scripts make, so the browser host keeps them in a jar. */
export interface CookieJar {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  delete(name: string): void;
}

/** What a host may hand to the app with a call. */
export interface Bindings {
  /** Where cookies do not travel. */
  readonly jar?: CookieJar;
  /** Where the call came from, where there is a network. */
  readonly address?: string | undefined;
  /** What the answer and the log call this call, where there is a log. */
  readonly callId?: string | undefined;
}

/** The host's bindings: the browser host passes a jar, Node the caller's address. */
export const bindingsOf = (c: Context): Bindings => (c.env as Bindings | undefined) ?? {};

const jar = (c: Context): CookieJar | undefined => bindingsOf(c).jar;

export const readCookie = (c: Context, name: string): string | undefined => {
  const own = jar(c);
  return own ? own.get(name) : getCookie(c, name);
};

export const writeCookie = (c: Context, name: string, value: string, options: CookieOptions): void => {
  const own = jar(c);
  if (own) own.set(name, value);
  else setCookie(c, name, value, options);
};

export const dropCookie = (c: Context, name: string, secure: boolean): void => {
  const own = jar(c);
  if (own) own.delete(name);
  else deleteCookie(c, name, { path: '/', secure });
};
