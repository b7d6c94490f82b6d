import { useRef, useState } from 'react';
import type { CompromisePreview } from '../../../contract/schemas/incidents.ts';
import { Mono } from '../../ui/mono.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EquivalentCall } from '../equivalent-call.tsx';
import { PastTime } from '../past-time.tsx';
import { anyOf } from '../people-words.ts';
import { TypedNameDialog } from '../typed-name/typed-name-dialog.tsx';
import type { Call } from '../curl.ts';
import './compromise.css';

const REASON_LIMIT = 500;

export type CompromiseFormProps = {
  /** What is to be typed: the access's, the service user's name or the key's id. */
  name: string;
  preview: CompromisePreview | undefined;
  call: Call;
  pending: boolean;
  problem: string | undefined;
  onConfirm: (reason: string) => void;
  onClose: () => void;
};

/** What a report ends is said beforehand (P6); then a reason, and the name typed, because applications stop (P8). */
export function CompromiseForm(props: CompromiseFormProps) {
  const { name, preview, call, pending, problem, onConfirm, onClose } = props;
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const text = reason.trim();

  const confirm = () => {
    if (text !== '') {
      onConfirm(text);
      return;
    }
    setMissing(true);
    field.current?.focus();
  };

  return (
    <TypedNameDialog
      title={`Credentials of ${name} are compromised`}
      description="They are revoked now, for good. A second person then reviews what happened; until that is closed, it stays visible on its page."
      name={name}
      action="Revoke now"
      pending={pending}
      problem={problem}
      onConfirm={confirm}
      onClose={onClose}
      initialFocus={field}
      unsaved={text !== ''}
      below={<EquivalentCall call={{ ...call, body: { reason: text === '' ? 'Why' : text } }} />}
    >
      <section className="compromise-radius" aria-label="What stops working">
        {preview === undefined ? (
          <div aria-busy="true">
            <Skeleton width="80%" />
            <Skeleton width="60%" />
          </div>
        ) : (
          <Radius preview={preview} />
        )}
      </section>
      <TextArea
        ref={field}
        label="What happened"
        hint="Everybody concerned reads this. No secrets."
        rows={3}
        required
        limit={REASON_LIMIT}
        value={reason}
        error={missing && text === '' ? 'Say what happened, so that others can judge it.' : undefined}
        onChange={setReason}
      />
    </TypedNameDialog>
  );
}

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function Radius({ preview }: { preview: CompromisePreview }) {
  const { topics, reviewers } = preview;
  return (
    <ul className="points">
      {preview.kind === 'api_key' ? (
        <KeyPoints preview={preview} />
      ) : (
        <>
          <li>
            Every application that signs in on {preview.resource_name} with it is refused: all passwords and
            certificates end
            {preview.old_credentials ? ', also the old ones that still work' : ''}
            {preview.credentials_waiting ? ', also the new ones that wait to be saved' : ''}.
          </li>
          {topics.length > 0 && (
            <li>
              {times(preview.acl_count, 'ACL', 'ACLs')} on {times(topics.length, 'topic', 'topics')}:{' '}
              {topics.slice(0, 5).map(({ resource_name: topic, operations }, index) => (
                <span key={topic}>
                  {index > 0 && ', '}
                  <Mono>{topic}</Mono> {operations.join(' and ')}
                </span>
              ))}
              {topics.length > 5 && `, and ${topics.length - 5} more`}.{' '}
              {preview.shared_topics === 0
                ? 'No other access is on them.'
                : `${times(preview.shared_topics, 'other access on them keeps', 'other accesses on them keep')} working.`}
            </li>
          )}
          {preview.request_under_way && (
            <li>The rotation that is under way is closed. Ask again afterwards.</li>
          )}
          <li>
            {preview.viewed === undefined ? (
              'Nobody has looked at its secrets here.'
            ) : (
              <>
                {preview.viewed.by} looked at its secrets last, <PastTime at={preview.viewed.time} />.
              </>
            )}
          </li>
        </>
      )}
      <li>
        {reviewers.length === 0
          ? 'Nobody else could review it yet: ask an organization admin to add a second member to the owner group. It can be reported all the same.'
          : `${anyOf(reviewers.map(({ real_name: person }) => person))} can review it. You cannot.`}
      </li>
    </ul>
  );
}

function KeyPoints({ preview }: { preview: CompromisePreview }) {
  return (
    <>
      <li>
        Whatever calls {preview.resource_name} with this key of {preview.key_owner_name} is refused.
      </li>
      <li>
        {preview.last_used_time === undefined ? (
          'It was never used.'
        ) : (
          <>
            It was used last <PastTime at={preview.last_used_time} />.
          </>
        )}
      </li>
      <li>It stays in the list as compromised until the review is closed, and is deleted then.</li>
    </>
  );
}
