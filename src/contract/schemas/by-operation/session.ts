import type * as operations from '../../operations/session.ts';
import * as session from '../session.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done } from '../shared.ts';

export const SCHEMAS = {
  listPersonas: { answer: session.PersonaList },
  signIn: { body: session.SignIn, answer: session.Session },
  getSession: { answer: session.Session },
  signOut: { answer: session.SignedOut },
  listNotifications: { answer: session.NotificationList },
  markNotificationsRead: { body: session.MarkRead, answer: Done },
  streamEvents: {},
} as const satisfies SchemasOf<typeof operations>;
