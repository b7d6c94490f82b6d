import { CircleCheck, Loader, PowerOff, type LucideIcon } from 'lucide-react';
import type { ServiceOverview } from '../../contract/schemas/services.ts';
import { SERVICE_STATE_WORDS } from '../../contract/words.ts';
import { StatusChip, type Tone } from '../ui/status-chip.tsx';

const LOOKS = {
  RUNNING: { tone: 'green', icon: CircleCheck },
  REBUILDING: { tone: 'blue', icon: Loader },
  REBALANCING: { tone: 'blue', icon: Loader },
  POWEROFF: { tone: 'grey', icon: PowerOff },
} as const satisfies Record<ServiceOverview['state'], { tone: Tone; icon: LucideIcon }>;

export function ServiceStateChip({ state }: { state: ServiceOverview['state'] }) {
  const { tone, icon: Icon } = LOOKS[state];
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {SERVICE_STATE_WORDS[state]}
    </StatusChip>
  );
}
