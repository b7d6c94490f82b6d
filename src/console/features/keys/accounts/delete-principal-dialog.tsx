import { useRef } from 'react';
import {
  deleteServiceAccount,
  listApiKeys,
  removeOrganizationMember,
} from '../../../../contract/operations/keys.ts';
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

type DeletePrincipalDialogProps = {
  details: PrincipalDetails;
  onClose: () => void;
  onDeleted: () => void;
};

const WORDS = {
  service_account: {
    title: (name: string) => `Delete service account ${name}`,
    action: 'Delete service account',
    done: (name: string) => `Service account ${name} was deleted.`,
    goes: 'Its keys, roles and ACLs go with it. Whatever authenticates with one of these keys is refused at once. This cannot be undone.',
    none: 'It has no API keys.',
  },
  user: {
    title: (name: string) => `Remove ${name} from the organization`,
    action: 'Remove user',
    done: (name: string) => `${name} was removed from the organization.`,
    goes: 'Sessions, access tokens, API keys, roles and memberships end at once, and new credentials that wait for this person alone. Requests of theirs that nobody decided are closed, and history keeps the name. This cannot be undone.',
    none: 'There are no API keys of this person.',
  },
} as const;

/** First lists every key that goes with it, with when it was last used; one in use needs the name typed (K14). */
export function DeletePrincipalDialog({ details, onClose, onDeleted }: DeletePrincipalDialogProps) {
  const { id, kind, name } = details.principal;
  const words = WORDS[kind];
  const read = useRead(listApiKeys, {
    query: { owner_id: id, limit: '999', sort: 'last_used_time', direction: 'desc' },
  });
  const after = {
    onClose,
    onDone: () => {
      onDeleted();
      toast({ tone: 'success', title: words.done(name) });
    },
  };
  const account = useConfirmedCommand(deleteServiceAccount, after);
  const person = useConfirmedCommand(removeOrganizationMember, after);
  const { pending, problem } = kind === 'user' ? person : account;
  const cancel = useRef<HTMLButtonElement>(null);
  const keys = read.data?.keys;
  const title = words.title(name);
  const inUse = keys?.some((key) => key.used_lately) === true;
  // Exactly what is shown: a key that came, or came to be used, since then stops it (K14).
  const remove = () => {
    const body = { keys: keys?.map(({ key }) => key) ?? [], ...(!inUse && { unused: true }) };
    if (kind === 'user') person.confirm({ params: { user_id: id }, body });
    else account.confirm({ params: { service_account_id: id }, body });
  };
  if (inUse) {
    return (
      <TypedNameDialog
        title={title}
        description={words.goes}
        name={name}
        action={words.action}
        pending={pending}
        problem={problem}
        onConfirm={remove}
        onClose={onClose}
      >
        <WhatGoes keys={keys} details={details} />
      </TypedNameDialog>
    );
  }
  return (
    <Dialog
      title={title}
      role="alertdialog"
      description={words.goes}
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
              {words.action}
            </Button>
          )}
        </>
      }
    >
      <ProblemBanner problem={problem} />
      {keys !== undefined ? (
        <WhatGoes keys={keys} details={details} />
      ) : read.error === null ? (
        <div className="key-sections" aria-busy="true">
          <Skeleton width="60%" />
          <Skeleton width="80%" />
        </div>
      ) : (
        <ErrorState
          title="The keys could not be read"
          action={<Button onClick={() => void read.refetch()}>Try again</Button>}
        >
          {messageOf(read.error)}
        </ErrorState>
      )}
    </Dialog>
  );
}

/** "Also: member of Payments and Logistics, 2 access tokens." */
const alsoGoes = ({ belongings }: PrincipalDetails): string | undefined => {
  const { user_groups: groups = [], access_token_count: tokens = 0 } = belongings ?? {};
  const parts = [
    ...(groups.length === 0 ? [] : [`member of ${new Intl.ListFormat('en').format(groups)}`]),
    ...(tokens === 0 ? [] : [`${tokens} ${tokens === 1 ? 'access token' : 'access tokens'}`]),
  ];
  return parts.length === 0 ? undefined : `Also: ${parts.join('; ')}.`;
};

function WhatGoes({ keys, details }: { keys: readonly KeyEntry[]; details: PrincipalDetails }) {
  const used = keys.filter((key) => key.used_lately).length;
  const also = alsoGoes(details);
  return (
    <div className="key-sections">
      {used > 0 && (
        <Banner severity="warning" shape="box">
          {used === 1 ? 'A key was' : `${used} keys were`} used within the last 24 hours: something that runs
          will stop.
        </Banner>
      )}
      {keys.length === 0 ? (
        <p className="muted">{WORDS[details.principal.kind].none}</p>
      ) : (
        <KeyFactsList keys={keys} label="Keys that are deleted with it" />
      )}
      {also !== undefined && <p className="muted">{also}</p>}
    </div>
  );
}
