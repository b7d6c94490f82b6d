import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { PastTime } from '../../../parts/past-time.tsx';

/** When somebody last called with it. */
export function LastUsed({ at }: { at: KeyEntry['last_used_time'] }) {
  return at === undefined ? <span className="muted">never</span> : <PastTime at={at} />;
}
