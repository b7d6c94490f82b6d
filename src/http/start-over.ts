import type { MiddlewareHandler } from 'hono';
import * as demo from '../contract/operations/demo.ts';

const CONTROLS = '/v1/demo';

/**
 * Starting the demo over waits for the commands under way: one that the fault "slow" holds up would otherwise be carried
 * out in the new demo.
 */
export const startOverAlone = (): MiddlewareHandler => {
  const underWay = new Set<Promise<void>>();
  return async (c, next) => {
    if (c.req.path === demo.resetDemo.path) await Promise.all(underWay);
    if (c.req.method === 'GET' || c.req.path.startsWith(CONTROLS)) return next();
    const answered = next();
    const ended = answered.catch(() => undefined);
    underWay.add(ended);
    try {
      await answered;
    } finally {
      underWay.delete(ended);
    }
  };
};
