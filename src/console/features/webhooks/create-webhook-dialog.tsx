import { useRef, useState } from 'react';
import { createWebhook } from '../../../contract/operations/webhooks.ts';
import type { CreatedWebhook } from '../../../contract/schemas/webhooks.ts';
import { MAIL_TOPIC_NAMES } from '../../../contract/values.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { TOPIC_WORDS } from '../../parts/topic-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { NewWebhookSecret } from './new-webhook-secret.tsx';
import './webhooks.css';

type Topic = (typeof MAIL_TOPIC_NAMES)[number];

/** From the form to the secret, which is in this dialog's state and nowhere else (R21). */
export function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const { run, pending } = useCommand(createWebhook);
  const [description, setDescription] = useState('');
  const [url, setUrl] = useState('');
  const [topics, setTopics] = useState<readonly Topic[]>(['certificates']);
  const [checked, setChecked] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [created, setCreated] = useState<CreatedWebhook>();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);

  if (created !== undefined) return <NewWebhookSecret created={created} onClose={onClose} />;

  const fields = failure instanceof ApiError ? failure.fields : {};
  const nameless = description.trim() === '' ? 'Say whose chat it is.' : undefined;
  const wrong = /^https?:\/\/\S+$/iu.test(url.trim())
    ? undefined
    : 'Give an address that begins with https://.';
  const none = topics.length === 0 ? 'Choose what is posted.' : undefined;
  const placed = fields['url'] !== undefined || fields['description'] !== undefined;

  const create = async () => {
    setChecked(true);
    setFailure(undefined);
    if (nameless !== undefined) return first.current?.focus();
    if (wrong !== undefined) return second.current?.focus();
    if (none !== undefined) return undefined;
    try {
      setCreated(
        await run({ body: { description: description.trim(), url: url.trim(), topics: [...topics] } }),
      );
    } catch (error) {
      setFailure(error);
      if (error instanceof ApiError && error.fields['url'] !== undefined) second.current?.focus();
    }
    return undefined;
  };
  const tick = (topic: Topic, on: boolean) =>
    setTopics(MAIL_TOPIC_NAMES.filter((name) => (name === topic ? on : topics.includes(name))));

  return (
    <FormDialog
      title="Add webhook"
      description="Every notice of the chosen topics in the whole organization is posted there. Whoever reads that chat reads the names in it."
      initialFocus={first}
      unsaved={description.trim() !== '' || url.trim() !== ''}
      onRequestClose={onClose}
      onSubmit={() => void create()}
      footnote="The secret that signs its calls is shown once, right after."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={pending}>
            Add webhook
          </Button>
        </>
      }
    >
      <ProblemBanner problem={failure === undefined || placed ? undefined : messageOf(failure)} />
      <Field
        ref={first}
        label="Description"
        hint="Which chat it is."
        value={description}
        required
        error={fields['description'] ?? (checked ? nameless : undefined)}
        onChange={(event) => setDescription(event.target.value)}
      />
      <Field
        ref={second}
        label="Address"
        hint="The https address that the chat tool gives for incoming webhooks."
        value={url}
        required
        mono
        error={fields['url'] ?? (checked ? wrong : undefined)}
        onChange={(event) => {
          setUrl(event.target.value);
          setFailure(undefined);
        }}
      />
      <fieldset className="webhook-topics">
        <legend className="field-label">What is posted</legend>
        {MAIL_TOPIC_NAMES.map((topic) => (
          <Checkbox
            key={topic}
            label={TOPIC_WORDS[topic].posted}
            checked={topics.includes(topic)}
            onChange={(on) => tick(topic, on)}
          />
        ))}
        {checked && none !== undefined && (
          <p className="field-error" role="alert">
            {none}
          </p>
        )}
      </fieldset>
    </FormDialog>
  );
}
