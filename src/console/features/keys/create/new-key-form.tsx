import { useRef, useState } from 'react';
import { previewApiKey } from '../../../../contract/operations/keys.ts';
import type { CreatedKey } from '../../../../contract/schemas/keys.ts';
import { messageOf } from '../../../api/errors.ts';
import { useRead } from '../../../api/queries.ts';
import type { ClaimPhase } from '../../../parts/credentials-flow/use-claim.ts';
import { Announce } from '../../../ui/announce.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { RadioList } from '../../../ui/choice.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import { FormDialog } from '../../../parts/form-dialog.tsx';
import { anyOf } from '../../../parts/people-words.ts';
import { descriptionProblem, DESCRIPTION_MAX, MESSAGE_MAX, messageProblem } from '../key-limits.ts';
import { resourceWords } from '../../../parts/resource-words.ts';
import { quotaWords } from '../table/key-words.ts';
import type { KeyTarget } from './key-target.ts';
import { AccountField } from './account-field.tsx';
import {
  accountOptions,
  chosenOwner,
  presetKind,
  withPicked,
  type Owner,
  type OwnerChoice,
} from './owner-choice.ts';
import { OwnerNotice } from './owner-notice.tsx';
import type { KeyRequesting } from './use-key-request.ts';
import '../keys.css';

export type NewKeyInput = {
  readonly owner_id: string;
  readonly description: string;
  /** For one's own account. */
  readonly own: boolean;
};

type NewKeyFormProps = {
  target: KeyTarget;
  phase: Exclude<ClaimPhase<CreatedKey>, { kind: 'shown' }>;
  /** Where the key takes a second person's approval. */
  asking: KeyRequesting;
  onSubmit: (input: NewKeyInput) => void;
  onRequestClose: () => void;
};

/** For whom, and what for (K4, K5); what it would meet is known before it is made (K10, K11). */
export function NewKeyForm({ target, phase, asking, onSubmit, onRequestClose }: NewKeyFormProps) {
  const [search, setSearch] = useState('');
  const query = search === '' ? {} : { search };
  const read = useRead(
    previewApiKey,
    { query: { resource_id: target.id, ...query } },
    { keepPrevious: true },
  );
  // Stays when a search finds others.
  const [picked, setPicked] = useState<Owner>();
  const [choice, setChoice] = useState<OwnerChoice>();
  const [description, setDescription] = useState('');
  const [checked, setChecked] = useState(false);
  const select = useRef<HTMLSelectElement>(null);
  const [message, setMessage] = useState('');
  const text = useRef<HTMLTextAreaElement>(null);
  const why = useRef<HTMLTextAreaElement>(null);

  const owners = withPicked(read.data?.owners ?? [], picked);
  const chosen = choice ?? { kind: presetKind(owners), account: '' };
  const own = chosen.kind === 'user';
  const owner = chosenOwner(owners, chosen);
  const me = owners.find(({ kind }) => kind === 'user');
  const accounts = accountOptions(owners);
  const hasAccounts = accounts.length > 0 || search !== '';
  // The policy may have changed since: what was asked is answered as what it was.
  const needsApproval = owner?.needs_approval === true;
  const approvers = read.data?.approvers.map((person) => person.real_name) ?? [];
  const fields = needsApproval ? asking.fields : phase.kind === 'refused' ? phase.fields : {};
  const waits = phase.kind === 'asking' || phase.kind === 'dropped';
  // A submit whose answer is missing may be the very request that is in its way: it can be tried again.
  const verdict =
    waits || asking.pending || asking.unsettled
      ? { allowed: true }
      : read.data?.verdict.allowed === false
        ? read.data.verdict
        : owner?.verdict;
  const refusal = verdict?.allowed === false ? verdict.message : undefined;

  const submit = () => {
    setChecked(true);
    if (owner === undefined) select.current?.focus();
    else if (descriptionProblem(description) !== undefined) text.current?.focus();
    else if (needsApproval && messageProblem(message) !== undefined) why.current?.focus();
    else if (verdict?.allowed === true && needsApproval)
      void asking.send({
        owner_id: owner.id,
        description: description.trim(),
        message: message.trim(),
        approvers,
      });
    else if (verdict?.allowed === true)
      onSubmit({ owner_id: owner.id, description: description.trim(), own });
  };

  return (
    <FormDialog
      title={own ? 'Create an API key associated with your account' : 'Create API key'}
      description={
        target.kind === 'cloud'
          ? 'For the management APIs of the organization.'
          : `For ${resourceWords(target)}, and nothing else.`
      }
      unsaved={!waits && (description.trim() !== '' || message.trim() !== '')}
      onRequestClose={onRequestClose}
      onSubmit={submit}
      footnote={
        read.data === undefined
          ? undefined
          : needsApproval
            ? 'Nothing is made before somebody approves. You then see the secret once.'
            : 'Its secret is shown once, right after.'
      }
      actions={
        <>
          <Button onClick={onRequestClose}>Cancel</Button>
          {read.data !== undefined && (
            <VerdictButton
              type="submit"
              variant="primary"
              verdict={verdict ?? { allowed: true }}
              busy={asking.pending || phase.kind === 'asking' || (phase.kind === 'dropped' && phase.retrying)}
            >
              {phase.kind === 'dropped' ? 'Try again' : needsApproval ? 'Request API key' : 'Create key'}
            </VerdictButton>
          )}
        </>
      }
    >
      {read.data === undefined ? (
        read.error === null ? (
          <div className="key-sections" aria-busy="true">
            <Skeleton width="40%" />
            <Skeleton width="70%" />
            <Skeleton height={84} />
          </div>
        ) : (
          <ErrorState
            title="What you may create could not be read"
            action={<Button onClick={() => void read.refetch()}>Try again</Button>}
          >
            {messageOf(read.error)}
          </ErrorState>
        )
      ) : (
        <>
          {phase.kind === 'dropped' && (
            <Banner severity="warning" shape="box">
              {phase.message} {phase.retrying && 'Trying again by itself…'}
            </Banner>
          )}
          {needsApproval && asking.problem !== undefined && (
            <Banner severity="error" shape="box">
              {asking.problem}
            </Banner>
          )}
          {!needsApproval && phase.kind === 'refused' && Object.keys(fields).length === 0 && (
            <Banner severity="error" shape="box">
              {phase.message}
            </Banner>
          )}
          {/* What was asked stays asked: the same claim stands for the same key (R19). */}
          <fieldset className="key-form" disabled={waits}>
            <RadioList
              legend="Who uses it"
              options={[
                {
                  value: 'service_account',
                  label: 'Service account',
                  hint: 'For an application. It lives on when people leave.',
                  ...(!hasAccounts && { refused: 'There is no service account yet.' }),
                },
                {
                  value: 'user',
                  label: 'My account',
                  hint:
                    me === undefined
                      ? 'For development and testing only.'
                      : `For development and testing only. ${quotaWords(me)}.`,
                },
              ]}
              value={chosen.kind}
              onChange={(kind) => setChoice({ ...chosen, kind })}
            />
            {!own && hasAccounts && (
              <AccountField
                ref={select}
                accounts={accounts}
                count={read.data.service_account_count}
                search={search}
                onSearch={(text) => {
                  setSearch(text);
                  setChoice({ ...chosen, kind: 'service_account' });
                }}
                value={chosen.account}
                error={fields['owner_id'] ?? (checked && owner === undefined ? 'Choose one.' : undefined)}
                onChange={(account) => {
                  setChoice({ kind: 'service_account', account });
                  setPicked(owners.find(({ id }) => id === account));
                }}
              />
            )}
            <OwnerNotice owner={owner} target={target} refusal={refusal} />
            <TextArea
              ref={text}
              label="Description"
              optional
              hint="Recommended: what uses this key, and where it is kept."
              value={description}
              limit={DESCRIPTION_MAX}
              rows={3}
              error={fields['description'] ?? (checked ? descriptionProblem(description) : undefined)}
              onChange={setDescription}
            />
            {needsApproval && refusal === undefined && (
              <>
                <Banner severity="info" shape="box">
                  {target.kind === 'cloud'
                    ? 'Cloud API keys take a second person’s approval.'
                    : 'It could administer the environment, so it takes a second person’s approval.'}{' '}
                  {anyOf(approvers)} can approve.
                </Banner>
                <TextArea
                  ref={why}
                  label="Message for the approvers"
                  hint="What the key is needed for."
                  required
                  value={message}
                  limit={MESSAGE_MAX}
                  rows={3}
                  error={fields['message'] ?? (checked ? messageProblem(message) : undefined)}
                  onChange={setMessage}
                />
              </>
            )}
          </fieldset>
        </>
      )}
      <Announce>{phase.kind === 'asking' ? 'Creating the key' : ''}</Announce>
    </FormDialog>
  );
}
