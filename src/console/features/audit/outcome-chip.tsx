import { Ban, Check } from 'lucide-react';
import type { AuditEvent } from '../../../contract/schemas/audit.ts';
import { StatusChip } from '../../ui/status-chip.tsx';

export function OutcomeChip({ outcome }: { outcome: AuditEvent['outcome'] }) {
  return outcome === 'done' ? (
    <StatusChip tone="grey" icon={<Check size={14} aria-hidden />}>
      Done
    </StatusChip>
  ) : (
    <StatusChip tone="red" icon={<Ban size={14} aria-hidden />}>
      Refused
    </StatusChip>
  );
}
