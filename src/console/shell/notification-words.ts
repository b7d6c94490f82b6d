import type { Notification } from '../../contract/schemas/session.ts';
import { paths } from '../paths.ts';

type Params = Readonly<Record<string, string>>;

const SENTENCES = {
  request_to_approve: (p) => `${p['person'] ?? 'Someone'} asks for new credentials for ${p['access']}.`,
  credentials_ready: (p) => `New credentials for ${p['access']} are ready. You can see them once.`,
  request_declined: (p) =>
    `${p['person'] ?? 'An approver'} declined your request for ${p['access']}${p['reason'] ? `: ${p['reason']}` : '.'}`,
  request_failed: (p) =>
    `Making new credentials for ${p['access']} failed${p['reason'] ? `: ${p['reason']}` : '.'} The old ones keep working.`,
  credentials_expired: (p) =>
    `Nobody looked at the new credentials for ${p['access']} in time, so they were destroyed.`,
  first_credentials_ready: (p) => `${p['access']} is ready. You can see its credentials once.`,
} as const satisfies Record<Notification['kind'], (params: Params) => string>;

/** What a notification says (R13). */
export const sentenceOf = (notification: Pick<Notification, 'kind' | 'params'>): string =>
  SENTENCES[notification.kind](notification.params);

/** Where it leads: the approver to the request to decide, everyone else to what they asked for. */
export function linkOf(
  notification: Pick<Notification, 'kind' | 'request_id' | 'access_id'>,
): string | undefined {
  const { kind, request_id: request, access_id: access } = notification;
  if (request !== undefined)
    return kind === 'request_to_approve' ? paths.approval(request) : paths.groupRequest(request);
  return access === undefined ? undefined : paths.access(access);
}
