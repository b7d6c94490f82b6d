import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { followEventStreams } from './event-streams.ts';
import { createRootApp } from './root-app.ts';

it('a fault outside the API is told to the log alone, and its answer is protected like every other', async () => {
  const reported: unknown[] = [];
  const fault = new Error('hunter2');
  const root = createRootApp({
    api: new Hono(),
    site: { answer: () => Promise.reject(fault), warm: async () => undefined },
    streams: followEventStreams(),
    keeper: (_, next) => next(),
    stopping: () => false,
    observe: null,
    report: (error) => void reported.push(error),
    loopbackOnly: true,
  });
  const answer = await root.request('http://localhost/', {}, { incoming: {} });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hunter2');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/u);
  expect(reported).toEqual([fault]);
});
