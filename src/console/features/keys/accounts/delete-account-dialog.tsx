import { useRef, type ReactNode } from 'react';
import { deleteServiceAccount, listApiKeys } from '../../../../contract/operations/keys.ts';
import type { KeyEntry, PrincipalDetails } from '../../../../contract/schemas/keys.ts';
import { messageOf } from '../../../api/errors.ts';
import { useRead } from '../../../api/queries.ts';
import { ProblemBanner } from '../../../parts/problem-banner.tsx';
import { TypedNameDialog } from '../../../parts/typed-name/typed-name-dialog.tsx';
import { useConfirmedCommand } from '../../../parts/use-confirmed-command.ts';
import { toast } from '../../../ui/toast-store.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { KeyFactsList } from '../table/key-facts-list.tsx';

type DeleteAccountDialogProps = {
  principal: PrincipalDetails['principal'];
  onClose: () => void;
  onDeleted: () => void;
};

/** First lists every key that goes with it, with when it was last used; one in use needs the name typed (K14). */
export function DeleteAccountDialog({ principal, onClose, onDeleted }: DeleteAccountDialogProps) {
  const { id, name } = principal;
  const read = useRead(listApiKeys, {
    query: { owner_id: id, limit: '999', sort: 'last_used_time', direction: 'desc' },
  });
  const { confirm, pending, problem } = useConfirmedCommand(deleteServiceAccount, {
    onClose,
    onDone: () => {
      onDeleted();
      toast({ tone: 'success', title: `Service account ${name} was deleted.` });
    },
  });
  const cancel = useRef<HTMLButtonElement>(null);
  const keys = read.data?.keys;
  const title = `Delete service account ${name}`;
  // Exactly what is shown: a key that came since then stops it (K14).
  const remove = () =>
    confirm({
      params: { service_account_id: id },
      body: { keys: keys?.map(({ key }) => key) ?? [] },
    });
  const description: ReactNode =
    'Its keys, roles and ACLs go with it. Whatever authenticates with one of these keys is refused at once. This cannot be undone.';

  if (keys?.some((key) => key.used_lately) === true) {
    return (
      <TypedNameDialog
        title={title}
        description={description}
        name={name}
        action="Delete service account"
        pending={pending}
        problem={problem}
        onConfirm={remove}
        onClose={onClose}
      >
        <Keys keys={keys} />
      </TypedNameDialog>
    );
  }
  return (
    <Dialog
      title={title}
      role="alertdialog"
      description={description}
      initialFocus={cancel}
      onRequestClose={onClose}
      onSubmit={keys === undefined ? undefined : remove}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          {keys !== undefined && (
            <Button type="submit" variant="danger" busy={pending}>
              Delete service account
            </Button>
          )}
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {keys !== undefined ? (
        <Keys keys={keys} />
      ) : read.error === null ? (
        <div className="key-sections" aria-busy="true">
          <Skeleton width="60%" />
          <Skeleton width="80%" />
        </div>
      ) : (
        <ErrorState
          title="Its keys could not be read"
          action={<Button onClick={() => void read.refetch()}>Try again</Button>}
        >
          {messageOf(read.error)}
        </ErrorState>
      )}
    </Dialog>
  );
}

function Keys({ keys }: { keys: readonly KeyEntry[] }) {
  const used = keys.filter((key) => key.used_lately).length;
  if (keys.length === 0) return <p className="muted">It has no API keys.</p>;
  return (
    <div className="key-sections">
      {used > 0 && (
        <Banner severity="warning" shape="box">
          {used === 1 ? 'A key was' : `${used} keys were`} used within the last 24 hours: something that runs
          will stop.
        </Banner>
      )}
      <KeyFactsList keys={keys} label="Keys that are deleted with it" />
    </div>
  );
}
