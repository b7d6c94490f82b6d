import { useState } from 'react';
import type { ServiceDetails } from '../../../../contract/schemas/services.ts';
import { lazily } from '../../../ui/lazily.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import type { ButtonVariant } from '../../../ui/button.tsx';

const CreateUserDialog = lazily(async () => (await import('./create-user-dialog.tsx')).CreateUserDialog);

type CreateUserButtonProps = { service: ServiceDetails; variant?: ButtonVariant };

/** **Create service user**, or why not. */
export function CreateUserButton({ service, variant = 'secondary' }: CreateUserButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <VerdictButton
        variant={service.verdicts.create_user.allowed ? variant : 'secondary'}
        verdict={service.verdicts.create_user}
        onPointerEnter={CreateUserDialog.preload}
        onFocus={CreateUserDialog.preload}
        onClick={() => setOpen(true)}
      >
        Create service user
      </VerdictButton>
      {open && <CreateUserDialog service={service} onClose={() => setOpen(false)} />}
    </>
  );
}
