import { useRef, useState } from 'react';
import { describeApiKey } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Mono } from '../../../ui/mono.tsx';
import { descriptionProblem, DESCRIPTION_MAX } from '../key-limits.ts';

/** Clearing the box deletes the description (K8). */
export function EditDescriptionDialog({ entry, onClose }: { entry: KeyEntry; onClose: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(describeApiKey, { onClose });
  const [description, setDescription] = useState(entry.description);
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // Of what was read when the dialog opened: a change by somebody else since then conflicts.
  const [version] = useState(entry.version);
  const save = () => {
    setChecked(true);
    if (descriptionProblem(description) !== undefined) field.current?.focus();
    else confirm({ params: { key: entry.key }, body: { description: description.trim(), version } });
  };
  return (
    <Dialog
      title="Edit description"
      description={
        <>
          Of key <Mono>{entry.key}</Mono>, owned by {entry.owner.name}.
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
        hint="What uses this key. Clear the box to delete the description."
        value={description}
        limit={DESCRIPTION_MAX}
        error={checked ? descriptionProblem(description) : undefined}
        onChange={setDescription}
      />
    </Dialog>
  );
}
