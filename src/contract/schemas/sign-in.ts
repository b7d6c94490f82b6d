import * as z from 'zod/mini';
import { SESSION_KINDS } from '../values.ts';
import { wireTime } from './shared.ts';

export const SignInProvider = z.object({
  provider_id: z.string(),
  provider_name: z.string(),
  sign_in_path: z.string(),
});
export type SignInProvider = z.output<typeof SignInProvider>;

export const SignInOptions = z.object({
  /** Whether one signs in by choosing a persona. */
  personas: z.boolean(),
  providers: z.array(SignInProvider),
  /** Whether a code of the command line lets somebody in. */
  break_glass: z.boolean(),
});
export type SignInOptions = z.output<typeof SignInOptions>;

export const SignInCode = z.object({ code: z.string().check(z.minLength(1), z.maxLength(200)) });

export const SessionEntry = z.object({
  /** Names the session and opens nothing. */
  session_id: z.string(),
  kind: z.enum(SESSION_KINDS),
  provider_name: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  user_agent: z.nullable(z.string()),
  create_time: wireTime,
  last_used_time: wireTime,
  /** When it ends without further use. */
  expire_time: wireTime,
  /** Whether this very call was made with it. */
  current: z.boolean(),
});
export type SessionEntry = z.output<typeof SessionEntry>;

export const SessionList = z.object({ sessions: z.array(SessionEntry) });
