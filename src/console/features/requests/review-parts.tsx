import type { ReactNode } from 'react';
import type { RequestDetails } from '../../../contract/schemas/requests.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { PersonList } from '../../parts/person-list.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { EvidenceButton } from './evidence-button.tsx';
import { historyLine } from './request-history.ts';

/** A part of the pane under a heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="review-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Who asked, for which group where there is one, when, and in which words. */
export function WhoAsks({ request }: Pick<RequestDetails, 'request'>) {
  return (
    <Section title="Who asks, and why">
      <p>
        <strong>{request.requester.real_name}</strong>
        {request.request_type === 'rotate_credentials' && (
          <>
            {' '}
            for <strong>{request.requesting_group.user_group_name}</strong>
          </>
        )}
        , <PastTime at={request.create_time} focusable />
      </p>
      <blockquote className="review-words">{request.message}</blockquote>
    </Section>
  );
}

/** Who can decide, or what to do where nobody can (R5). */
export function WhoDecides({ approvers, nobody }: Pick<RequestDetails, 'approvers'> & { nobody: string }) {
  return (
    <Section title="Who can decide">
      {approvers.length === 0 ? <p>{nobody}</p> : <PersonList people={approvers} label="Who can decide" />}
    </Section>
  );
}

export function History({ request, history }: Pick<RequestDetails, 'request' | 'history'>) {
  const items = history.map((entry, index) => {
    const { sentence, words, tone } = historyLine(entry, request.request_type);
    return {
      key: `${entry.time} ${entry.action} ${index}`,
      title: sentence,
      text: (
        <>
          <PastTime at={entry.time} focusable />
          {words !== undefined && (
            <blockquote className="review-words review-words-small">{words}</blockquote>
          )}
        </>
      ),
      tone,
    };
  });
  return (
    <Section title="History">
      <Timeline label="History of the request" items={items} />
      <EvidenceButton requestId={request.request_id} />
    </Section>
  );
}
