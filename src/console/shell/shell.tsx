import { useCallback, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigation } from 'react-router-dom';
import { getDemo } from '../../contract/operations/demo.ts';
import { followEvents } from '../api/events.ts';
import { messageOf } from '../api/errors.ts';
import { useRead } from '../api/queries.ts';
import { recheckSession, useSessionState } from '../api/session.ts';
import { paths } from '../paths.ts';
import { lazily } from '../ui/lazily.tsx';
import { Announce } from '../ui/announce.tsx';
import { AppFrame } from '../ui/app-frame.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { AccountMenu } from './account-menu.tsx';
import { useAnnouncement } from './feedback.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { DemoButton } from './demo-button.tsx';
import { NavLink, useNavigationGroups } from './navigation.tsx';
import { NotificationsButton } from './notifications-button.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { useNavigationEffects } from './use-navigation-effects.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useStepUp } from './use-step-up.ts';
import './shell.css';

const SignInPage = lazily(async () => (await import('./sign-in-page.tsx')).SignInPage);
const SessionEnded = lazily(async () => (await import('./session-ended.tsx')).SessionEnded);
const StepUpDialog = lazily(async () => (await import('./step-up-dialog.tsx')).StepUpDialog);
const BreakGlassBanner = lazily(async () => (await import('./break-glass-banner.tsx')).BreakGlassBanner);
const ShortcutsDialog = lazily(async () => (await import('./shortcuts-dialog.tsx')).ShortcutsDialog);

/** What every page stands in. It draws at once; the page waits until it is known who looks at it. */
export function Shell() {
  const queryClient = useQueryClient();
  const state = useSessionState();
  const session = 'session' in state ? state.session : undefined;
  const signedIn = state.phase === 'signed-in';
  const person = session?.user.user_id;
  const groups = useNavigationGroups(session !== undefined, session?.user.is_organization_admin === true);
  // Without a session the faults that keep it away can still be switched off.
  const { data: demoState } = useRead(getDemo, {}, { enabled: state.phase === 'failed' });
  const demo = session?.demo ?? demoState !== undefined;
  const words = useAnnouncement();
  const loading = useNavigation().state === 'loading';
  const [help, setHelp] = useState(false);

  const stepUp = useStepUp();
  useNavigationEffects();
  useShortcuts(useCallback(() => setHelp(true), []));

  useEffect(() => {
    if (!signedIn) return;
    const leaving = new AbortController();
    void followEvents(queryClient, leaving.signal);
    return () => leaving.abort();
    // A new person gets a new stream: the old one carries what the old one could see.
  }, [queryClient, signedIn, person]);

  const around = (
    <>
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
      <Toasts />
      <Announce>{words}</Announce>
    </>
  );

  if (state.phase === 'signed-out') {
    return (
      <>
        <SignInPage />
        {around}
      </>
    );
  }
  return (
    <>
      {loading && <div className="page-progress" />}
      <AppFrame
        groups={groups}
        LinkComponent={NavLink}
        homeTo={paths.accesses()}
        organization={session?.organization.organization_name}
        account={
          <>
            {demo && <DemoButton />}
            {session !== undefined && <NotificationsButton />}
            {session !== undefined && <AccountMenu session={session} />}
          </>
        }
      >
        <ConnectionBanner />
        {session?.break_glass_until_time !== undefined && (
          <BreakGlassBanner session={session} until={session.break_glass_until_time} />
        )}
        {state.phase === 'failed' && (
          <ErrorState
            title="The console could not be started"
            action={<Button onClick={() => void recheckSession(queryClient)}>Try again</Button>}
          >
            <p>{messageOf(state.error)}</p>
          </ErrorState>
        )}
        {state.phase === 'loading' && <PageSkeleton />}
        {/* Someone else starts the page over; the same person, signed in again, finds it as it was. */}
        {session !== undefined && <Outlet key={person} />}
      </AppFrame>
      {state.phase === 'ended' && <SessionEnded session={state.session} />}
      {stepUp.asked && session !== undefined && (
        <StepUpDialog session={session} onDone={stepUp.done} onCancel={stepUp.cancel} />
      )}
      {around}
    </>
  );
}
