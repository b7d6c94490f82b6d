import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startOverAlone } from './start-over.ts';

test('starting over waits for the commands under way, and for nothing else', async () => {
  const told: string[] = [];
  const held = Promise.withResolvers<void>();
  const app = new Hono();
  app.use(startOverAlone());
  app.post('/command', async (c) => {
    await held.promise;
    told.push('command');
    return c.text('done');
  });
  app.post('/failing', () => Promise.reject(new Error('no')));
  app.get('/list', async (c) => {
    await new Promise(() => undefined);
    return c.text('never');
  });
  app.post('/v1/demo/reset', (c) => {
    told.push('reset');
    return c.text('done');
  });
  app.onError((_, c) => c.text('failed', 500));

  const command = app.request('/command', { method: 'POST' });
  void app.request('/list');
  await app.request('/failing', { method: 'POST' });
  const reset = app.request('/v1/demo/reset', { method: 'POST' });
  await Promise.resolve();
  expect(told).toEqual([]);
  held.resolve();
  expect((await Promise.all([command, reset])).map(({ status }) => status)).toEqual([200, 200]);
  expect(told).toEqual(['command', 'reset']);
});
