import type { CookieJar } from '../http/cookies.ts';

const KEY = 'latchkey.jar';

/** The tab's own cookies: each tab of the demo can play another persona. */
export const openJar = (): CookieJar & { readonly fresh: boolean } => {
  const kept = sessionStorage.getItem(KEY);
  // Written by `keep` below alone.
  const cookies = new Map<string, string>(kept === null ? [] : (JSON.parse(kept) as [string, string][]));
  const keep = (): void => sessionStorage.setItem(KEY, JSON.stringify([...cookies]));
  return {
    fresh: kept === null,
    get: (name) => cookies.get(name),
    set: (name, value) => {
      cookies.set(name, value);
      keep();
    },
    delete: (name) => {
      cookies.delete(name);
      keep();
    },
  };
};
