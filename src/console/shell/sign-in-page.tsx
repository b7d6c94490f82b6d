import { useEffect, useRef } from 'react';
import { BrandMark } from '../ui/brand-mark.tsx';
import { HOST } from './host.ts';
import { PersonaCards } from './persona-cards.tsx';
import { usePageTitle } from './use-page-title.ts';

/** Nobody is signed in. The address stays, so that after signing in one is where the link led. */
export function SignInPage() {
  usePageTitle('Sign in');
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever signed out stood in the menu that is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="sign-in" id="main">
      <p className="sign-in-product">
        <BrandMark />
        Latchkey
      </p>
      <h1 ref={heading} tabIndex={-1}>
        Sign in as a persona
      </h1>
      <p className="muted">
        {HOST === 'server'
          ? 'This server has the demo organization only. Nobody needs a password here.'
          : 'Everything here runs in this browser. Nobody needs a password, and nothing is sent anywhere.'}
      </p>
      <PersonaCards />
    </main>
  );
}
