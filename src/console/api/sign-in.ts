import type { SignInProvider } from '../../contract/schemas/sign-in.ts';

/** Windows of one origin hear each other here, whatever lies between them. */
const CHANNEL = 'latchkey-sign-in';
/** Where the console stands while the window with the login is open. */
const WINDOW = 'popup,width=520,height=720';

/** Where a login begins that leads back to this path. */
export const signInUrl = (
  { sign_in_path: path }: Pick<SignInProvider, 'sign_in_path'>,
  options: { readonly returnTo: string; readonly fresh?: boolean; readonly ownWindow?: boolean },
): string => {
  const query = new URLSearchParams({ return_to: options.returnTo });
  if (options.fresh === true) query.set('fresh', '1');
  if (options.ownWindow === true) query.set('own_window', '1');
  return `${path}?${query.toString()}`;
};

/** This very place, to come back to. */
export const here = (): string => `${location.pathname}${location.search}${location.hash}`;

/**
 * Logs in in a window of its own, so that nothing here is lost; where none may be opened, in this one. Call it from a click,
 * or browsers open none.
 */
export function signInBeside(provider: Pick<SignInProvider, 'sign_in_path'>, fresh: boolean): void {
  const opened = open(
    signInUrl(provider, { returnTo: here(), fresh, ownWindow: true }),
    'latchkey-sign-in',
    WINDOW,
  );
  if (opened === null) location.assign(signInUrl(provider, { returnTo: here(), fresh }));
}

/** Calls back whenever a login in another window is done. Returns the function that stops listening. */
export function onSignedInBeside(done: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', done);
  return () => channel.close();
}
