import { useState } from 'react';
import { Dialog, type DialogProps } from '../ui/dialog.tsx';
import { LeaveWarning } from './leave-warning.tsx';

type FormDialogProps = DialogProps & {
  /** Something was typed that is nowhere else. */
  unsaved: boolean;
};

/**
 * A dialog in which something is typed: Escape, the backdrop and the cross, which are easily hit by mistake, ask before it
 * is lost. Cancel says what it does.
 */
export function FormDialog({ unsaved, onRequestClose, ...dialog }: FormDialogProps) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Dialog {...dialog} onRequestClose={unsaved ? () => setAsked(true) : onRequestClose} />
      {asked && (
        <LeaveWarning
          title="Discard what you typed?"
          stay="Keep writing"
          leave="Discard"
          onStay={() => setAsked(false)}
          onLeave={onRequestClose}
        >
          What is not saved yet will be gone.
        </LeaveWarning>
      )}
    </>
  );
}
