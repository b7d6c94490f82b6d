import type { ReactNode } from 'react';
import { KeyRound } from 'lucide-react';
import { Link } from 'react-router-dom';
import type { KeyRequest, RequestDetails } from '../../../contract/schemas/requests.ts';
import { useNow } from '../../api/clock.ts';
import { resourceWords } from '../../parts/resource-words.ts';
import { useUrlDialog } from '../../parts/use-url-dialog.ts';
import { paths } from '../../paths.ts';
import { Banner } from '../../ui/banner.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { keyReach, whatHappensToKey } from './key-request-words.ts';
import { Fact, History, Section, WhoAsks, WhoDecides } from './review-parts.tsx';

type KeyReviewProps = {
  details: RequestDetails;
  request: KeyRequest;
  /** Why it failed. */
  failure: ReactNode;
};

const open = ({ status }: KeyRequest): boolean => status === 'pending' || status === 'failed';

/** What a key is for, whose it is, and what it could do (P6). */
export function KeyReview({ details, request, failure }: KeyReviewProps) {
  const { api_key: may, approvers, history } = details;
  const refusal = may?.create.allowed === false ? may.create.message : undefined;
  return (
    <>
      <p className="review-lead">{whatHappensToKey(request)}</p>
      {failure}
      {request.status === 'pending' && refusal !== undefined && (
        <Banner severity="warning" shape="box">
          As things stand the key cannot be created: {refusal}
        </Banner>
      )}
      <ReviewKey request={request} until={may?.expire_time} />
      <WhoAsks request={request} />

      <Section title="What the key may do">
        <dl className="review-facts">
          <Fact name="Owner">
            <Owner request={request} gone={may === undefined} />
          </Fact>
          <Fact name="Resource">
            <Resource request={request} />
          </Fact>
          {request.description !== '' && <Fact name="Description">{request.description}</Fact>}
          {request.key !== undefined && (
            <Fact name="Key">
              <Mono wrap>{request.key}</Mono>
            </Fact>
          )}
          {may !== undefined && open(request) && (
            <Fact name="Keys of the owner">
              {may.used} of {may.limit}
            </Fact>
          )}
        </dl>
        {may === undefined ? (
          <p>The owner or the resource was deleted since.</p>
        ) : (
          <>
            <p>{keyReach(request, may.roles)}</p>
            {may.roles.length > 0 && (
              <ul className="review-roles" aria-label="Roles of the owner">
                {may.roles.map(({ role, scope_name: scope }) => (
                  <li key={`${role} ${scope}`}>
                    <strong>{role}</strong> on {scope}
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Section>

      {request.status === 'pending' && (
        <WhoDecides
          approvers={approvers}
          nobody="Nobody at present: no other person has the role OrganizationAdmin. An OrganizationAdmin can give it to one."
        />
      )}
      <History request={request} history={history} />
    </>
  );
}

function Owner({ request: { owner, requester }, gone }: { request: KeyRequest; gone: boolean }) {
  if (owner.kind === 'user')
    return (
      <>
        <Link to={paths.user(owner.id)}>{owner.name}</Link>
        {owner.id === requester.user_id && ', who asks'}
      </>
    );
  return (
    <>
      Service account{' '}
      {gone ? <bdi>{owner.name}</bdi> : <Link to={paths.serviceAccount(owner.id)}>{owner.name}</Link>}
    </>
  );
}

function Resource({ request: { resource, resource_name: name, environment_name } }: { request: KeyRequest }) {
  const words = resourceWords({ kind: resource.kind, name });
  if (resource.environment_id === undefined) return <>{words}</>;
  return (
    <>
      <Link to={paths.cluster(resource.environment_id, resource.id)}>{words}</Link> in {environment_name}
    </>
  );
}

/** The way from an approved request to its key, while there is something to see (R14, R17, R20). */
function ReviewKey({ request, until }: { request: KeyRequest; until: string | undefined }) {
  const dialog = useUrlDialog('key');
  const now = useNow();
  if (request.outcome !== 'unviewed' && request.outcome !== 'shown') return null;
  const { claim } = request.verdicts;
  return (
    <div className="review-reveal">
      <VerdictButton
        verdict={claim}
        variant="primary"
        icon={<KeyRound size={16} aria-hidden />}
        onClick={() => dialog.open(request.request_id)}
      >
        Review API key
      </VerdictButton>
      <p className="review-note">
        {!claim.allowed && <>{claim.message} </>}
        {request.outcome === 'unviewed' && until !== undefined && (
          <>
            It is deleted unseen <RelativeTime at={until} now={now} focusable />.
          </>
        )}
      </p>
    </div>
  );
}
