import { useRef } from 'react';
import { removeRoleBinding } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails, RoleBindingEntry } from '../../../../contract/schemas/keys.ts';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';

type RemoveRoleDialogProps = {
  principal: PrincipalDetails['principal'];
  /** How many keys the account has. */
  keys: number;
  binding: RoleBindingEntry;
  onClose: () => void;
};

/** Says what the account's keys do afterwards (K15). */
export function RemoveRoleDialog({ principal, keys, binding, onClose }: RemoveRoleDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(removeRoleBinding, {
    onClose,
    said: 'Role removed',
  });
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={`Remove role ${binding.role}`}
      role="alertdialog"
      description={
        <>
          <bdi>{principal.name}</bdi> loses what it allows on <bdi>{binding.scope_name}</bdi>, at once.
        </>
      }
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { role_binding_id: binding.role_binding_id } })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Remove role
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {keys > 0 && principal.kind === 'user' && (
        <Banner severity="warning" shape="box">
          API keys of this person go on working. Those that none of the remaining roles could create are
          marked Stale authority; delete them below or under All API keys.
        </Banner>
      )}
      {keys > 0 && principal.kind === 'service_account' && (
        <Banner severity="warning" shape="box">
          API keys of this account go on authenticating, and may no longer do what this role allowed.
        </Banner>
      )}
      {keys === 0 && <p className="muted">It has no API keys.</p>}
    </Dialog>
  );
}
