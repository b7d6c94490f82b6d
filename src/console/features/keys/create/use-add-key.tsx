import { useState, type ReactNode } from 'react';
import type { Verdict } from '../../../../contract/schemas/shared.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import type { KeyTarget } from './key-target.ts';

const CreateKeyDialog = lazily(async () => (await import('./create-key-dialog.tsx')).CreateKeyDialog);

const NOT_KNOWN = { allowed: false };

/**
 * The buttons that make a key, and their one dialog. The page holds the dialog and not the button: an empty list goes as
 * soon as the key is made, and the secret must not go with it.
 *
 * @param verdict undefined until it is known
 */
export function useAddKey(target: KeyTarget | undefined, verdict: Verdict | undefined) {
  const [open, setOpen] = useState(false);
  return {
    /** `label` as the page calls it: "+ Add key", "Create key", "Add key" (K4, K6). */
    button: (label: string): ReactNode => (
      <VerdictButton
        variant="primary"
        verdict={verdict ?? NOT_KNOWN}
        onPointerEnter={CreateKeyDialog.preload}
        onFocus={CreateKeyDialog.preload}
        onClick={() => setOpen(true)}
      >
        {label}
      </VerdictButton>
    ),
    /** Place it once in the page. */
    dialog:
      open && target !== undefined ? (
        <CreateKeyDialog target={target} onClose={() => setOpen(false)} />
      ) : null,
  };
}
