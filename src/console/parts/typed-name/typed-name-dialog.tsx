import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { ProblemBanner } from '../problem-banner.tsx';

export type TypedNameDialogProps = {
  title: string;
  /** What stops working, and for whom. */
  description: ReactNode;
  /** To be typed. */
  name: string;
  /** What the button does: "Delete access". */
  action: string;
  pending: boolean;
  problem: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
  /** Where something else is to be filled in before the name. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Something besides the name was typed, which closing would lose. */
  unsaved?: boolean;
  /** Below the field. */
  below?: ReactNode;
};

/**
 * Asks before what cannot be undone: the name is typed (convention 9). In a folder of its own, since a form must not come
 * with what every page needs.
 */
export function TypedNameDialog(props: TypedNameDialogProps) {
  const { title, description, name, action, pending, problem, onConfirm, onClose, children, below } = props;
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const right = typed.trim() === name.trim();

  const submit = () => {
    if (right) {
      onConfirm();
      return;
    }
    setWrong(true);
    field.current?.focus();
  };

  return (
    <FormDialog
      title={title}
      role="alertdialog"
      description={description}
      initialFocus={props.initialFocus ?? field}
      unsaved={props.unsaved === true}
      onRequestClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={pending}>
            {action}
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {children}
      <Field
        ref={field}
        label={`Type ${name} to confirm`}
        value={typed}
        spellCheck={false}
        error={wrong && !right ? `This is not ${name}.` : undefined}
        onChange={(event) => setTyped(event.target.value)}
      />
      {below}
    </FormDialog>
  );
}
