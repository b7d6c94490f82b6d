import { useState, type ReactNode } from 'react';
import { FieldDialog } from '../../parts/field-dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { tooLong } from './key-limits.ts';

type DescriptionDialogProps = {
  /** Whose description it is, as a sentence. */
  description: ReactNode;
  /** As it stands when the dialog opens. */
  text: string;
  /** What to write; how to delete the description is added to it. */
  hint: string;
  /** In characters. */
  limit: number;
  rows: number;
  pending: boolean;
  /** Why saving failed. */
  problem: string | undefined;
  onSave: (text: string) => void;
  onClose: () => void;
};

/** Clearing the box deletes the description (K8). */
export function DescriptionDialog({ text, hint, limit, rows, onSave, ...dialog }: DescriptionDialogProps) {
  const [typed, setTyped] = useState(text);
  return (
    <FieldDialog<HTMLTextAreaElement>
      {...dialog}
      title="Edit description"
      changed={typed.trim() !== text}
      wrong={tooLong(typed, limit)}
      onSave={() => onSave(typed.trim())}
    >
      {(tied) => (
        <TextArea
          {...tied}
          label="Description"
          hint={`${hint} Clear the box to delete the description.`}
          value={typed}
          limit={limit}
          rows={rows}
          onChange={setTyped}
        />
      )}
    </FieldDialog>
  );
}
