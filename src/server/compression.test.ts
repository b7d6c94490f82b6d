import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { expect, it } from 'vitest';
import { compressAnswer } from './compression.ts';

/** A file, endless unless told, that knows how much of it was asked for, and whether it was given up. */
const file = (
  length = Number.POSITIVE_INFINITY,
  headers: Record<string, string> = { 'content-type': 'text/csv; charset=utf-8' },
) => {
  let lines = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      lines += 1;
      if (lines > length) {
        controller.close();
        return;
      }
      // Noise, so that compression does not swallow it.
      controller.enqueue(crypto.getRandomValues(new Uint8Array(16 * 1024)));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  const answer = new Response(body, { headers });
  return { answer, lines: () => lines, cancelled: () => cancelled };
};

for (const [encoding, headers] of [
  ['gzip', undefined],
  ['identity', undefined],
  [
    'gzip',
    { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="audit.json"' },
  ],
] as const) {
  it(`streams a file without running ahead of its reader, and ends with it: ${encoding}, ${headers?.['content-type'] ?? 'CSV'}`, async () => {
    const source = file(undefined, headers);
    const answer = await compressAnswer(source.answer, encoding);
    const reader = answer.body?.getReader();
    await reader?.read();
    let before = -1;
    // It fills its buffers and then waits.
    await expect.poll(() => before === (before = source.lines()), { interval: 100 }).toBe(true);
    expect(source.lines()).toBeLessThan(100);
    await reader?.cancel();
    await expect.poll(source.cancelled).toBe(true);
  });
}

it('a file that cannot go on is cut, not ended', async () => {
  for (const encoding of ['gzip', 'identity']) {
    let lines = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        lines += 1;
        if (lines > 3) throw new Error('the database went away');
        controller.enqueue(new TextEncoder().encode('a,b\r\n'));
      },
    });
    const answer = await compressAnswer(
      new Response(body, { headers: { 'content-type': 'text/csv' } }),
      encoding,
    );
    await expect(answer.arrayBuffer(), encoding).rejects.toThrow('the database went away');
  }
});

it('readers who leave at any moment end the file and nothing else', async () => {
  const endless: ReturnType<typeof file>[] = [];
  const answer = getRequestListener((request) => {
    const length = Number(new URL(request.url).searchParams.get('length'));
    const source = file(length === 0 ? undefined : length);
    if (length === 0) endless.push(source);
    return compressAnswer(source.answer, request.headers.get('accept-encoding') ?? undefined);
  });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  for (const encoding of ['gzip', 'identity'])
    for (const length of [0, 1, 2, 20])
      for (const chunks of [0, 1, 2, 9]) {
        const leaving = new AbortController();
        const response = await fetch(`${url}?length=${length}`, {
          headers: { 'accept-encoding': encoding },
          signal: leaving.signal,
        });
        const reader = response.body?.getReader();
        for (let read = 0; read < chunks; read += 1) await reader?.read();
        leaving.abort();
      }
  // An error that nobody catches would end a real server, and fails this run.
  await expect.poll(() => endless.filter((source) => !source.cancelled()).length).toBe(0);
  expect(endless).toHaveLength(8);
  server.close();
});
