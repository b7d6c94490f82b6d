import { useRef, useState } from 'react';
import { deleteAccess } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Mono } from '../../ui/mono.tsx';

type DeleteAccessDialogProps = { access: Access; onClose: () => void; onDeleted: () => void };

/** Irreversible, so the name is typed. */
export function DeleteAccessDialog({ access, onClose, onDeleted }: DeleteAccessDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteAccess, { onClose, onDone: onDeleted });
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);

  const remove = () => {
    if (typed.trim() !== access.access_name) {
      setWrong(true);
      field.current?.focus();
      return;
    }
    confirm({ params: { access_id: access.access_id } });
  };

  return (
    <Dialog
      title={`Delete access ${access.access_name}`}
      role="alertdialog"
      description={
        <>
          Service user <Mono>{access.access_data.username}</Mono> is deleted from{' '}
          {access.access_data.service_name} with its ACLs and all its credentials. Whatever uses them stops
          working at once. This cannot be undone.
        </>
      }
      initialFocus={field}
      onRequestClose={onClose}
      onSubmit={remove}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={pending}>
            Delete access
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <Field
        ref={field}
        label={`Type ${access.access_name} to confirm`}
        value={typed}
        spellCheck={false}
        error={
          wrong && typed.trim() !== access.access_name ? `This is not ${access.access_name}.` : undefined
        }
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
