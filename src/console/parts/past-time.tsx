import { useNow } from '../api/clock.ts';
import { RelativeTime } from '../ui/relative-time.tsx';

/**
 * When something happened. The page's clock moves in steps, so what came in between would lie ahead of it: that is
 * "just now", never "in a moment". Follows the clock by itself, so that a tick renders no row.
 */
export function PastTime({ at, focusable = false }: { at: string; focusable?: boolean }) {
  return <RelativeTime at={at} now={Math.max(useNow(), Date.parse(at))} focusable={focusable} />;
}
