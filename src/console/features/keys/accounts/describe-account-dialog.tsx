import { useRef, useState } from 'react';
import { describeServiceAccount } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { ACCOUNT_DESCRIPTION_MAX, tooLong } from '../key-limits.ts';

type DescribeAccountDialogProps = { principal: PrincipalDetails['principal']; onClose: () => void };

/** Clearing the box deletes the description. */
export function DescribeAccountDialog({ principal, onClose }: DescribeAccountDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(describeServiceAccount, { onClose });
  const [description, setDescription] = useState(principal.description);
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // As it was when the dialog opened: a change by somebody else since then conflicts.
  const [was] = useState(principal.description);
  const wrong = tooLong(description, ACCOUNT_DESCRIPTION_MAX);
  const save = () => {
    setChecked(true);
    if (wrong !== undefined) field.current?.focus();
    else
      confirm({
        params: { service_account_id: principal.id },
        body: { description: description.trim(), was },
      });
  };
  return (
    <Dialog
      title="Edit description"
      description={
        <>
          Of service account <bdi>{principal.name}</bdi>.
        </>
      }
      initialFocus={field}
      onRequestClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Save
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <TextArea
        ref={field}
        label="Description"
        hint="What the application does, and whose it is. Clear the box to delete the description."
        value={description}
        limit={ACCOUNT_DESCRIPTION_MAX}
        rows={2}
        error={checked ? wrong : undefined}
        onChange={setDescription}
      />
    </Dialog>
  );
}
