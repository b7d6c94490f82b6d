import { useCallback, useEffect, useRef, useState } from 'react';

/** How long a revealed value stays readable, in milliseconds. */
export const REVEALED_FOR = 60_000;

/** What is announced when values mask themselves again. */
export const MASKED_WORDS = {
  time: 'Hidden again after a minute',
  away: 'Hidden again because the window lost the focus',
} as const;

/**
 * Which of the secret fields are readable now. A value masks itself again after a minute, and all of them when the
 * window loses the focus or is hidden: nobody reads them over a shoulder or in a screen share left open.
 */
export function useRevealed(onMasked: (reason: 'time' | 'away') => void) {
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const current = useRef(revealed);
  const told = useRef(onMasked);
  useEffect(() => {
    told.current = onMasked;
  });

  const change = useCallback((next: ReadonlySet<string>) => {
    current.current = next;
    setRevealed(next);
  }, []);

  const hide = useCallback(
    (field: string) => {
      clearTimeout(timers.current.get(field));
      timers.current.delete(field);
      change(new Set([...current.current].filter((other) => other !== field)));
    },
    [change],
  );

  const show = useCallback(
    (field: string) => {
      clearTimeout(timers.current.get(field));
      timers.current.set(
        field,
        setTimeout(() => {
          hide(field);
          told.current('time');
        }, REVEALED_FOR),
      );
      change(new Set([...current.current, field]));
    },
    [change, hide],
  );

  useEffect(() => {
    const running = timers.current;
    const stop = () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
    const leave = () => {
      if (current.current.size === 0) return;
      stop();
      change(new Set());
      told.current('away');
    };
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') leave();
    };
    addEventListener('blur', leave);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      removeEventListener('blur', leave);
      document.removeEventListener('visibilitychange', onVisibility);
      stop();
    };
  }, [change]);

  return { revealed, show, hide };
}
