import { KeyRound } from 'lucide-react';
import type { RequestDetails, RotationRequest } from '../../../contract/schemas/requests.ts';
import { useUrlDialog } from '../../parts/use-url-dialog.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';

/** The way from an approved request to its credentials, while there is something to see (R14, R17, R20). */
export function NewCredentials({
  request,
  access,
  now,
}: {
  request: RotationRequest;
  access: RequestDetails['access'];
  now: number;
}) {
  const dialog = useUrlDialog('credentials');
  if (request.status !== 'approved' || access === undefined) return null;
  if (request.outcome !== 'unviewed' && request.outcome !== 'shown') return null;
  const verdict = access.review_credentials;
  const until = access.credentials_expire_time;
  return (
    <div className="review-reveal">
      <VerdictButton
        verdict={verdict}
        variant="primary"
        icon={<KeyRound size={16} aria-hidden />}
        onClick={() => dialog.open(request.access_id)}
      >
        Review credentials
      </VerdictButton>
      <p className="review-note">
        {!verdict.allowed && <>{verdict.message} </>}
        {request.outcome === 'unviewed' && until !== undefined && (
          <>
            They are destroyed unseen <RelativeTime at={until} now={now} focusable />.
          </>
        )}
      </p>
    </div>
  );
}
