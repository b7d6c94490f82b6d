import { Ban, Check, Clock, Loader, TriangleAlert, X, type LucideIcon } from 'lucide-react';
import type { Outcome, RequestStatus } from '../../contract/schemas/requests.ts';
import { REQUEST_STATUS_WORDS } from '../../contract/words.ts';
import { StatusChip, type Tone } from '../ui/status-chip.tsx';
import './parts.css';

type Look = { readonly label: string; readonly tone: Tone; readonly icon: LucideIcon };

/** How each status reads and looks (R10). */
export const REQUEST_STATUS_LOOKS = {
  pending: { label: REQUEST_STATUS_WORDS.pending, tone: 'amber', icon: Clock },
  provisioning: { label: REQUEST_STATUS_WORDS.provisioning, tone: 'blue', icon: Loader },
  approved: { label: REQUEST_STATUS_WORDS.approved, tone: 'green', icon: Check },
  declined: { label: REQUEST_STATUS_WORDS.declined, tone: 'red', icon: X },
  deleted: { label: REQUEST_STATUS_WORDS.deleted, tone: 'grey', icon: Ban },
  failed: { label: REQUEST_STATUS_WORDS.failed, tone: 'red', icon: TriangleAlert },
} as const satisfies Record<RequestStatus, Look>;

/** What became of the credentials of an approved request, in a word or two (R20). */
export const OUTCOME_WORDS = {
  unviewed: 'not viewed yet',
  shown: 'not confirmed yet',
  saved: 'saved',
  unconfirmed: 'never confirmed',
  expired: 'expired unviewed',
  compromised: 'compromised',
  deleted: 'deleted unsaved',
} as const satisfies Record<Outcome, string>;

export type RequestStatusChipProps = {
  status: RequestStatus;
  /** Said beside the chip, for an approved request. */
  outcome?: Outcome | undefined;
};

export function RequestStatusChip({ status, outcome }: RequestStatusChipProps) {
  const { label, tone, icon: Icon } = REQUEST_STATUS_LOOKS[status];
  return (
    <>
      <StatusChip tone={tone} icon={<Icon size={14} aria-hidden />}>
        {label}
      </StatusChip>
      {outcome !== undefined && outcome !== 'saved' && (
        <span className="chip-beside">{OUTCOME_WORDS[outcome]}</span>
      )}
    </>
  );
}
