import { useRef, useState } from 'react';
import { addAccountAcl } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { ACL_OPERATIONS } from '../../../../contract/values.ts';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Button } from '../../../ui/button.tsx';
import { RadioList } from '../../../ui/choice.tsx';
import { Field, SelectField } from '../../../ui/field.tsx';
import { useClusters } from '../table/use-clusters.ts';

type AddAclDialogProps = { principal: PrincipalDetails['principal']; onClose: () => void };

// As the contract has it.
const TOPIC = /^[a-zA-Z0-9._-]{1,249}$/u;
const OPERATION_OPTIONS = ACL_OPERATIONS.map((value) => ({ value, label: value }));

/** Lets a service account read or write a topic (K11). */
export function AddAclDialog({ principal, onClose }: AddAclDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(addAccountAcl, { onClose, said: 'ACL added' });
  const kafka = (useClusters().clusters ?? []).filter(({ kind }) => kind === 'kafka');
  const [cluster, setCluster] = useState('');
  const [topic, setTopic] = useState('');
  const [operation, setOperation] = useState<(typeof ACL_OPERATIONS)[number]>('Read');
  const [checked, setChecked] = useState(false);
  const clusterField = useRef<HTMLSelectElement>(null);
  const topicField = useRef<HTMLInputElement>(null);
  const topicProblem = TOPIC.test(topic.trim())
    ? undefined
    : 'A topic’s name: letters, digits, dot, dash, underscore.';
  const add = () => {
    setChecked(true);
    if (cluster === '') clusterField.current?.focus();
    else if (topicProblem !== undefined) topicField.current?.focus();
    else
      confirm({ body: { principal_id: principal.id, cluster_id: cluster, topic: topic.trim(), operation } });
  };
  return (
    <FormDialog
      title="Add ACL"
      description={
        <>
          For <bdi>{principal.name}</bdi>, and with it for every key of this account.
        </>
      }
      initialFocus={clusterField}
      unsaved={topic.trim() !== ''}
      onRequestClose={onClose}
      onSubmit={add}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Add ACL
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <SelectField
        ref={clusterField}
        label="Kafka cluster"
        placeholder="Choose a cluster"
        value={cluster}
        options={kafka.map((one) => ({
          value: one.cluster_id,
          label: `${one.cluster_name} (${one.environment_name})`,
        }))}
        error={checked && cluster === '' ? 'Choose a cluster.' : undefined}
        onChange={setCluster}
      />
      <Field
        ref={topicField}
        label="Topic"
        mono
        value={topic}
        spellCheck={false}
        required
        error={checked ? topicProblem : undefined}
        onChange={(event) => setTopic(event.target.value)}
      />
      <RadioList legend="Operation" options={OPERATION_OPTIONS} value={operation} onChange={setOperation} />
    </FormDialog>
  );
}
