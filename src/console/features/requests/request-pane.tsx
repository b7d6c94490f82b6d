import { useEffect, useRef, useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { useMatch, useNavigate, useParams, useSearchParams, type LoaderFunction } from 'react-router-dom';
import { getRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { RequestStatusChip } from '../../parts/request-status-chip.tsx';
import { closeDialogs, PATTERNS, paths } from '../../paths.ts';
import { lazily } from '../../ui/lazily.tsx';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SidePane } from '../../ui/side-pane.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RequestFooter } from './request-footer.tsx';
import { RequestReview } from './request-review.tsx';
import { REQUEST_TYPE_WORDS } from '../../../contract/words.ts';
import { statusNews } from './request-words.ts';
import './request-pane.css';

const DeleteRequestDialog = lazily(
  async () => (await import('./delete-request-dialog.tsx')).DeleteRequestDialog,
);

const argsOf = (requestId: string) => ({ params: { request_id: requestId } });

/** Starts reading the request that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    const id = params['requestId'];
    if (id !== undefined) prefetch(queryClient, getRequest, argsOf(id));
    return null;
  };

/** The pane beside either list (R8). */
export function Component() {
  const { requestId = '' } = useParams();
  const { user } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const inApprovals = useMatch(PATTERNS.approval) !== null;
  const list = inApprovals ? paths.approvals : paths.groupRequests;
  return (
    // Another request, or another person, begins anew, with their own drafts only.
    <RequestPane
      key={`${requestId} ${user.user_id}`}
      requestId={requestId}
      listName={inApprovals ? 'Approvals' : 'Group requests'}
      onClose={() => void navigate(list(closeDialogs(search)), { preventScrollReset: true })}
    />
  );
}

type RequestPaneProps = { requestId: string; listName: string; onClose: () => void };

function RequestPane({ requestId, listName, onClose }: RequestPaneProps) {
  const { data, error, refetch } = useRead(getRequest, argsOf(requestId));
  const [answered, setAnswered] = useState<Request | null>(null);
  const [tooLate, setTooLate] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);

  // What a command answered counts until a read catches up, so that a decided request cannot be decided again.
  const request = data === undefined ? undefined : newest(data.request, answered);
  const news = useStatusNews(request);

  if (data === undefined || request === undefined) {
    const missing = error instanceof ApiError && error.status === 404;
    return (
      <SidePane title="Review request" {...(error === null && HEADER_SKELETON)} onRequestClose={onClose}>
        {error === null ? (
          <PaneSkeleton />
        ) : missing ? (
          <EmptyState
            title="This request does not exist"
            action={<Button onClick={onClose}>Back to {listName}</Button>}
          >
            The link may be wrong, or the request belongs to a group that you cannot see.
          </EmptyState>
        ) : (
          <ErrorState
            title="The request could not be loaded"
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          >
            {messageOf(error)}
          </ErrorState>
        )}
      </SidePane>
    );
  }

  const details = { ...data, request };
  return (
    <>
      <SidePane
        title="Review request"
        status={<RequestStatusChip status={request.status} />}
        subtitle={`${REQUEST_TYPE_WORDS[request.request_type]} · ${request.resource_name}`}
        onRequestClose={onClose}
        footer={
          <RequestFooter
            request={request}
            onAnswer={(next) => {
              setTooLate(null);
              setAnswered(next);
            }}
            onTooLate={setTooLate}
            onDelete={() => setDeleting(true)}
          />
        }
      >
        <Announce>{news}</Announce>
        {tooLate !== null && (
          <Banner severity="warning" shape="box">
            <strong>Already decided.</strong> {tooLate} What you decided was not carried out.
          </Banner>
        )}
        <RequestReview details={details} />
      </SidePane>
      {deleting && <DeleteRequestDialog request={request} onClose={() => setDeleting(false)} />}
    </>
  );
}

const newest = (read: Request, answered: Request | null): Request =>
  answered !== null && answered.version > read.version ? answered : read;

/** What to read out when the status changes while the pane is open (A5); nothing at first. */
function useStatusNews(request: Pick<Request, 'status' | 'request_type'> | undefined): string {
  const { status, request_type: type } = request ?? {};
  const before = useRef(status);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (before.current !== undefined && status !== undefined && before.current !== status)
      setNews(statusNews(status, type ?? 'rotate_credentials'));
    before.current = status;
  }, [status, type]);
  return news;
}

// As high as what comes, so that the body stays where it is.
const HEADER_SKELETON = {
  status: (
    <span className="pane-status-skeleton">
      <Skeleton width={72} />
    </span>
  ),
  subtitle: <Skeleton width="60%" />,
};
const LINES = ['92%', '64%', '38%', '100%', '46%', '70%', '58%', '88%'];

function PaneSkeleton() {
  return (
    <div className="pane-skeleton" aria-busy="true">
      {LINES.map((width) => (
        <Skeleton key={width} width={width} />
      ))}
    </div>
  );
}
