import { AsyncLocalStorage } from 'node:async_hooks';
import {
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Store } from '../service/ports/store.ts';

/** Spans of one server process, sent by OTLP over HTTP. No attribute holds what people typed, an id of theirs or a secret. */
export interface Traces {
  /** Carries out one request inside a span, which goes on the caller's trace where a `traceparent` header names one. */
  readonly request: (
    call: {
      readonly method: string;
      readonly operation: string;
      readonly requestId: string;
      readonly headers: Readonly<Record<string, string>>;
    },
    run: () => Promise<{ readonly status: number }>,
  ) => Promise<void>;
  /** The same store; each of its transactions is a span of the request that it belongs to. */
  readonly store: (store: Store) => Store;
  /** Sends what is left. */
  readonly stop: () => Promise<void>;
}

/** How long the last spans may take when the server stops, in milliseconds. */
const LAST_SEND = 2000;

/** `endpoint` as OTEL_EXPORTER_OTLP_ENDPOINT names it: without the path that spans are sent to. */
export const createTraces = (endpoint: string): Traces => {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/u, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'latchkey' }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000 })],
  });
  const tracer = provider.getTracer('latchkey');
  const propagator = new W3CTraceContextPropagator();
  const current = new AsyncLocalStorage<Context>();

  /** A span inside the current one; whoever waits for a job or a timer is nobody's part. */
  const inside = async <R>(name: string, work: () => Promise<R>): Promise<R> => {
    const parent = current.getStore();
    if (!parent) return work();
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT }, parent);
    try {
      return await current.run(trace.setSpan(parent, span), work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      // Not the message, in which there may be a value.
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  };

  return {
    request: async ({ method, operation, requestId, headers }, run) => {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan(`${method} ${operation}`, { kind: SpanKind.SERVER }, parent);
      span.setAttributes({ 'http.request.method': method, 'latchkey.request_id': requestId });
      try {
        const { status } = await current.run(trace.setSpan(parent, span), run);
        span.setAttribute('http.response.status_code', status);
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      } finally {
        span.end();
      }
    },
    store: (store) => ({
      ...store,
      read: (work) => inside('store read', () => store.read(work)),
      get: (table, id) => inside(`store get ${table}`, () => store.get(table, id)),
      write: (work) => inside('store write', () => store.write(work)),
    }),
    stop: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_SEND).unref());
      await Promise.race([provider.shutdown(), late]);
    },
  };
};
