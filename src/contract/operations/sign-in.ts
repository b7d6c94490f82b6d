import { operation } from '../operation.ts';

const group = 'Session';

export const getSignInOptions = operation({
  id: 'getSignInOptions',
  method: 'GET',
  path: '/v1/sign-in',
  group,
  summary: 'How one signs in here',
  description:
    'A provider’s `sign_in_path` is opened by the browser itself, with `?return_to=` a path of the console.',
  session: 'none',
  nouns: ['session'],
});

export const signInByCode = operation({
  id: 'signInByCode',
  callers: 'session',
  method: 'POST',
  path: '/v1/sign-in/break-glass',
  group,
  summary: 'Sign in with a single-use code of the command line, where that is switched on',
  session: 'none',
  problems: ['invalid_request', 'authentication_failed', 'not_found', 'too_many_requests'],
  touches: ['session'],
});

export const endBreakGlass = operation({
  id: 'endBreakGlass',
  callers: 'session',
  method: 'DELETE',
  path: '/v1/sign-in/break-glass',
  group,
  summary: 'End every session that began with a code, for organization admins',
  problems: ['permission_denied'],
  touches: ['session'],
});

export const listSessions = operation({
  id: 'listSessions',
  callers: 'session',
  method: 'GET',
  path: '/v1/sessions',
  group,
  summary: 'My sessions, the one last used first',
  nouns: ['session'],
});

export const revokeSession = operation({
  id: 'revokeSession',
  callers: 'session',
  method: 'DELETE',
  path: '/v1/sessions/{session_id}',
  group,
  summary: 'End one of my sessions at once',
  problems: ['session_not_found'],
  touches: ['session'],
});

export const revokeOtherSessions = operation({
  id: 'revokeOtherSessions',
  callers: 'session',
  method: 'POST',
  path: '/v1/sessions/revoke-others',
  group,
  summary: 'End all my sessions but this one',
  touches: ['session'],
});
