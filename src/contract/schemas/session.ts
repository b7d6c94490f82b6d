import * as z from 'zod/mini';
import { NOTIFICATION_KINDS, PERSONAS, SESSION_KINDS } from '../values.ts';
import { wireTime } from './shared.ts';

export const PersonaName = z.enum(PERSONAS);
export type PersonaName = z.output<typeof PersonaName>;

export const Persona = z.object({
  persona: PersonaName,
  real_name: z.string(),
  user_email: z.string(),
  /** What this person can show, in a few words. */
  description: z.string(),
});
export const PersonaList = z.object({ personas: z.array(Persona) });
export const SignIn = z.object({ persona: PersonaName });

/** Who am I. */
export const Session = z.object({
  user: z.object({
    user_id: z.string(),
    real_name: z.string(),
    user_email: z.string(),
    is_organization_admin: z.boolean(),
    persona: z.optional(PersonaName),
  }),
  organization: z.object({ organization_id: z.string(), organization_name: z.string() }),
  groups: z.array(z.object({ user_group_id: z.string(), user_group_name: z.string() })),
  /** Names by project. */
  project_roles: z.record(z.string(), z.enum(['admin', 'operator', 'developer', 'read_only'])),
  /** How one came in; the provider's names where it was through one. */
  sign_in: z.object({
    kind: z.enum(SESSION_KINDS),
    provider_id: z.optional(z.string()),
    provider_name: z.optional(z.string()),
  }),
  /** Present while somebody is in by break-glass. */
  break_glass_until_time: z.optional(wireTime),
  expire_time: wireTime,
  /** The server's clock, which every relative time is measured by. */
  server_time: wireTime,
  /** Whether the demo's own controls (clock, faults, reset) answer. */
  demo: z.boolean(),
});
export type Session = z.output<typeof Session>;

/** Where the browser goes next to end the provider's session too, where it has a place for that. */
export const SignedOut = z.object({ message: z.string(), provider_sign_out_url: z.optional(z.string()) });

export const Notification = z.object({
  notification_id: z.string(),
  kind: z.enum(NOTIFICATION_KINDS),
  request_id: z.optional(z.string()),
  access_id: z.optional(z.string()),
  params: z.record(z.string(), z.string()),
  create_time: wireTime,
  read: z.boolean(),
});
export type Notification = z.output<typeof Notification>;
export const NotificationList = z.object({ notifications: z.array(Notification), unread_count: z.int() });
/** Without ids: all. */
export const MarkRead = z.object({
  notification_ids: z.optional(z.array(z.string()).check(z.maxLength(1000))),
});
