import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { unreachable, useConnectionLost } from '../api/connection.ts';
import { recheckSession } from '../api/session.ts';
import { Banner } from '../ui/banner.tsx';
import { announce } from './feedback.ts';
// From the first call on, not only once the demo's panel was opened.
import './played-offline.ts';

const TRY_AGAIN = 5_000;

/** Says that the server cannot be reached, tries again by itself, and reads everything anew once it can. */
export function ConnectionBanner() {
  const lost = useConnectionLost();
  const before = useRef(lost);
  const queryClient = useQueryClient();

  useEffect(() => {
    const retry = () => void recheckSession(queryClient);
    addEventListener('offline', unreachable);
    addEventListener('online', retry);
    const timer = lost ? setInterval(retry, TRY_AGAIN) : undefined;
    return () => {
      removeEventListener('offline', unreachable);
      removeEventListener('online', retry);
      clearInterval(timer);
    };
  }, [lost, queryClient]);

  useEffect(() => {
    if (before.current && !lost) {
      announce('Connected again.');
      void queryClient.invalidateQueries();
    }
    before.current = lost;
  }, [lost, queryClient]);

  if (!lost) return null;
  return (
    <Banner
      severity="warning"
      action={
        <button type="button" onClick={() => void recheckSession(queryClient)}>
          Try again
        </button>
      }
    >
      You are offline: the server cannot be reached. What you see may be out of date, and nothing you typed is
      lost.
    </Banner>
  );
}
