import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Request, RequestDetails } from '../../../contract/schemas/requests.ts';
import type { Verdict } from '../../../contract/schemas/shared.ts';
import { useNow } from '../../api/clock.ts';
import { AclTable } from '../../parts/acl-table.tsx';
import { OldCredentialsTimeline } from '../../parts/old-credentials-timeline.tsx';
import { PersonList } from '../../parts/person-list.tsx';
import { paths } from '../../paths.ts';
import { lazily } from '../../ui/lazily.tsx';
import { Banner } from '../../ui/banner.tsx';
import { formatDaysLeft } from '../../ui/format-time.ts';
import { Mono } from '../../ui/mono.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { EvidenceButton } from './evidence-button.tsx';
import { NewCredentials } from './new-credentials.tsx';
import { oldCredentialsStage } from './old-credentials-stage.ts';
import { PastTime } from '../../parts/past-time.tsx';
import { historyLine } from './request-history.ts';
import { sharedTopicsSentence, whatHappens } from './request-words.ts';

const RetireOldDialog = lazily(
  async () => (await import('../../parts/retire-old-dialog.tsx')).RetireOldDialog,
);

/** Everything needed to decide (R8); afterwards what was done and what is left to do. */
export function RequestReview({ details }: { details: RequestDetails }) {
  const { request, access, approvers, history } = details;
  const now = useNow();
  const passwordsOverlap = access?.passwords_overlap ?? true;
  const stage = oldCredentialsStage(details);
  const until = access?.old_credentials?.valid_until_time;
  return (
    <>
      <p className="review-lead">{whatHappens(request, passwordsOverlap)}</p>
      {request.status === 'failed' && request.failure !== undefined && (
        <Banner severity="error" shape="box">
          {request.failure}
        </Banner>
      )}
      <NewCredentials details={details} now={now} />

      <Section title="Who asks, and why">
        <p>
          <strong>{request.requester.real_name}</strong> for{' '}
          <strong>{request.requesting_group.user_group_name}</strong>,{' '}
          <PastTime at={request.create_time} focusable />
        </p>
        <blockquote className="review-words">{request.message}</blockquote>
      </Section>

      <Section title="What it touches">
        <dl className="review-facts">
          <Fact name="Service user">
            <Mono wrap>{request.username}</Mono>
          </Fact>
          <Fact name="Access">
            {access === undefined ? (
              <>{request.resource_name} (deleted since)</>
            ) : (
              <Link to={paths.access(request.access_id)}>{request.resource_name}</Link>
            )}
          </Fact>
          <Fact name="Service">
            <Mono wrap>{request.service_name}</Mono> in <Mono wrap>{request.project_name}</Mono>
          </Fact>
          {access?.certificate_not_after_time !== undefined && (
            <Fact name="Certificate">{formatDaysLeft(access.certificate_not_after_time, now)}</Fact>
          )}
        </dl>
        {access !== undefined && (
          <>
            <AclTable acls={access.acls} />
            <p className="review-note">{sharedTopicsSentence(access.shared_topics)}</p>
          </>
        )}
      </Section>

      {stage !== undefined && (
        <Section title="What becomes of the old credentials">
          {stage === 'ended' ? (
            <p>They have stopped working.</p>
          ) : (
            <OldCredentialsTimeline
              stage={stage}
              overlap={request.overlap}
              passwordsOverlap={passwordsOverlap}
              now={now}
              {...(until !== undefined && { validUntil: until })}
            />
          )}
          {access !== undefined && (stage === 'open' || stage === 'ending') && (
            <RetireOld request={request} version={access.version} verdict={access.retire_old_credentials} />
          )}
        </Section>
      )}

      {request.status === 'pending' && (
        <Section title="Who can decide">
          {approvers.length === 0 ? (
            <p>
              Nobody at present: {request.requesting_group.user_group_name} has no second member. An
              organization admin can add one.
            </p>
          ) : (
            <PersonList people={approvers} label="Who can decide" />
          )}
        </Section>
      )}

      <Section title="History">
        <History entries={history} />
        <EvidenceButton requestId={request.request_id} />
      </Section>
    </>
  );
}

/** The requester or an approver may end the old credentials earlier (R22). */
function RetireOld({ request, version, verdict }: { request: Request; version: number; verdict: Verdict }) {
  const [opened, setOpened] = useState<number>();
  return (
    <div className="review-action">
      <VerdictButton size="small" verdict={verdict} onClick={() => setOpened(version)}>
        Retire old credentials
      </VerdictButton>
      {!verdict.allowed && <p className="review-note">{verdict.message}</p>}
      {opened !== undefined && (
        <RetireOldDialog
          accessId={request.access_id}
          accessName={request.resource_name}
          username={request.username}
          version={opened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="review-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function History({ entries }: { entries: RequestDetails['history'] }) {
  const items = entries.map((entry, index) => {
    const { sentence, words, tone } = historyLine(entry);
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
  return <Timeline label="History of the request" items={items} />;
}
