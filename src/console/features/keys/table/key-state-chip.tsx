import { CircleCheck, Loader } from 'lucide-react';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { KEY_STATE_WORDS } from '../../../../contract/words.ts';
import { StatusChip } from '../../../ui/status-chip.tsx';

/** Propagating until its resource accepted it (K12). */
export function KeyStateChip({ state }: { state: KeyEntry['state'] }) {
  const Icon = state === 'ready' ? CircleCheck : Loader;
  return (
    <StatusChip tone={state === 'ready' ? 'green' : 'blue'} icon={<Icon size={14} aria-hidden />}>
      {KEY_STATE_WORDS[state]}
    </StatusChip>
  );
}
