import * as z from 'zod/mini';
import { FAULTS } from '../values.ts';
import { wireTime } from './shared.ts';

export const Fault = z.enum(FAULTS);
export type Fault = z.output<typeof Fault>;

export const DemoState = z.object({ faults: z.array(Fault), now_time: wireTime });
export const SetFaults = z.object({ faults: z.array(Fault) });
export const AdvanceClock = z.object({
  /** How far the demo's clock jumps ahead. */
  seconds: z.int().check(z.minimum(1), z.maximum(10 * 365 * 86_400)),
});

/** Tries a credential on the simulated platform. */
export const Authenticate = z.object({
  project_name: z.string(),
  service_name: z.string(),
  username: z.string(),
  password: z.optional(z.string()),
  access_cert: z.optional(z.string()),
});
/** Tries an API key on one resource of the simulated platform. */
export const AuthenticateKey = z.object({ key: z.string(), secret: z.string(), resource_id: z.string() });
export const KeyAuthenticated = z.object({ accepted: z.boolean() });
export const Authenticated = z.object({ accepted: z.boolean(), generation: z.optional(z.int()) });
