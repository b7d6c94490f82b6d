import { useState } from 'react';
import { toast } from '../../ui/toast-store.ts';
import { lazily } from '../../ui/lazily.tsx';
import { VerdictButton, type Verdict } from '../../ui/verdict-button.tsx';

const IntroduceCaDialog = lazily(async () => (await import('./introduce-ca-dialog.tsx')).IntroduceCaDialog);

/** **Introduce a new CA** beside the older ones, or why not. */
export function IntroduceCa({ project, verdict }: { project: string; verdict: Verdict }) {
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
          onClose={() => setOpen(false)}
          onDone={() =>
            toast({ tone: 'success', title: `${project} has a new CA. Give clients the new ca.pem.` })
          }
        />
      )}
    </>
  );
}
