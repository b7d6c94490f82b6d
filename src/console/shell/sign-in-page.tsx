import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { getSignInOptions } from '../../contract/operations/sign-in.ts';
import { messageOf } from '../api/errors.ts';
import { useRead } from '../api/queries.ts';
import { here } from '../api/sign-in.ts';
import { paths, PATTERNS } from '../paths.ts';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Button } from '../ui/button.tsx';
import { BreakGlassForm } from './break-glass-form.tsx';
import { HOST } from './host.ts';
import { PersonaCards } from './persona-cards.tsx';
import { ProviderLinks } from './provider-links.tsx';
import { signInProblem } from './sign-in-words.ts';
import { usePageTitle } from './use-page-title.ts';

/** Nobody is signed in. The address stays, so that after signing in one is where the link led. */
export function SignInPage() {
  usePageTitle('Sign in');
  const { pathname, search } = useLocation();
  const { data: options, error, refetch } = useRead(getSignInOptions, {});
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever signed out stood in the menu that is gone.
  useEffect(() => heading.current?.focus(), []);

  const query = new URLSearchParams(search);
  const failed = pathname === PATTERNS.signIn ? query.get('error') : null;
  const provider = options?.providers.find(({ provider_id: id }) => id === query.get('provider'));
  const atSignIn = pathname === PATTERNS.signIn || pathname === PATTERNS.breakGlass;
  const returnTo = atSignIn ? (query.get('return_to') ?? '/') : here();
  const breakGlass = pathname === PATTERNS.breakGlass;

  return (
    <main className="sign-in" id="main">
      <p className="sign-in-product">
        <BrandMark />
        Latchkey
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {breakGlass ? 'Break-glass' : options?.personas === true ? 'Sign in as a persona' : 'Sign in'}
      </h1>
      {failed !== null && options !== undefined && (
        <p className="sign-in-error" role="alert">
          {signInProblem(failed, provider?.provider_name)}
        </p>
      )}
      {error !== null && (
        <p className="sign-in-error" role="alert">
          {messageOf(error)}{' '}
          <Button size="small" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      )}
      {breakGlass && <BreakGlassForm />}
      {!breakGlass && options?.personas === true && (
        <>
          <p className="muted">
            {HOST === 'server'
              ? 'This server has the demo organization only. Nobody needs a password here.'
              : 'Everything here runs in this browser. Nobody needs a password, and nothing is sent anywhere.'}
          </p>
          <PersonaCards />
        </>
      )}
      {!breakGlass && options?.personas === false && (
        <>
          <p className="muted">With an account that you have already. Latchkey never sees your password.</p>
          <ProviderLinks providers={options.providers} returnTo={returnTo} />
          {options.break_glass && (
            <p className="sign-in-aside muted">
              Is every way in blocked? <Link to={paths.breakGlass()}>Use a break-glass code</Link>
            </p>
          )}
        </>
      )}
    </main>
  );
}
