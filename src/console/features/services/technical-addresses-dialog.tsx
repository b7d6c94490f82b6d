import { useState } from 'react';
import { changeTechnicalAddresses } from '../../../contract/operations/mail.ts';
import { TECHNICAL_ADDRESSES_MAX } from '../../../contract/values.ts';
import { FieldDialog } from '../../parts/field-dialog.tsx';
import { useConfirmedCommand } from '../../parts/use-confirmed-command.ts';
import { TextArea } from '../../ui/field.tsx';

/** One on each line; commas and semicolons part them too, as mail programs write lists. */
const addressesIn = (text: string): readonly string[] =>
  text
    .split(/[\n,;]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const problemOf = (addresses: readonly string[]): string | undefined => {
  if (addresses.length > TECHNICAL_ADDRESSES_MAX) return `Name at most ${TECHNICAL_ADDRESSES_MAX} addresses.`;
  const wrong = addresses.find((address) => !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/u.test(address));
  return wrong === undefined ? undefined : `${wrong} is no email address.`;
};

type DialogProps = { project: string; name: string; addresses: readonly string[]; onClose: () => void };

/** Who else is told of a service's certificates (C4), all at once. */
export function TechnicalAddressesDialog({ project, name, addresses, onClose }: DialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(changeTechnicalAddresses, {
    onClose,
    said: 'Technical addresses saved',
  });
  const [typed, setTyped] = useState(addresses.join('\n'));
  const wished = addressesIn(typed);

  return (
    <FieldDialog<HTMLTextAreaElement>
      title="Change technical addresses"
      description={`Of ${name}. They get no secrets and need no account; whoever follows a link in a mail has to sign in.`}
      size="small"
      changed={wished.join() !== addresses.join()}
      wrong={problemOf(wished)}
      pending={pending}
      problem={problem}
      onSave={() =>
        confirm({ params: { project, service_name: name }, body: { technical_addresses: [...wished] } })
      }
      onClose={onClose}
    >
      {(tied) => (
        <TextArea
          {...tied}
          label="Email addresses"
          hint={`One on each line, ${TECHNICAL_ADDRESSES_MAX} at most. A team’s list is better than a person.`}
          rows={5}
          value={typed}
          onChange={setTyped}
        />
      )}
    </FieldDialog>
  );
}
