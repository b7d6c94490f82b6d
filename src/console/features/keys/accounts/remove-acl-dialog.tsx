import { useRef } from 'react';
import { removeAccountAcl } from '../../../../contract/operations/keys.ts';
import type { PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Mono } from '../../../ui/mono.tsx';
import type { AccountAcl } from './principal-acls.tsx';

type RemoveAclDialogProps = {
  principal: PrincipalDetails['principal'];
  acl: AccountAcl;
  onClose: () => void;
};

/** Ends a right of a service account on a topic. */
export function RemoveAclDialog({ principal, acl, onClose }: RemoveAclDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(removeAccountAcl, {
    onClose,
    said: 'ACL removed',
  });
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title="Remove ACL"
      role="alertdialog"
      size="small"
      description={
        <>
          <bdi>{principal.name}</bdi> can no longer {acl.operation.toLowerCase()}{' '}
          <Mono wrap>{acl.topic}</Mono> on {acl.cluster_name}. Whatever does so now is refused at once.
        </>
      }
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={() => confirm({ params: { acl_id: acl.acl_id } })}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Remove ACL
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
    </Dialog>
  );
}
