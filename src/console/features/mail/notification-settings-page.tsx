import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import type { LoaderFunction } from 'react-router-dom';
import { changeMailPreferences, getMailPreferences } from '../../../contract/operations/mail.ts';
import type { MailPreference, MailPreferences } from '../../../contract/schemas/mail.ts';
import { MAIL_DELIVERY_CHOICES, UNSILENCED_TOPICS } from '../../../contract/values.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast-store.ts';
import { DELIVERY_WORDS, TOPIC_WORDS } from '../../parts/topic-words.ts';
import '../../ui/field.css';
import './mail.css';

/** Starts reading what I chose. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  () => {
    prefetch(queryClient, getMailPreferences, {});
    return null;
  };

/** What is mailed to me, and how (R13). */
export function Component() {
  const read = useRead(getMailPreferences, {});
  return (
    <>
      <PageHeader
        title="Notifications"
        purpose="What is mailed to you, and how. The console tells you of everything in any case."
      />
      {read.data === undefined ? (
        read.error === null ? (
          <div className="mail-settings" aria-busy="true">
            <Skeleton width="60%" />
            <Skeleton width="45%" />
            <Skeleton width="52%" />
          </div>
        ) : (
          <ErrorState
            title="Your choices could not be read"
            action={<Button onClick={() => void read.refetch()}>Try again</Button>}
          >
            {messageOf(read.error)}
          </ErrorState>
        )
      ) : (
        <Choices chosen={read.data} />
      )}
    </>
  );
}

function Choices({ chosen }: { chosen: MailPreferences }) {
  return (
    <>
      {chosen.bounced_time !== undefined && (
        <Banner severity="warning">
          Mail to {chosen.address} came back <PastTime at={chosen.bounced_time} />, so none is sent there. An
          organization admin can have it tried again.
        </Banner>
      )}
      {!chosen.mail_leaves && (
        <Banner severity="info">
          No mail is sent from here: only a server with a mail server of its own does. What you choose is
          kept.
        </Banner>
      )}
      <section className="mail-settings" aria-labelledby="mail-title">
        <h2 id="mail-title">Email to {chosen.address}</h2>
        <p className="muted">A daily digest goes out at 07:00 UTC, if there is news.</p>
        <ul className="mail-topics">
          {chosen.preferences.map((preference) => (
            <Topic key={preference.topic} preference={preference} />
          ))}
        </ul>
      </section>
    </>
  );
}

function Topic({ preference: { topic, delivery } }: { preference: MailPreference }) {
  const { run, pending } = useCommand(changeMailPreferences);
  const [saved, setSaved] = useState(false);
  const { label, hint } = TOPIC_WORDS[topic];
  const choices = MAIL_DELIVERY_CHOICES.filter(
    (choice) => choice !== 'none' || !UNSILENCED_TOPICS.includes(topic),
  );
  const choose = async (next: string) => {
    const wished = choices.find((choice) => choice === next);
    if (wished === undefined) return;
    setSaved(false);
    try {
      await run({ body: { preferences: [{ topic, delivery: wished }] } });
      setSaved(true);
    } catch (error) {
      toast({ tone: 'error', title: `${label} stays as it was. ${messageOf(error)}` });
    }
  };
  return (
    <li>
      <div>
        <label id={`${topic}-l`} htmlFor={topic}>
          {label}
        </label>
        <p id={`${topic}-h`} className="muted">
          {hint}
        </p>
      </div>
      <span className="mail-saved muted" role="status">
        {saved && !pending ? 'Saved' : ''}
      </span>
      <select
        id={topic}
        className="input select"
        aria-describedby={`${topic}-h`}
        aria-busy={pending || undefined}
        value={delivery}
        onChange={(event) => void choose(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {DELIVERY_WORDS[choice]}
          </option>
        ))}
      </select>
    </li>
  );
}
