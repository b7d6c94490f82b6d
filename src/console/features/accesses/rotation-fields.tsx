import type { Ref } from 'react';
import type { Overlap } from '../../../contract/schemas/accesses.ts';
import { OVERLAP_LABELS } from '../../parts/overlap-words.ts';
import { RadioList } from '../../ui/choice.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import './accesses.css';

const MESSAGE_MAX = 500;

/** What is wrong with a message for the approvers; undefined when nothing is. */
export const messageProblem = (message: string): string | undefined => {
  const length = [...message.trim()].length;
  if (length === 0) return 'Write why new credentials are needed.';
  return length > MESSAGE_MAX ? `Shorten it to ${MESSAGE_MAX} characters.` : undefined;
};

type RotationFieldsProps = {
  field: Ref<HTMLTextAreaElement>;
  message: string;
  onMessage: (message: string) => void;
  messageError: string | undefined;
  overlaps: readonly Overlap[];
  overlap: Overlap;
  onOverlap: (overlap: Overlap) => void;
  overlapError?: string | undefined;
  overlapHint: string | undefined;
};

/** What is asked of whoever requests a rotation, of one access or of many (R2). */
export function RotationFields({
  field,
  message,
  onMessage,
  messageError,
  overlaps,
  overlap,
  onOverlap,
  overlapError,
  overlapHint,
}: RotationFieldsProps) {
  return (
    <>
      <TextArea
        ref={field}
        label="Message for the approvers"
        hint="Why new credentials are needed, and what the approvers should know."
        value={message}
        limit={MESSAGE_MAX}
        required
        error={messageError}
        onChange={onMessage}
      />
      <RadioList
        legend="How long the old credentials stay valid after the new ones are saved"
        options={overlaps.map((value) => ({ value, label: OVERLAP_LABELS[value] }))}
        value={overlap}
        onChange={onOverlap}
        error={overlapError}
        hint={overlapHint}
      />
    </>
  );
}

/** In the fields' place until it is known what can be asked. */
export function Waiting() {
  return (
    <div className="dialog-waiting" aria-busy="true">
      <Skeleton width="60%" />
      <Skeleton height={84} />
      <Skeleton width="40%" />
    </div>
  );
}
