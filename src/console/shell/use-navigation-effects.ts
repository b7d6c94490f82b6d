import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useMatches, useNavigationType } from 'react-router-dom';
import { keepFocus } from '../ui/keep-focus.ts';
import { isRouteHandle } from './route-handle.ts';

const PRODUCT = 'Latchkey';

/** The page, without the panes beside it: its address and its title. */
function usePage(): { path: string; title: string } {
  const pages = useMatches().filter(({ handle }) => isRouteHandle(handle) && handle.pane !== true);
  const page = pages.at(-1);
  return { path: page?.pathname ?? '', title: isRouteHandle(page?.handle) ? page.handle.title : '' };
}

/** What a browser does by itself between documents: the title, the scroll place, and where the focus starts. */
export function useNavigationEffects(): void {
  const page = usePage();
  const { key } = useLocation();
  const type = useNavigationType();
  const places = useRef(new Map<string, number>());
  const shown = useRef<string | undefined>(undefined);

  // Before effects: the page's own, closer title (usePageTitle) comes after this one.
  useLayoutEffect(() => {
    document.title = page.title === '' ? PRODUCT : `${page.title} · ${PRODUCT}`;
  }, [page.title, page.path]);

  useEffect(() => {
    history.scrollRestoration = 'manual';
    const remember = () => places.current.set(key, scrollY);
    addEventListener('scroll', remember, { passive: true });
    return () => removeEventListener('scroll', remember);
  }, [key]);

  useLayoutEffect(() => {
    const first = shown.current === undefined;
    const samePage = shown.current === page.path;
    shown.current = page.path;
    if (first || samePage) return;
    scrollTo(0, type === 'POP' ? (places.current.get(key) ?? 0) : 0);
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    (heading ?? document.querySelector('main'))?.focus({ preventScroll: true });
    // A page that waits for what it shows puts its own heading in this one's place.
    keepFocus();
  }, [key, page.path, type]);
}
