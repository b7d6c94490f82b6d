import { useRef, useState } from 'react';
import { createServiceAccount } from '../../../../contract/operations/keys.ts';
import { useCommand } from '../../../api/commands.ts';
import { ApiError, messageOf } from '../../../api/errors.ts';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field, TextArea } from '../../../ui/field.tsx';
import { ACCOUNT_DESCRIPTION_MAX, accountNameProblem, tooLong } from '../key-limits.ts';

type CreateAccountDialogProps = { onClose: () => void; onCreated: (id: string) => void };

/** A name that is taken is said at the field. */
export function CreateAccountDialog({ onClose, onCreated }: CreateAccountDialogProps) {
  const { run, pending } = useCommand(createServiceAccount);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const nameField = useRef<HTMLInputElement>(null);
  const descriptionField = useRef<HTMLTextAreaElement>(null);

  const fields = failure instanceof ApiError ? failure.fields : {};
  const taken =
    failure instanceof ApiError && failure.code === 'service_account_already_exists'
      ? 'A service account of this name exists already. Choose another one.'
      : undefined;
  const nameError = taken ?? fields['display_name'] ?? (checked ? accountNameProblem(name) : undefined);
  const descriptionError =
    fields['description'] ?? (checked ? tooLong(description, ACCOUNT_DESCRIPTION_MAX) : undefined);

  const create = async () => {
    setChecked(true);
    setFailure(undefined);
    if (accountNameProblem(name) !== undefined) {
      nameField.current?.focus();
      return;
    }
    if (tooLong(description, ACCOUNT_DESCRIPTION_MAX) !== undefined) {
      descriptionField.current?.focus();
      return;
    }
    try {
      const { service_account } = await run({
        body: { display_name: name.trim(), description: description.trim() },
      });
      onClose();
      onCreated(service_account.service_account_id);
    } catch (error) {
      setFailure(error);
      nameField.current?.focus();
    }
  };

  return (
    <FormDialog
      title="Create service account"
      description="One for each application. Its roles and ACLs say what its keys may do."
      initialFocus={nameField}
      unsaved={name.trim() !== '' || description.trim() !== ''}
      onRequestClose={onClose}
      onSubmit={() => void create()}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Create service account
          </Button>
        </>
      }
    >
      <ProblemBanner
        problem={
          failure === undefined || nameError !== undefined || descriptionError !== undefined
            ? undefined
            : messageOf(failure)
        }
      />
      <Field
        ref={nameField}
        label="Name"
        hint="As the application is called; nobody else’s."
        value={name}
        required
        spellCheck={false}
        error={nameError}
        onChange={(event) => {
          setName(event.target.value);
          setFailure(undefined);
        }}
      />
      <TextArea
        ref={descriptionField}
        label="Description"
        optional
        value={description}
        limit={ACCOUNT_DESCRIPTION_MAX}
        rows={2}
        error={descriptionError}
        onChange={(text) => {
          setDescription(text);
          setFailure(undefined);
        }}
      />
    </FormDialog>
  );
}
