import { useRef, type ReactNode } from 'react';
import type { QueryOf } from '../../../../contract/operation.ts';
import { deleteApiKey } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { TypedNameDialog } from '../../../parts/typed-name/typed-name-dialog.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { useSession } from '../../../api/session.ts';
import { pathOf } from '../../../parts/curl.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Mono } from '../../../ui/mono.tsx';
import { KeyFactsList } from './key-facts-list.tsx';

const TITLE = 'Confirm API key deletion';

type DeleteKeyDialogProps = { entry: KeyEntry; onClose: () => void; onDeleted: () => void };

/** K8. A key that something uses now needs its id typed (K14). */
export function DeleteKeyDialog({ entry, onClose, onDeleted }: DeleteKeyDialogProps) {
  const { confirm, pending, problem } = useConfirmedCommand(deleteApiKey, { onClose, onDone: onDeleted });
  const organization = useSession().organization.organization_id;
  const cancel = useRef<HTMLButtonElement>(null);
  const { key } = entry;
  // What came to be used since the row was read is not deleted by a bare click (K14).
  const query: QueryOf<typeof deleteApiKey> = entry.used_lately ? {} : { unused: 'true' };
  const remove = () => confirm({ params: { key }, query });
  const description: ReactNode = (
    <>
      Whatever calls with <Mono>{key}</Mono> is refused from this moment on. Deletion cannot be undone.
    </>
  );
  const call = (
    <EquivalentCall
      call={{ method: 'DELETE', path: pathOf(deleteApiKey, { organization_id: organization, key }) }}
    />
  );
  const facts = <KeyFactsList keys={[entry]} label="The key to delete" />;

  if (entry.used_lately) {
    return (
      <TypedNameDialog
        title={TITLE}
        description={description}
        name={key}
        action="Confirm"
        pending={pending}
        problem={problem}
        onConfirm={remove}
        onClose={onClose}
        below={call}
      >
        {facts}
        <Banner severity="warning" shape="box">
          It was used within the last 24 hours: something that runs will stop.
        </Banner>
      </TypedNameDialog>
    );
  }
  return (
    <Dialog
      title={TITLE}
      role="alertdialog"
      description={description}
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={remove}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="danger" busy={pending}>
            Confirm
          </Button>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {facts}
      {call}
    </Dialog>
  );
}
