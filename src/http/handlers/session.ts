import type * as operations from '../../contract/operations/session.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/session.ts';
import * as notifications from '../../service/session/notifications.ts';
import * as sessions from '../../service/session/sessions.ts';
import { getSession } from '../../service/session/who-am-i.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listPersonas: ({ deps }) => sessions.listPersonas(deps),
    signIn: async ({ deps, demo: controls, body, token, from, setToken }) => {
      const started = await sessions.startSession(deps, body.persona, from);
      if (token !== '') await sessions.endSession(deps, token, 'signed in again');
      setToken(started.token, started.lasts);
      return getSession(deps, started.personId, started.token, controls !== null);
    },
    getSession: ({ deps, demo: controls, me, token }) => getSession(deps, me, token, controls !== null),
    signOut: async ({ deps, token, setToken }) => {
      const session = token === '' ? null : await sessions.endSession(deps, token, 'signed out');
      setToken(null);
      const url = session && (await deps.signIn.providers?.signOutUrl(deps, session));
      return { message: 'Signed out.', ...(url ? { provider_sign_out_url: url } : {}) };
    },
    listNotifications: ({ deps, me }) => notifications.listNotifications(deps, me),
    markNotificationsRead: ({ deps, me, body }) => notifications.markNotificationsRead(deps, me, body),
  },
};
