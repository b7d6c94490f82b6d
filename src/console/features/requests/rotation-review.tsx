import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { RequestDetails, RotationRequest } from '../../../contract/schemas/requests.ts';
import type { Verdict } from '../../../contract/schemas/shared.ts';
import { useNow } from '../../api/clock.ts';
import { AclTable } from '../../parts/acl-table.tsx';
import { OldCredentialsTimeline } from '../../parts/old-credentials-timeline.tsx';
import { paths } from '../../paths.ts';
import { lazily } from '../../ui/lazily.tsx';
import { formatDaysLeft } from '../../ui/format-time.ts';
import { Mono } from '../../ui/mono.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { NewCredentials } from './new-credentials.tsx';
import { oldCredentialsStage } from './old-credentials-stage.ts';
import { sharedTopicsSentence, whatHappens } from './request-words.ts';
import { Fact, History, Section, WhoAsks, WhoDecides } from './review-parts.tsx';

const RetireOldDialog = lazily(
  async () => (await import('../../parts/retire-old-dialog.tsx')).RetireOldDialog,
);

type RotationReviewProps = {
  details: RequestDetails;
  request: RotationRequest;
  /** Why it failed. */
  failure: ReactNode;
};

/** What a rotation is about: the access, its topics, and what becomes of the old credentials. */
export function RotationReview({ details, request, failure }: RotationReviewProps) {
  const { access, approvers, history } = details;
  const now = useNow();
  const passwordsOverlap = access?.passwords_overlap ?? true;
  const stage = oldCredentialsStage({ request, access });
  const until = access?.old_credentials?.valid_until_time;
  return (
    <>
      <p className="review-lead">{whatHappens(request, passwordsOverlap)}</p>
      {failure}
      <NewCredentials request={request} access={access} now={now} />
      <WhoAsks request={request} />

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
        <WhoDecides
          approvers={approvers}
          nobody={`Nobody at present: ${request.requesting_group.user_group_name} has no second member. An organization admin can add one.`}
        />
      )}
      <History request={request} history={history} />
    </>
  );
}

type RetireOldProps = { request: RotationRequest; version: number; verdict: Verdict };

/** The requester or an approver may end the old credentials earlier (R22). */
function RetireOld({ request, version, verdict }: RetireOldProps) {
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
