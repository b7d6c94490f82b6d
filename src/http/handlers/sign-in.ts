import type * as operations from '../../contract/operations/sign-in.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/sign-in.ts';
import * as breakGlass from '../../service/session/break-glass.ts';
import * as own from '../../service/session/own-sessions.ts';
import { endSession } from '../../service/session/sessions.ts';
import { getSession } from '../../service/session/who-am-i.ts';
import { createKeyAttempts } from '../key-attempts.ts';
import type { Part } from './call.ts';

/** Wrong codes are counted like wrong secrets of one key. */
const CODE = 'break-glass';
const attempts = createKeyAttempts();

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    getSignInOptions: ({ deps: { signIn } }) => ({
      personas: signIn.providers === null,
      providers: (signIn.providers?.list ?? []).map(({ id, name }) => ({
        provider_id: id,
        provider_name: name,
        sign_in_path: `/auth/login/${id}`,
      })),
      break_glass: signIn.breakGlass,
    }),
    signInByCode: async ({ deps, demo, body, token, from, setToken }) => {
      const address = from.address ?? undefined;
      attempts.demand(CODE, address);
      const started = await breakGlass.signInByCode(deps, body.code, from).catch((error: unknown) => {
        attempts.note(CODE, address);
        throw error;
      });
      if (token !== '') await endSession(deps, token, 'signed in again');
      setToken(started.token, started.lasts);
      return getSession(deps, started.personId, started.token, demo !== null);
    },
    endBreakGlass: ({ deps, me }) => breakGlass.endBreakGlass(deps, me),
    listSessions: ({ deps, me, token }) => own.listSessions(deps, { personId: me, token }),
    revokeSession: ({ deps, me, token, params }) =>
      own.revokeSession(deps, { personId: me, token }, params.session_id),
    revokeOtherSessions: ({ deps, me, token }) => own.revokeOtherSessions(deps, { personId: me, token }),
  },
};
