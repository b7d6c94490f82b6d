import type { Change } from '../../service/ports/store.ts';

/** What one tab tells the others. */
export type Message =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'replaced' };

/** Messages between the tabs that share a store. `onGap`: this tab slept and may have missed some. */
export const openTabChannel = (name: string, onMessage: (message: Message) => void, onGap: () => void) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data);
  const woken = (event: PageTransitionEvent): void => {
    if (event.persisted) onGap();
  };
  // There is no page in tests.
  if (typeof window !== 'undefined') window.addEventListener('pageshow', woken);
  return {
    send: (message: Message): void => channel.postMessage(message),
    close: (): void => {
      channel.close();
      if (typeof window !== 'undefined') window.removeEventListener('pageshow', woken);
    },
  };
};
