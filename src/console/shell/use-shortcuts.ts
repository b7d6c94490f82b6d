import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';
import { paths } from '../paths.ts';
import { modalOpen } from '../ui/layers.ts';

/** After `g`, this letter within a second and a half. */
const GO: Readonly<Record<string, () => string>> = {
  a: () => paths.accesses(),
  p: () => paths.approvals(),
  r: () => paths.groupRequests(),
  s: () => paths.services(),
  e: () => paths.environments(),
  k: () => paths.cloudKeys(),
};
const SECOND_KEY_WITHIN = 1_500;

/** What the help dialog lists. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['/'], does: 'Search the list' },
  { keys: ['g', 'a'], does: 'Go to Access overview' },
  { keys: ['g', 'p'], does: 'Go to Approvals' },
  { keys: ['g', 'r'], does: 'Go to Group requests' },
  { keys: ['g', 's'], does: 'Go to Services' },
  { keys: ['g', 'e'], does: 'Go to Environments' },
  { keys: ['g', 'k'], does: 'Go to Cloud API keys' },
  { keys: ['?'], does: 'Show these shortcuts' },
  { keys: ['Esc'], does: 'Close what is on top' },
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

/** Single-key shortcuts for the whole console. Silent while somebody types, in a dialog, and in a menu. */
export function useShortcuts(showHelp: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goSince = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (isTyping(event.target) || modalOpen() || document.querySelector('[role=menu]') !== null) return;
      const key = event.key.toLowerCase();
      const target = event.timeStamp - goSince < SECOND_KEY_WITHIN ? GO[key] : undefined;
      goSince = Number.NEGATIVE_INFINITY;
      if (target !== undefined) void navigate(target());
      else if (key === 'g') goSince = event.timeStamp;
      else if (key === '?') showHelp();
      else if (key === '/') {
        const search = document.querySelector<HTMLInputElement>('main input[type=search]');
        if (search === null) return;
        search.focus();
        search.select();
      } else return;
      if (key !== 'g' || target !== undefined) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, showHelp]);
}
