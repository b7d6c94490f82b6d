import type { OperationId } from '../../contract/operations.ts';
import { isFresh, type Session } from '../../domain/sign-in/session.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../problem.ts';

/**
 * What a session may do only a while after its person proved who they are, where that is configured: see secrets, replace
 * them, and make what works without the session. Calls by token and by key are not asked: making one was.
 */
const GUARDED: ReadonlySet<OperationId> = new Set<OperationId>([
  'claimCredentials',
  'showServiceUserSecrets',
  'resetServiceUser',
  'resetServiceCredentials',
  'modifyServiceUser',
  'createApiKey',
  'claimApiKey',
  'createIamApiKey',
  'createAccessToken',
]);

/** What would outlive an hour of break-glass. */
const LASTING: ReadonlySet<OperationId> = new Set<OperationId>([
  'createApiKey',
  'claimApiKey',
  'createIamApiKey',
  'createAccessToken',
  'createWebhook',
]);

/** The same, by what the body says: another administrator, another member. */
const lasts = (id: OperationId, body: unknown): boolean => {
  if (LASTING.has(id)) return true;
  const said = (name: string): unknown =>
    typeof body === 'object' && body !== null
      ? Object.entries(body).find(([key]) => key === name)?.[1]
      : undefined;
  if (id === 'addRoleBinding') return said('role') === 'OrganizationAdmin';
  if (id === 'createIamRoleBinding') return said('role_name') === 'OrganizationAdmin';
  return id === 'updateMembers' && said('operation') === 'add_members';
};

const acknowledges = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'operation' in body &&
  body.operation === 'acknowledge-renewal';

/** Errors: 403 where the login is too long ago, or break-glass would leave something behind. */
export const demandFreshLogin = (
  { signIn, clock }: Pick<Deps, 'signIn' | 'clock'>,
  id: OperationId,
  session: Session | null,
  body: unknown,
): void => {
  if (session === null) return;
  if (session.kind === 'break_glass' && lasts(id, body))
    throw new ProblemError(
      'permission_denied',
      'A break-glass session hands nothing on that would outlive it: no tokens, API keys or webhooks, no new members of groups and no organization admins.',
    );
  if (signIn.stepUp === null || session.kind !== 'provider' || !GUARDED.has(id) || acknowledges(body)) return;
  if (!isFresh(session, signIn.stepUp, clock.now()))
    throw new ProblemError(
      'step_up_required',
      'Confirm that it is you: this takes a login of a moment ago. Sign in again, then repeat it.',
    );
};
