import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { createServiceUser } from '../../../../contract/operations/service-users.ts';
import type { ServiceDetails } from '../../../../contract/schemas/services.ts';
import { useCommand } from '../../../api/commands.ts';
import { ApiError, messageOf } from '../../../api/errors.ts';
import { pathOf } from '../../../parts/curl.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast-store.ts';

const USERNAME_MAX = 64;

const problemOf = (username: string): string | undefined => {
  if (username === '') return 'Give it a name.';
  return [...username].length > USERNAME_MAX ? `Shorten it to ${USERNAME_MAX} characters.` : undefined;
};

/** A service user of no access, for what is not governed by one. */
export function CreateUserDialog({ service, onClose }: { service: ServiceDetails; onClose: () => void }) {
  const { run, pending } = useCommand(createServiceUser);
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const { project_name: project, service_name: name } = service;
  const params = { project, service_name: name };
  const username = typed.trim();

  const create = async () => {
    setChecked(true);
    setFailure(undefined);
    if (problemOf(username) !== undefined) {
      field.current?.focus();
      return;
    }
    try {
      await run({ params, body: { username } });
      onClose();
      toast({
        tone: 'success',
        title: `Service user ${username} was created on ${name}.`,
        action: {
          label: 'Show it',
          onSelect: () => void navigate(paths.serviceUsers(project, name, { search: username })),
        },
      });
    } catch (error) {
      setFailure(error);
      if (fieldProblem(error) !== undefined) field.current?.focus();
    }
  };
  const refused = fieldProblem(failure);

  return (
    <FormDialog
      title="Create service user"
      description={`On ${name}, project ${project}. Its password, key and certificate are made at once.`}
      initialFocus={field}
      unsaved={username !== ''}
      onRequestClose={onClose}
      onSubmit={() => void create()}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Create service user
          </Button>
        </>
      }
    >
      <ProblemBanner
        problem={failure === undefined || refused !== undefined ? undefined : messageOf(failure)}
      />
      <Field
        ref={field}
        label="Username"
        hint="It can sign in and has no ACLs: reading and writing topics comes with an access."
        value={typed}
        mono
        required
        spellCheck={false}
        error={refused ?? (checked ? problemOf(username) : undefined)}
        onChange={(event) => {
          setTyped(event.target.value);
          setFailure(undefined);
        }}
      />
      <EquivalentCall
        call={{ method: 'POST', path: pathOf(createServiceUser, params), body: { username } }}
      />
    </FormDialog>
  );
}

/** What the server says of the name. */
const fieldProblem = (failure: unknown): string | undefined => {
  if (!(failure instanceof ApiError)) return undefined;
  const about = ['username_is_reserved', 'service_user_already_exists'];
  return failure.fields['username'] ?? (about.includes(failure.code) ? failure.message : undefined);
};
