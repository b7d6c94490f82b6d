import { changeCloudKeyApproval, changeEnvironmentApproval } from '../../../contract/operations/keys.ts';
import type { EnvironmentEntry, KeyApproval } from '../../../contract/schemas/keys.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { Switch } from '../../ui/switch.tsx';
import { toast } from '../../ui/toast-store.ts';
import './keys.css';

type ApprovalSwitchProps = {
  approval: KeyApproval;
  /** Cloud keys without it. */
  environment?: Pick<EnvironmentEntry, 'environment_id' | 'environment_name'>;
};

/** Whether dangerous keys take a second person's approval (K6); an OrganizationAdmin turns it on and off. */
export function ApprovalSwitch({ approval, environment }: ApprovalSwitchProps) {
  const ofCloud = useCommand(changeCloudKeyApproval);
  const ofEnvironment = useCommand(changeEnvironmentApproval);

  const change = async (approval_required: boolean) => {
    const body = { approval_required, version: approval.version };
    try {
      if (environment === undefined) await ofCloud.run({ body });
      else await ofEnvironment.run({ params: { environment_id: environment.environment_id }, body });
    } catch (error) {
      toast({ tone: 'error', title: `The approval of keys stays as it was. ${messageOf(error)}` });
    }
  };

  return (
    <section className="key-approval" aria-label="Approval of keys">
      <Switch
        label={
          environment === undefined
            ? 'Cloud API keys need approval'
            : 'API keys of administrators need approval'
        }
        hint={
          environment === undefined
            ? 'A key is requested, and made once another OrganizationAdmin approves.'
            : `A key whose owner is OrganizationAdmin, or EnvironmentAdmin of ${environment.environment_name}, is requested, and made once another OrganizationAdmin approves.`
        }
        checked={approval.approval_required}
        verdict={approval.verdicts.change}
        busy={ofCloud.pending || ofEnvironment.pending}
        onChange={(required) => void change(required)}
      />
    </section>
  );
}
