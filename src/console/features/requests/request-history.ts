import type { HistoryEntry, RequestType } from '../../../contract/schemas/requests.ts';

export type HistoryTone = 'neutral' | 'amber' | 'blue' | 'green' | 'red';

export type HistoryLine = {
  /** Who did what, in one sentence. */
  sentence: string;
  /** What they wrote, or why it failed; plain text. */
  words?: string;
  tone: HistoryTone;
};

type Describe = { sentence: (actor: string) => string; tone: HistoryTone };

// What the system did by itself names nobody.
const ACTIONS: Readonly<Record<string, Describe>> = {
  'request.created': { sentence: (actor) => `${actor} asked for new credentials`, tone: 'amber' },
  'request.approved': { sentence: (actor) => `${actor} approved`, tone: 'green' },
  'request.declined': { sentence: (actor) => `${actor} declined`, tone: 'red' },
  'request.deleted': { sentence: (actor) => `${actor} deleted the request`, tone: 'neutral' },
  'request.provisioned': { sentence: () => 'The platform made the new credentials', tone: 'green' },
  'request.failed': { sentence: () => 'The platform could not make the new credentials', tone: 'red' },
  'request.retried': { sentence: (actor) => `${actor} asked the platform to try again`, tone: 'blue' },
  'credential.issued': { sentence: () => 'New credentials were sealed, to be shown once', tone: 'neutral' },
  'credential.shown': { sentence: (actor) => `The new credentials were shown to ${actor}`, tone: 'blue' },
  'credential.activated': { sentence: () => 'The platform accepts the new credentials', tone: 'neutral' },
  'credential.recovered': {
    sentence: (actor) => `${actor} fetched the same credentials again after a lost connection`,
    tone: 'neutral',
  },
  'credential.saved': {
    sentence: (actor) => `${actor} confirmed that the credentials are saved`,
    tone: 'green',
  },
  'credential.unconfirmed': {
    sentence: () => 'Nobody confirmed that the credentials are saved; the server’s copy was destroyed',
    tone: 'amber',
  },
  'credential.expired': {
    sentence: () => 'The new credentials expired before anyone looked at them',
    tone: 'amber',
  },
  'credential.retirement_advanced': {
    sentence: (actor) => `${actor} ended the old credentials early`,
    tone: 'neutral',
  },
  'credential.old_retired': { sentence: () => 'The old credentials stopped working', tone: 'neutral' },
};

// Where a request is for a key.
const KEY_ACTIONS: Readonly<Record<string, Describe>> = {
  'request.created': { sentence: (actor) => `${actor} asked for an API key`, tone: 'amber' },
  'request.failed': { sentence: () => 'The API key could not be made', tone: 'red' },
  'request.retried': { sentence: (actor) => `${actor} tried again`, tone: 'blue' },
  'api_key.created': { sentence: () => 'The API key was made, sealed, to be shown once', tone: 'neutral' },
  'api_key.shown': { sentence: (actor) => `The API key was shown to ${actor}`, tone: 'blue' },
  'api_key.recovered': {
    sentence: (actor) => `${actor} fetched the same API key again after a lost connection`,
    tone: 'neutral',
  },
  'api_key.saved': { sentence: (actor) => `${actor} confirmed that the API key is saved`, tone: 'green' },
  'api_key.unconfirmed': {
    sentence: () => 'Nobody confirmed that the API key is saved; the server’s copy was destroyed',
    tone: 'amber',
  },
  'api_key.expired': { sentence: () => 'The API key expired before anyone looked at it', tone: 'amber' },
  'api_key.deleted': { sentence: (actor) => `${actor} deleted the API key`, tone: 'neutral' },
};

const describe = (action: string, type: RequestType): Describe | undefined => {
  if (type === 'create_api_key' && Object.hasOwn(KEY_ACTIONS, action)) return KEY_ACTIONS[action];
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
};

/** The line that the history shows for what happened; an action that this console does not know yet shows by its name. */
export function historyLine(entry: HistoryEntry, type: RequestType): HistoryLine {
  const { action, actor_name: actor, details } = entry;
  const known = describe(action, type);
  // What the requester wrote stands at the top of the pane already.
  const words =
    action === 'request.created'
      ? undefined
      : (details['reason'] ?? details['failure'] ?? details['message']);
  return {
    sentence: known?.sentence(actor) ?? `${actor}: ${action.replaceAll(/[._]/gu, ' ')}`,
    tone: known?.tone ?? 'neutral',
    ...(words !== undefined && words !== '' && { words }),
  };
}
