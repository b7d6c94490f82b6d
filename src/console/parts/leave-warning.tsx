import { useRef, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

type LeaveWarningProps = {
  title: string;
  /** What closing means. */
  children: ReactNode;
  stay?: string;
  leave?: string;
  onStay: () => void;
  onLeave: () => void;
};

/** Asks before a dialog closes that holds something which would be lost; going back is the easy way. */
export function LeaveWarning({
  title,
  children,
  stay: stayLabel = 'Go back',
  leave = 'Close anyway',
  onStay,
  onLeave,
}: LeaveWarningProps) {
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={title}
      role="alertdialog"
      size="small"
      placement="bottom"
      initialFocus={stay}
      description={children}
      onRequestClose={onStay}
      actions={
        <>
          <Button variant="danger" onClick={onLeave}>
            {leave}
          </Button>
          <Button ref={stay} variant="primary" onClick={onStay}>
            {stayLabel}
          </Button>
        </>
      }
    />
  );
}
