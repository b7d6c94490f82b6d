import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { growDemoWorld } from '../mocks/seed/demo-world.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { makeFolder, signIn } from './testing-server.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** Takes what an OpenTelemetry collector would. */
const startCollector = async () => {
  const bodies: string[] = [];
  const server = createServer((incoming, outgoing) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
    incoming.on('end', () => {
      // Under the path that its address names, if any.
      if (incoming.url === '/otlp/v1/traces') bodies.push(text);
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/otlp`,
    text: () => bodies.join('\n'),
    spans: (): readonly Span[] =>
      bodies.flatMap((body) => {
        // As OTLP over HTTP writes it.
        const { resourceSpans } = JSON.parse(body) as {
          resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
  };
};

it('sends a span for each request and each of its transactions, on the trace of the caller, without what people typed', async () => {
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const collector = await startCollector();
  const { config } = readConfig({
    PORT: '0',
    DATA_DIR: join(folder.path, 'data'),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const lines: string[] = [];
  const server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site: join(folder.path, 'no-site'),
    growDemoWorld,
  });
  const maya = await signIn(server.url, 'requester');
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const answer = await maya.call('/v1/session?search=hunter2', { headers });
  expect(answer.status).toBe(200);
  await maya.call('/v1/access_token/lk_hunter2', { headers });
  const requestId = answer.headers.get('x-request-id');
  // Stopping sends what is left.
  await server.stop();

  const mine = collector.spans().filter((span) => span.traceId === traceId);
  const request = mine.find(({ name }) => name === 'GET getSession');
  expect(request).toMatchObject({ kind: 2, parentSpanId: 'b7ad6b7169203331' });
  expect(
    Object.fromEntries((request?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]])),
  ).toEqual({
    'http.request.method': 'GET',
    'http.response.status_code': 200,
    'latchkey.request_id': requestId,
  });
  const parts = mine.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['store get sessions', 'store read']));
  expect(collector.text()).not.toMatch(/hunter2|maya|org_/iu);
  expect(lines).toStrictEqual([]);
}, 60_000);

it('goes on where nobody takes the spans', async () => {
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const { config } = readConfig({
    PORT: '0',
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_SEED: 'none',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  });
  const server = await startServer({
    config,
    log: createLog(() => undefined),
    site: join(folder.path, 'no-site'),
    growDemoWorld,
  });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const from = performance.now();
  await server.stop();
  expect(performance.now() - from).toBeLessThan(10_000);
}, 60_000);
