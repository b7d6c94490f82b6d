import { useState } from 'react';
import { describeApiKey } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Mono } from '../../../ui/mono.tsx';
import { DescriptionDialog } from '../description-dialog.tsx';
import { DESCRIPTION_MAX } from '../key-limits.ts';

/** What a key is used for. */
export function EditDescriptionDialog({ entry, onClose }: { entry: KeyEntry; onClose: () => void }) {
  const { confirm, pending, problem } = useConfirmedCommand(describeApiKey, {
    onClose,
    said: 'Description saved',
  });
  // Of what was read when the dialog opened: a change by somebody else since then conflicts.
  const [version] = useState(entry.version);
  return (
    <DescriptionDialog
      description={
        <>
          Of key <Mono>{entry.key}</Mono>, owned by {entry.owner.name}.
        </>
      }
      text={entry.description}
      hint="What uses this key."
      limit={DESCRIPTION_MAX}
      rows={4}
      pending={pending}
      problem={problem}
      onSave={(description) => confirm({ params: { key: entry.key }, body: { description, version } })}
      onClose={onClose}
    />
  );
}
