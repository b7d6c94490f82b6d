import { useState } from 'react';
import type { Verdict } from '../../../../contract/schemas/shared.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import type { KeyTarget } from './key-target.ts';

const CreateKeyDialog = lazily(async () => (await import('./create-key-dialog.tsx')).CreateKeyDialog);

type AddKeyProps = {
  target: KeyTarget;
  /** Undefined until it is known. */
  verdict: Verdict | undefined;
  /** As the page calls it: "+ Add key", "Create key", "Add key" (K4, K6). */
  label: string;
  primary?: boolean;
};

const NOT_KNOWN = { allowed: false };

/** The button that makes a key, and its dialog. */
export function AddKey({ target, verdict, label, primary = true }: AddKeyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <VerdictButton
        variant={primary ? 'primary' : 'secondary'}
        verdict={verdict ?? NOT_KNOWN}
        onPointerEnter={CreateKeyDialog.preload}
        onFocus={CreateKeyDialog.preload}
        onClick={() => setOpen(true)}
      >
        {label}
      </VerdictButton>
      {open && <CreateKeyDialog target={target} onClose={() => setOpen(false)} />}
    </>
  );
}
