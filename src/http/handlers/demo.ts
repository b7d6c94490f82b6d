import type * as operations from '../../contract/operations/demo.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/demo.ts';
import * as demo from '../../service/demo/control-demo.ts';
import type { DemoHost } from '../../service/demo/control-demo.ts';
import { ProblemError } from '../../service/problem.ts';
import type { Part } from './call.ts';

const demoOf = (call: { readonly demo: DemoHost | null }): DemoHost => {
  if (!call.demo) throw new ProblemError('not_found', 'There are no demo controls here.');
  return call.demo;
};

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    getDemo: (call) => demo.getDemo(call.deps, demoOf(call)),
    setFaults: (call) => demo.setFaults(call.deps, demoOf(call), call.body.faults),
    advanceClock: (call) => demo.advanceClock(call.deps, demoOf(call), call.body.seconds),
    expireSessions: (call) => {
      demoOf(call);
      return demo.expireSessions(call.deps);
    },
    resetDemo: (call) => demo.resetDemo(call.deps, demoOf(call)),
    authenticateKeyOnPlatform: (call) => demo.authenticateKey(demoOf(call), call.body),
    authenticateOnPlatform: (call) => demo.authenticate(call.deps, demoOf(call), call.body),
  },
};
