import { useState } from 'react';
import { describeServiceAccount } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { DescriptionDialog } from '../description-dialog.tsx';
import { ACCOUNT_DESCRIPTION_MAX } from '../key-limits.ts';

type DescribeAccountDialogProps = { principal: PrincipalDetails['principal']; onClose: () => void };

/** What a service account is for. */
export function DescribeAccountDialog({ principal, onClose }: DescribeAccountDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(describeServiceAccount, {
    onClose,
    said: 'Description saved',
  });
  // As it was when the dialog opened: a change by somebody else since then conflicts.
  const [was] = useState(principal.description);
  return (
    <DescriptionDialog
      description={
        <>
          Of service account <bdi>{principal.name}</bdi>.
        </>
      }
      text={was}
      hint="What the application does, and whose it is."
      limit={ACCOUNT_DESCRIPTION_MAX}
      rows={2}
      pending={pending}
      problem={problem}
      onSave={(description) =>
        confirm({ params: { service_account_id: principal.id }, body: { description, was } })
      }
      onClose={onClose}
    />
  );
}
