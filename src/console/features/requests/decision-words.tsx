import type { Request } from '../../../contract/schemas/requests.ts';
import { PastTime } from '../../parts/past-time.tsx';

const DECISIONS = {
  provisioning: 'Approved',
  approved: 'Approved',
  failed: 'Approved',
  declined: 'Declined',
} as const satisfies Partial<Record<Request['status'], string>>;

/** By whom it was decided, when, and in which words (R9). */
export function DecisionWords({ request }: { request: Request }) {
  const { status, decided_by: person, decide_time: at, decision_message: words } = request;
  if (status === 'pending') return null;
  if (status === 'deleted')
    return <p>{request.requester.real_name} deleted this request. It can no longer be decided.</p>;
  return (
    <>
      <p>
        {DECISIONS[status]}
        {person !== undefined && <> by {person.real_name}</>}
        {at !== undefined && (
          <>
            , <PastTime at={at} focusable />
          </>
        )}
      </p>
      {words !== undefined && words !== '' && <blockquote className="review-words">{words}</blockquote>}
    </>
  );
}
