import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { getSignInOptions } from '../../contract/operations/sign-in.ts';
import type { Session } from '../../contract/schemas/session.ts';
import { useRead } from '../api/queries.ts';
import { recheckSession } from '../api/session.ts';
import { onSignedInBeside } from '../api/sign-in.ts';
import { Dialog } from '../ui/dialog.tsx';
import { announce } from './feedback.ts';
import { PersonaCards } from './persona-cards.tsx';
import { ProviderButtons } from './provider-links.tsx';

/** Lies over the page when the session is over. The page below keeps standing, with what was typed in it. */
export function SessionEnded({ session }: { session: Session }) {
  const [reminded, setReminded] = useState(false);
  const queryClient = useQueryClient();
  const { data: options } = useRead(getSignInOptions, {});
  useEffect(() => onSignedInBeside(() => void recheckSession(queryClient)), [queryClient]);
  return (
    <Dialog
      title="Your session has ended"
      description={`Sign in again as ${session.user.real_name} to go on where you are; what you typed is kept.`}
      footnote={
        <span role="status">
          {reminded
            ? 'Nothing can be read or changed without a session.'
            : 'Signing in as someone else starts this page over.'}
        </span>
      }
      // There is nothing to go back to, so Escape and the cross only say so.
      onRequestClose={() => setReminded(true)}
    >
      {options?.personas === false ? (
        <ProviderButtons providers={options.providers} fresh={false} />
      ) : (
        <PersonaCards
          current={session.user.user_email}
          onSignedIn={(next) => announce(`Signed in as ${next.user.real_name}.`)}
        />
      )}
    </Dialog>
  );
}
