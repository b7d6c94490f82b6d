import type * as operations from '../../operations/sign-in.ts';
import { Session } from '../session.ts';
import * as signIn from '../sign-in.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done } from '../shared.ts';

export const SCHEMAS = {
  getSignInOptions: { answer: signIn.SignInOptions },
  signInByCode: { body: signIn.SignInCode, answer: Session },
  endBreakGlass: { answer: Done },
  listSessions: { answer: signIn.SessionList },
  revokeSession: { answer: Done },
  revokeOtherSessions: { answer: Done },
} as const satisfies SchemasOf<typeof operations>;
