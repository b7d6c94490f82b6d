import { Ban, Check, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { AuditEvent } from '../../../contract/schemas/audit.ts';
import { StatusChip, type Tone } from '../../ui/status-chip.tsx';

const LOOKS = {
  done: { tone: 'grey', icon: Check, word: 'Done' },
  refused: { tone: 'red', icon: Ban, word: 'Refused' },
  failed: { tone: 'amber', icon: TriangleAlert, word: 'Failed' },
} as const satisfies Record<AuditEvent['outcome'], { tone: Tone; icon: LucideIcon; word: string }>;

export function OutcomeChip({ outcome }: { outcome: AuditEvent['outcome'] }) {
  const { tone, icon: Icon, word } = LOOKS[outcome];
  return (
    <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
      {word}
    </StatusChip>
  );
}
