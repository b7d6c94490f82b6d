import { useRef } from 'react';
import { introduceCa } from '../../../contract/operations/service-users.ts';
import { pathOf } from '../../parts/curl.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type IntroduceCaDialogProps = {
  project: string;
  /** Of the new CA; how many there are then. */
  number: number;
  onClose: () => void;
  onDone: () => void;
};

/** Breaks nothing, and cannot be taken back: so it says first what it means for whom. */
export function IntroduceCaDialog({ project, number, onClose, onDone }: IntroduceCaDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(introduceCa, { onClose, onDone });
  // Named, so that two people who do this at once introduce one.
  const body = { number };
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title="Introduce a new CA"
      role="alertdialog"
      description={`For every service of ${project}. A CA that was introduced cannot be taken back.`}
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { project }, body })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" busy={pending}>
            Introduce a new CA
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <ul className="points">
        <li>Certificates that are made from now on are signed by the new CA.</li>
        <li>Certificates that were issued before stay valid; no client stops.</li>
        <li>
          <span className="mono">ca.pem</span> then holds every CA. Give it to the clients, so that they trust
          both.
        </li>
      </ul>
      <EquivalentCall call={{ method: 'POST', path: pathOf(introduceCa, { project }), body }} />
    </Dialog>
  );
}
