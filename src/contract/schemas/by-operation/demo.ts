import type * as operations from '../../operations/demo.ts';
import * as demo from '../demo.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done } from '../shared.ts';

export const SCHEMAS = {
  getDemo: { answer: demo.DemoState },
  setFaults: { body: demo.SetFaults, answer: demo.DemoState },
  advanceClock: { body: demo.AdvanceClock, answer: demo.DemoState },
  expireSessions: { answer: Done },
  resetDemo: { answer: Done },
  authenticateKeyOnPlatform: { body: demo.AuthenticateKey, answer: demo.KeyAuthenticated },
  authenticateOnPlatform: { body: demo.Authenticate, answer: demo.Authenticated },
} as const satisfies SchemasOf<typeof operations>;
