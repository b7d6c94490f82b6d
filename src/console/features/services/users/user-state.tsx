import {
  CheckCheck,
  CircleCheck,
  CircleMinus,
  Loader,
  RefreshCw,
  ShieldAlert,
  ShieldOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ServiceUser } from '../../../../contract/schemas/service-users.ts';
import { RENEWAL_STATE_WORDS, SERVICE_USER_STATUS_WORDS } from '../../../../contract/words.ts';
import { TwoLines } from '../../../parts/two-lines.tsx';
import { StatusChip, type Tone } from '../../../ui/status-chip.tsx';

type Look = {
  readonly words: string;
  readonly short?: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
};

const STATUS_LOOKS = {
  making: { words: SERVICE_USER_STATUS_WORDS.making, tone: 'blue', icon: Loader },
  resetting: { words: SERVICE_USER_STATUS_WORDS.resetting, tone: 'blue', icon: Loader },
  failed: { words: SERVICE_USER_STATUS_WORDS.failed, tone: 'red', icon: TriangleAlert },
  revoked: { words: SERVICE_USER_STATUS_WORDS.revoked, tone: 'red', icon: ShieldOff },
} as const satisfies Record<Exclude<ServiceUser['status'], 'ready'>, Look>;

const RENEWAL_LOOKS = {
  no_certificate: { words: RENEWAL_STATE_WORDS.no_certificate, tone: 'grey', icon: CircleMinus },
  current: { words: RENEWAL_STATE_WORDS.current, tone: 'green', icon: CircleCheck },
  renewed: { words: RENEWAL_STATE_WORDS.renewed, short: 'Renewed', tone: 'blue', icon: RefreshCw },
  acknowledged: { words: RENEWAL_STATE_WORDS.acknowledged, tone: 'green', icon: CheckCheck },
  failed: { words: RENEWAL_STATE_WORDS.failed, tone: 'red', icon: TriangleAlert },
} as const satisfies Record<ServiceUser['renewal_state'], Look>;

const URGENCY = { info: 'blue', warning: 'amber', error: 'red' } as const satisfies Record<
  NonNullable<ServiceUser['severity']>,
  Tone
>;

const RESET_FAILED: Look = { words: 'Reset failed', tone: 'red', icon: TriangleAlert };

const COMPROMISED: Look = { words: 'Compromised', tone: 'red', icon: ShieldAlert };

function lookOf(user: ServiceUser): Look {
  // Until its review is closed, however far new credentials have come (P8).
  if (user.compromise) return COMPROMISED;
  if (user.status !== 'ready') return STATUS_LOOKS[user.status];
  // It holds working credentials, and renewing did not fail: resetting did.
  if (user.failure !== undefined && user.renewal_state !== 'failed') return RESET_FAILED;
  const look = RENEWAL_LOOKS[user.renewal_state];
  return user.renewal_state === 'renewed' && user.severity !== undefined
    ? { ...look, tone: URGENCY[user.severity] }
    : look;
}

/** What is being made, or how the renewal stands; why it failed, where something did (C1). */
export function UserState({ user }: { user: ServiceUser }) {
  const { words, tone, icon: Icon } = lookOf(user);
  if (user.failure !== undefined) {
    return (
      <TwoLines second={user.failure}>
        <span className={`user-failed text-${tone}`}>
          <Icon size={14} aria-hidden />
          {words}
        </span>
      </TwoLines>
    );
  }
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {words}
    </StatusChip>
  );
}

/** The same where there is room for a word or two. */
export function ShortUserState({ user }: { user: ServiceUser }) {
  const { words, short, tone, icon: Icon } = lookOf(user);
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {short ?? words}
    </StatusChip>
  );
}

/** In full, for the tooltip of a cell that may be cut. */
export function stateTitle(user: ServiceUser): string | undefined {
  if (user.failure !== undefined) return user.failure;
  return user.renewal_state === 'acknowledged' && user.acknowledged !== undefined
    ? `Acknowledged by ${user.acknowledged.by}`
    : undefined;
}
