import { CircleCheck, Loader, ShieldAlert, type LucideIcon } from 'lucide-react';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { KEY_STATE_WORDS } from '../../../../contract/words.ts';
import { StatusChip, type Tone } from '../../../ui/status-chip.tsx';

const LOOKS = {
  propagating: { tone: 'blue', icon: Loader },
  ready: { tone: 'green', icon: CircleCheck },
  compromised: { tone: 'red', icon: ShieldAlert },
} as const satisfies Record<KeyEntry['state'], { readonly tone: Tone; readonly icon: LucideIcon }>;

/** Propagating until its resource accepted it (K12); compromised from a report to the end of its review (P8). */
export function KeyStateChip({ state }: { state: KeyEntry['state'] }) {
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {KEY_STATE_WORDS[state]}
    </StatusChip>
  );
}
