import type { RequestDetails } from '../../../contract/schemas/requests.ts';
import { Banner } from '../../ui/banner.tsx';
import { KeyReview } from './key-review.tsx';
import { RotationReview } from './rotation-review.tsx';

/** Everything needed to decide (R8); afterwards what was done and what is left to do. */
export function RequestReview({ details }: { details: RequestDetails }) {
  const { request } = details;
  const failure = request.status === 'failed' && request.failure !== undefined && (
    <Banner severity="error" shape="box">
      {request.failure}
    </Banner>
  );
  return request.request_type === 'rotate_credentials' ? (
    <RotationReview details={details} request={request} failure={failure} />
  ) : (
    <KeyReview details={details} request={request} failure={failure} />
  );
}
