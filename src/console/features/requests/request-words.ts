import type { Outcome, Request, RotationRequest } from '../../../contract/schemas/requests.ts';
import { OVERTAKEN_BY_REPORT } from '../../../contract/words.ts';
import { OVERLAP_PHRASES } from '../../parts/overlap-words.ts';

const AFTER_APPROVAL = {
  unviewed: (request) =>
    `New credentials for ${request.username} are ready. Only ${request.requester.real_name} can see them, once.`,
  shown: (request) =>
    `${request.requester.real_name} has seen the new credentials for ${request.username} and has not confirmed yet that they are saved.`,
  saved: (request) => `${request.requester.real_name} has saved the new credentials for ${request.username}.`,
  unconfirmed: (request) =>
    `${request.requester.real_name} has seen the new credentials for ${request.username} but never confirmed that they are saved. The old ones keep working until somebody ends them.`,
  expired: (request) =>
    `Nobody looked at the new credentials for ${request.username} in time, so they were destroyed. The old ones keep working.`,
  compromised: (request) =>
    `The credentials of ${request.username} were reported as compromised and ended, these and the ones before.`,
} as const satisfies Record<Exclude<Outcome, 'deleted'>, (request: RotationRequest) => string>;

/** One sentence, or two, on what the request brings about: before the decision what would happen, after it what did. */
export function whatHappens(request: RotationRequest, passwordsOverlap: boolean): string {
  const { username, requester } = request;
  const old = passwordsOverlap
    ? `The old ones stop working ${OVERLAP_PHRASES[request.overlap]}.`
    : 'The old password stops working as soon as the new one is shown, because this platform keeps one password per service user.';
  if ([request.decision_message, request.failure].includes(OVERTAKEN_BY_REPORT))
    return `Nothing was made for ${username}. Its credentials were reported as compromised and ended meanwhile.`;
  switch (request.status) {
    case 'pending':
      return `If approved, ${username} gets new credentials, which only ${requester.real_name} can see, once. ${old}`;
    case 'provisioning':
      return `The platform is making new credentials for ${username}. ${old}`;
    case 'approved':
      // Only keys are deleted.
      return request.outcome === undefined || request.outcome === 'deleted'
        ? `New credentials for ${username} were made.`
        : AFTER_APPROVAL[request.outcome](request);
    case 'declined':
    case 'deleted':
      return `Nothing was made for ${username}. The credentials in use keep working.`;
    case 'failed':
      return `The platform could not make new credentials for ${username}. The old ones keep working, and nothing half-done remains.`;
  }
}

const STATUS_NEWS = {
  pending: 'The request is pending.',
  provisioning: 'The request was approved, and is being carried out.',
  approved: {
    rotate_credentials: 'The request is approved. The new credentials are ready.',
    create_api_key: 'The request is approved. The API key is ready.',
  },
  declined: 'The request was declined.',
  deleted: 'The request was deleted.',
  failed: 'The request could not be carried out.',
} as const satisfies Record<Request['status'], string | Record<Request['request_type'], string>>;

/** What a screen reader hears when a request changes while its pane is open (A5). */
export const statusNews = (status: Request['status'], type: Request['request_type']): string => {
  const news = STATUS_NEWS[status];
  return typeof news === 'string' ? news : news[type];
};

/** How many people wait or work on the same topics. */
export function sharedTopicsSentence(others: number): string {
  if (others === 0) return 'No other access uses these topics.';
  return others === 1 ? '1 other access uses these topics.' : `${others} other accesses use these topics.`;
}
