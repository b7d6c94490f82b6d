import { useRef, useState } from 'react';
import { addRoleBinding, listEnvironments } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { ROLE_NAMES, ROLE_SCOPES } from '../../../../contract/values.ts';
import { RESOURCE_KIND_WORDS } from '../../../../contract/words.ts';
import { useRead } from '../../../api/queries.ts';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioList } from '../../../ui/choice.tsx';
import { Field, SelectField } from '../../../ui/field.tsx';
import { useClusters } from '../table/use-clusters.ts';
import { bindingOf, missingIn, ROLE_HINTS, scopeFor, scopeWords, type RoleChoice } from './role-scope.ts';

type AddRoleDialogProps = { principal: PrincipalDetails['principal']; onClose: () => void };

const ROLE_OPTIONS = ROLE_NAMES.map((value) => ({ value, label: value }));

/** Gives an account a role on the organization, an environment, a cluster or a topic. */
export function AddRoleDialog({ principal, onClose }: AddRoleDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(addRoleBinding, { onClose, said: 'Role added' });
  const environments = useRead(listEnvironments, {}).data?.environments ?? [];
  const { clusters = [] } = useClusters();
  const [choice, setChoice] = useState<RoleChoice>({
    role: 'DeveloperRead',
    scope: 'resource',
    environment: '',
    cluster: '',
    topic: '',
  });
  const [checked, setChecked] = useState(false);
  const role = useRef<HTMLSelectElement>(null);
  const { scope } = choice;
  const missing = missingIn(choice);
  const errors = checked ? missing : {};
  const change = (facts: Partial<RoleChoice>) => setChoice({ ...choice, ...facts });
  // Topics are Kafka's alone.
  const offered = clusters.filter(({ kind }) => scope === 'cluster' || kind === 'kafka');
  const chosen = offered.some(({ cluster_id }) => cluster_id === choice.cluster) ? choice.cluster : '';
  const scopes = ROLE_SCOPES[choice.role];

  const add = () => {
    setChecked(true);
    if (Object.keys(missingIn({ ...choice, cluster: chosen })).length === 0)
      confirm({ body: bindingOf(principal.id, choice) });
  };

  return (
    <FormDialog
      title="Add role"
      description={
        <>
          For <bdi>{principal.name}</bdi>, and with it for every key of this account.
        </>
      }
      initialFocus={role}
      unsaved={scope === 'resource' && choice.topic.trim() !== ''}
      onRequestClose={onClose}
      onSubmit={add}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Add role
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <SelectField
        ref={role}
        label="Role"
        placeholder="Choose a role"
        value={choice.role}
        options={ROLE_OPTIONS}
        hint={ROLE_HINTS[choice.role]}
        onChange={(value) => {
          const next = ROLE_NAMES.find((name) => name === value);
          if (next !== undefined) change({ role: next, scope: scopeFor(next, scope) });
        }}
      />
      {scopes.length > 1 && (
        <RadioList
          legend="On"
          options={scopes.map((value) => ({ value, label: scopeWords(value) }))}
          value={scope}
          onChange={(value) => change({ scope: value })}
        />
      )}
      {scope === 'environment' && (
        <SelectField
          label="Environment"
          placeholder="Choose an environment"
          value={choice.environment}
          options={environments.map((one) => ({ value: one.environment_id, label: one.environment_name }))}
          error={errors.environment}
          onChange={(environment) => change({ environment })}
        />
      )}
      {(scope === 'cluster' || scope === 'resource') && (
        <SelectField
          label="Cluster"
          placeholder="Choose a cluster"
          value={chosen}
          options={offered.map((one) => ({
            value: one.cluster_id,
            label: `${one.cluster_name} (${RESOURCE_KIND_WORDS[one.kind]}, ${one.environment_name})`,
          }))}
          error={errors.cluster}
          onChange={(cluster) => change({ cluster })}
        />
      )}
      {scope === 'resource' && (
        <Field
          label="Topic"
          mono
          value={choice.topic}
          spellCheck={false}
          required
          error={errors.topic}
          onChange={(event) => change({ topic: event.target.value })}
        />
      )}
    </FormDialog>
  );
}
