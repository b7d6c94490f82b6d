import {
  CircleCheck,
  CircleHelp,
  Clock,
  Eye,
  Loader,
  ShieldAlert,
  ShieldOff,
  TimerOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { CredentialState } from '../../contract/schemas/accesses.ts';
import { CREDENTIAL_STATE_WORDS } from '../../contract/words.ts';
import { StatusChip, type Tone } from '../ui/status-chip.tsx';

type Look = { readonly label: string; readonly tone: Tone; readonly icon: LucideIcon };

/** How each state of an access's credentials reads and looks. */
export const CREDENTIAL_STATE_LOOKS = {
  provisioning: { label: CREDENTIAL_STATE_WORDS.provisioning, tone: 'blue', icon: Loader },
  failed: { label: CREDENTIAL_STATE_WORDS.failed, tone: 'red', icon: TriangleAlert },
  active: { label: CREDENTIAL_STATE_WORDS.active, tone: 'green', icon: CircleCheck },
  rotation_pending: { label: CREDENTIAL_STATE_WORDS.rotation_pending, tone: 'amber', icon: Clock },
  rotation_provisioning: { label: CREDENTIAL_STATE_WORDS.rotation_provisioning, tone: 'blue', icon: Loader },
  unviewed: { label: CREDENTIAL_STATE_WORDS.unviewed, tone: 'blue', icon: Eye },
  shown: { label: CREDENTIAL_STATE_WORDS.shown, tone: 'amber', icon: Clock },
  unconfirmed: { label: CREDENTIAL_STATE_WORDS.unconfirmed, tone: 'amber', icon: CircleHelp },
  expired: { label: CREDENTIAL_STATE_WORDS.expired, tone: 'red', icon: TimerOff },
  compromised: { label: CREDENTIAL_STATE_WORDS.compromised, tone: 'red', icon: ShieldAlert },
  revoked: { label: CREDENTIAL_STATE_WORDS.revoked, tone: 'red', icon: ShieldOff },
} as const satisfies Record<CredentialState, Look>;

export function CredentialStateChip({ state }: { state: CredentialState }) {
  const { label, tone, icon: Icon } = CREDENTIAL_STATE_LOOKS[state];
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {label}
    </StatusChip>
  );
}
