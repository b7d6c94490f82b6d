import type * as operations from '../../contract/operations/session.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/session.ts';
import * as notifications from '../../service/session/notifications.ts';
import * as sessions from '../../service/session/sessions.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listPersonas: ({ deps }) => sessions.listPersonas(deps),
    signIn: async ({ deps, demo: controls, body, token, setToken }) => {
      const started = await sessions.startSession(deps, body.persona);
      if (token !== '') await sessions.endSession(deps, token);
      setToken(started.token);
      return sessions.getSession(deps, started.personId, started.token, controls !== null);
    },
    getSession: ({ deps, demo: controls, me, token }) =>
      sessions.getSession(deps, me, token, controls !== null),
    signOut: async ({ deps, token, setToken }) => {
      if (token !== '') await sessions.endSession(deps, token);
      setToken(null);
      return { message: 'Signed out.' };
    },
    listNotifications: ({ deps, me }) => notifications.listNotifications(deps, me),
    markNotificationsRead: ({ deps, me, body }) => notifications.markNotificationsRead(deps, me, body),
  },
};
