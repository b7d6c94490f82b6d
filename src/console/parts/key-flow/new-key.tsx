import { useState } from 'react';
import type { CreatedKey } from '../../../contract/schemas/keys.ts';
import { SecretRow } from '../credentials-flow/secret-row.tsx';
import { useShownSecret } from '../credentials-flow/use-shown-secret.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toMillis } from '../../ui/format-time.ts';
import { resourceWords } from '../resource-words.ts';
import '../credentials-flow/credentials-flow.css';
import './key-flow.css';

export type NewKeyProps = {
  title: string;
  action: 'Continue' | 'Save';
  created: CreatedKey;
  now: number;
  saving: boolean;
  /** Why telling the server failed. */
  problem: string | undefined;
  onSaved: () => void;
  /** Closing without a confirmation; the caller warns. */
  onLeave: () => void;
};

const TICK_FIRST = { allowed: false, message: 'Save the key and its secret, then tick the box.' };

/** The one look at a key's secret (K4, K7). */
export function NewKey({ title, action, created, now, saving, problem, onSaved, onLeave }: NewKeyProps) {
  const { key, secret } = created;
  const [saved, setSaved] = useState(false);
  const { secret: masked, news } = useShownSecret('Secret');
  const recoverable = toMillis(created.recoverable_until_time) > now;
  const { resource, owner } = key;
  return (
    <Dialog
      title={title}
      description={
        <>
          For <bdi>{owner.name}</bdi> on{' '}
          {resource.kind === 'cloud' ? 'the management APIs' : resourceWords(resource)}. The secret is shown
          only this once.
        </>
      }
      onRequestClose={onLeave}
      onSubmit={() => {
        if (saved && !saving) onSaved();
      }}
      footnote={
        recoverable
          ? `The server destroys its copy when you choose ${action}.`
          : 'The server’s copy is destroyed. The secret exists in this window only.'
      }
      actions={
        <>
          <Button onClick={onLeave}>Close</Button>
          <VerdictButton
            type="submit"
            variant="primary"
            verdict={saved ? { allowed: true } : TICK_FIRST}
            busy={saving}
          >
            {action}
          </VerdictButton>
        </>
      }
    >
      <ProblemBanner problem={problem} />
      <Banner severity="warning" shape="box">
        Do not share the secret: whoever has it can do what {owner.kind === 'user' ? 'you' : owner.name} can.
        It takes a moment until {resource.kind === 'cloud' ? 'the APIs accept' : `${resource.name} accepts`}{' '}
        it.
      </Banner>
      <dl className="secrets key-secrets">
        <SecretRow label="Key" value={() => key.key} />
        <SecretRow label="Secret" value={() => secret} secret={masked} />
      </dl>
      <div className="saved-box">
        <Checkbox
          label="I have saved my API key and secret"
          hint="Nobody can show the secret again. If it gets lost, delete the key and create another."
          checked={saved}
          onChange={setSaved}
        />
      </div>
      <Announce>{news}</Announce>
    </Dialog>
  );
}
