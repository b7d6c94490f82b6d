import { Counter, Gauge, type Registry } from 'prom-client';
import { auditFigures, type AuditFigures } from '../service/audit/audit-figures.ts';
import type { Store } from '../service/ports/store.ts';
import type { Streamer } from './audit-stream/streamer.ts';

/** What the figures of the audit log are read from when they are asked for. */
export interface AuditSources {
  readonly store: Pick<Store, 'read'>;
  readonly now: () => number;
  readonly receiverId: string | null;
  readonly keepDays: number | null;
  /** Null where nothing is streamed. */
  readonly streamer: Pick<Streamer, 'figures'> | null;
}

/** Figures of the database; null: there is none to show. `at` is the moment that they were read. */
const FIGURES: readonly (readonly [
  name: string,
  help: string,
  value: (figures: AuditFigures, at: number) => number | null,
])[] = [
  ['broken_chains', 'Chains that were found changed when they were last verified.', (f) => f.brokenChains],
  ['waiting', 'Audit events that wait for their link.', (f) => f.waiting],
  [
    'check_age_seconds',
    'How long ago the chain was verified that was verified longest ago.',
    ({ checkedAt }, at) => (checkedAt === null ? null : Math.max(0, at - checkedAt) / 1000),
  ],
];

const STREAM_FIGURES: typeof FIGURES = [
  [
    'stream_entries_behind',
    'Linked events that the receiver does not have.',
    (f) => f.stream?.behind ?? null,
  ],
  [
    'stream_seconds_behind',
    'How long ago the oldest of them was linked.',
    ({ stream }, at) => (stream?.since ? Math.max(0, at - stream.since) / 1000 : 0),
  ],
  [
    'stream_held_back',
    'Those of them that policy would have removed from the database.',
    (f) => f.stream?.heldBack ?? null,
  ],
];

/** Adds the figures of the audit log. A database that does not answer leaves them out. */
export const addAuditMetrics = (register: Registry, sources: AuditSources): void => {
  const { store, now, receiverId, keepDays, streamer } = sources;
  const registers = [register];
  const read = async () => {
    const at = now();
    return { at, figures: await store.read((tx) => auditFigures(tx, { now: at, receiverId, keepDays })) };
  };
  /** All gauges are asked at the same moment and share one reading. */
  let reading: ReturnType<typeof read> | undefined;
  for (const [name, help, value] of streamer ? [...FIGURES, ...STREAM_FIGURES] : FIGURES)
    new Gauge({
      name: `latchkey_audit_${name}`,
      help,
      registers,
      async collect() {
        this.remove();
        try {
          reading ??= read().finally(() => (reading = undefined));
          const { at, figures } = await reading;
          const found = value(figures, at);
          if (found !== null) this.set(found);
        } catch {
          // Left out; latchkey_database_up says why.
        }
      },
    });
  if (!streamer) return;
  new Gauge({
    name: 'latchkey_audit_stream_failing',
    help: 'Whether the receiver took nothing the last time that this server streamed.',
    registers,
    collect() {
      this.set(streamer.figures().failing ? 1 : 0);
    },
  });
  new Counter({
    name: 'latchkey_audit_stream_failures_total',
    help: 'Batches that the receiver did not take from this server.',
    registers,
    collect() {
      this.reset();
      this.inc(streamer.figures().failures);
    },
  });
};
