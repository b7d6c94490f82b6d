import { useRef, useState } from 'react';
import { createAccessToken } from '../../../contract/operations/tokens.ts';
import type { CreatedAccessToken } from '../../../contract/schemas/tokens.ts';
import { useNow } from '../../api/clock.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf, unsettled } from '../../api/errors.ts';
import { EquivalentCall } from '../../parts/equivalent-call.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioList } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { formatDate } from '../../ui/format-time.ts';
import { NewToken } from './new-token.tsx';

const DESCRIPTION_MAX = 200;
const DAY = 86_400;

/** In seconds; null without an end. */
const LIFETIMES = {
  '30_days': { label: '30 days', seconds: 30 * DAY },
  '90_days': { label: '90 days', seconds: 90 * DAY },
  '1_year': { label: '1 year', seconds: 365 * DAY },
  no_end: { label: 'No end', seconds: null },
} as const;
type Lifetime = keyof typeof LIFETIMES;
// The keys of LIFETIMES, which Object.keys cannot know.
const CHOICES = Object.keys(LIFETIMES) as readonly Lifetime[];

const descriptionProblem = (description: string): string | undefined => {
  const length = [...description.trim()].length;
  if (length === 0) return 'Say what will use it.';
  return length > DESCRIPTION_MAX ? `Shorten it to ${DESCRIPTION_MAX} characters.` : undefined;
};

/** From the form to the token, which is in this dialog's state and nowhere else (R21). */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const { run, pending } = useCommand(createAccessToken);
  const now = useNow();
  const [description, setDescription] = useState('');
  const [lifetime, setLifetime] = useState<Lifetime>('90_days');
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [created, setCreated] = useState<CreatedAccessToken>();
  const field = useRef<HTMLInputElement>(null);

  if (created !== undefined) return <NewToken token={created} onClose={onClose} />;

  const { seconds } = LIFETIMES[lifetime];
  const body = { description: description.trim(), max_age_seconds: seconds };
  const create = async () => {
    setChecked(true);
    setFailure(undefined);
    if (descriptionProblem(description) !== undefined) {
      field.current?.focus();
      return;
    }
    try {
      setCreated(await run({ body: { ...body, extend_when_used: false } }));
    } catch (error) {
      setFailure(error);
      if (error instanceof ApiError && error.fields['description'] !== undefined) field.current?.focus();
    }
  };
  const fields = failure instanceof ApiError ? failure.fields : {};

  return (
    <FormDialog
      title="Create token"
      description="Whoever has a token may do over the API what you may do."
      initialFocus={field}
      unsaved={description.trim() !== ''}
      onRequestClose={onClose}
      onSubmit={() => void create()}
      footnote="It is shown once, right after."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Create token
          </Button>
        </>
      }
    >
      {failure !== undefined && fields['description'] === undefined && (
        <Banner severity="error" shape="box">
          {messageOf(failure)}
          {unsettled(failure) &&
            ' If the list shows a token that you have not seen, revoke it and create another.'}
        </Banner>
      )}
      <Field
        ref={field}
        label="Description"
        hint="What will use it: a script, a pipeline, a client on your computer."
        value={description}
        required
        error={fields['description'] ?? (checked ? descriptionProblem(description) : undefined)}
        onChange={(event) => {
          setDescription(event.target.value);
          setFailure(undefined);
        }}
      />
      <RadioList
        legend="Lifetime"
        options={CHOICES.map((value) => ({
          value,
          label: LIFETIMES[value].label,
          hint: endsOn(LIFETIMES[value].seconds, now),
        }))}
        value={lifetime}
        onChange={setLifetime}
      />
      <EquivalentCall call={{ method: 'POST', path: createAccessToken.path, body }} />
    </FormDialog>
  );
}

const endsOn = (seconds: number | null, now: number): string =>
  seconds === null ? 'Works until somebody revokes it.' : `Ends on ${formatDate(now + seconds * 1000)}.`;
