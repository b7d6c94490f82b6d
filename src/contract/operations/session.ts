import { operation } from '../operation.ts';

export const listPersonas = operation({
  id: 'listPersonas',
  method: 'GET',
  path: '/v1/personas',
  group: 'Session',
  summary: 'The personas that can be signed in as, where they are the way to sign in',
  session: 'none',
  nouns: ['session'],
});

export const signIn = operation({
  id: 'signIn',
  callers: 'session',
  method: 'POST',
  path: '/v1/session',
  group: 'Session',
  summary: 'Sign in as a persona',
  session: 'none',
  problems: ['invalid_request', 'authentication_failed'],
  touches: ['session'],
});

export const getSession = operation({
  id: 'getSession',
  callers: 'session',
  method: 'GET',
  path: '/v1/session',
  group: 'Session',
  summary: 'Who am I',
  nouns: ['session', 'groups'],
});

export const signOut = operation({
  id: 'signOut',
  callers: 'session',
  method: 'DELETE',
  path: '/v1/session',
  group: 'Session',
  summary: 'Sign out',
  session: 'none',
  touches: ['session'],
});

export const listNotifications = operation({
  id: 'listNotifications',
  method: 'GET',
  path: '/v1/notifications',
  group: 'Notifications',
  summary: 'My newest notifications, 50 at most',
  nouns: ['notifications'],
});

export const markNotificationsRead = operation({
  id: 'markNotificationsRead',
  method: 'POST',
  path: '/v1/notifications/read',
  group: 'Notifications',
  summary: 'Mark notifications as read',
  problems: ['invalid_request'],
  touches: ['notifications'],
});

export const streamEvents = operation({
  id: 'streamEvents',
  method: 'GET',
  path: '/v1/events',
  group: 'Events',
  summary: 'Live changes as server-sent events',
  description:
    'Each `change` event names what became stale: `{"touches":["requests"]}`. `resync` says that some may have been missed. No content, no secrets.',
  produces: 'events',
});
