import {
  CircleCheck,
  CircleHelp,
  Clock,
  Eye,
  Loader,
  TimerOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { CredentialState } from '../../contract/schemas/accesses.ts';
import { StatusChip, type Tone } from '../ui/status-chip.tsx';

type Look = { readonly label: string; readonly tone: Tone; readonly icon: LucideIcon };

/** How each state of an access's credentials reads and looks. */
export const CREDENTIAL_STATE_LOOKS = {
  provisioning: { label: 'Provisioning', tone: 'blue', icon: Loader },
  failed: { label: 'Failed', tone: 'red', icon: TriangleAlert },
  active: { label: 'In use', tone: 'green', icon: CircleCheck },
  rotation_pending: { label: 'Rotation pending', tone: 'amber', icon: Clock },
  rotation_provisioning: { label: 'Rotating', tone: 'blue', icon: Loader },
  unviewed: { label: 'Ready to view', tone: 'blue', icon: Eye },
  shown: { label: 'Not confirmed yet', tone: 'amber', icon: Clock },
  unconfirmed: { label: 'Never confirmed', tone: 'amber', icon: CircleHelp },
  expired: { label: 'Expired unviewed', tone: 'red', icon: TimerOff },
} as const satisfies Record<CredentialState, Look>;

export function CredentialStateChip({ state }: { state: CredentialState }) {
  const { label, tone, icon: Icon } = CREDENTIAL_STATE_LOOKS[state];
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {label}
    </StatusChip>
  );
}
