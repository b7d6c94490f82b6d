import { useState } from 'react';
import { toast } from '../../ui/toast-store.ts';
import { lazily } from '../../ui/lazily.tsx';
import { VerdictButton, type Verdict } from '../../ui/verdict-button.tsx';

const IntroduceCaDialog = lazily(async () => (await import('./introduce-ca-dialog.tsx')).IntroduceCaDialog);

type IntroduceCaProps = {
  project: string;
  /** How many CAs there are. */
  known: number;
  verdict: Verdict;
};

/** **Introduce a new CA** beside the older ones, or why not. */
export function IntroduceCa({ project, known, verdict }: IntroduceCaProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <VerdictButton
        size="small"
        verdict={verdict}
        onPointerEnter={IntroduceCaDialog.preload}
        onFocus={IntroduceCaDialog.preload}
        onClick={() => setOpen(true)}
      >
        Introduce a new CA
      </VerdictButton>
      {open && (
        <IntroduceCaDialog
          project={project}
          number={known + 1}
          onClose={() => setOpen(false)}
          onDone={() =>
            toast({ tone: 'success', title: `${project} has a new CA. Give clients the new ca.pem.` })
          }
        />
      )}
    </>
  );
}
