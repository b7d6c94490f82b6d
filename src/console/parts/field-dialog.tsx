import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { Button } from '../ui/button.tsx';
import type { DialogProps } from '../ui/dialog.tsx';
import { FormDialog } from './form-dialog.tsx';
import { ProblemBanner } from './problem-banner.tsx';

type FieldDialogProps<E extends HTMLElement> = Pick<DialogProps, 'title' | 'description' | 'size'> & {
  /** What is wrong with what the field holds; told from the first Save on, and kept from being saved. */
  wrong: string | undefined;
  /** The field holds something else than when the dialog opened. */
  changed: boolean;
  pending: boolean;
  /** Why saving failed. */
  problem: string | undefined;
  onSave: () => void;
  onClose: () => void;
  /** The field, given what ties it to the dialog. */
  children: (tied: { ref: RefObject<E | null>; error: string | undefined }) => ReactNode;
};

/** A dialog that changes one field: the focus begins there, and returns there when something is wrong with it. */
export function FieldDialog<E extends HTMLElement>({
  wrong,
  changed,
  pending,
  problem,
  onSave,
  onClose,
  children,
  ...dialog
}: FieldDialogProps<E>) {
  const field = useRef<E>(null);
  const [checked, setChecked] = useState(false);
  const save = () => {
    setChecked(true);
    if (wrong === undefined) onSave();
    else field.current?.focus();
  };

  return (
    <FormDialog
      {...dialog}
      initialFocus={field}
      unsaved={changed}
      onRequestClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Save
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {children({ ref: field, error: checked ? wrong : undefined })}
    </FormDialog>
  );
}
