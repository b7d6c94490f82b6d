import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { Incident } from '../../../contract/schemas/incidents.ts';
import { INCIDENT_STATE_WORDS, INCIDENT_VERDICT_WORDS } from '../../../contract/words.ts';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';

const TONES = {
  confirmed: 'red',
  false_alarm: 'green',
  cannot_tell: 'amber',
} as const satisfies Record<NonNullable<Incident['verdict']>, Tone>;

/** Open, or how it was closed. */
export function ReviewStateChip({ incident }: { incident: Pick<Incident, 'state' | 'verdict'> }) {
  const { state, verdict } = incident;
  if (state === 'open' || verdict === undefined)
    return (
      <StatusChip tone="red" icon={<ShieldAlert size={14} aria-hidden />}>
        {INCIDENT_STATE_WORDS[state]}
      </StatusChip>
    );
  return (
    <StatusChip tone={TONES[verdict]} icon={<ShieldCheck size={14} aria-hidden />}>
      {INCIDENT_VERDICT_WORDS[verdict]}
    </StatusChip>
  );
}
