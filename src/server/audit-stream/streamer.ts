import { randomBytes } from 'node:crypto';
import { HOUR, MINUTE, SECOND } from '../../domain/time.ts';
import {
  ReceiverError,
  stopStreaming,
  streamRound,
  type AuditReceiver,
  type StreamingDeps,
} from '../../service/audit/stream-audit.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import { AUDIT_ERRAND } from '../../service/shared/record.ts';
import type { Log } from '../log.ts';

export interface Streamer {
  /** Batches that the receiver did not take, and whether it takes none now; of this process. */
  figures(): { readonly failures: number; readonly failing: boolean };
  stop(): Promise<void>;
}

/** How soon after a commit, how often without one, and the rests while the receiver takes nothing. Milliseconds. */
const GATHER = 200;
const LONGEST_SLEEP = 15 * SECOND;
const FIRST_REST = SECOND;
const LONGEST_REST = 2 * MINUTE;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const minutes = (milliseconds: number): string =>
  milliseconds < MINUTE
    ? `${Math.ceil(milliseconds / SECOND)} s`
    : `${Math.round(milliseconds / MINUTE)} min`;

/**
 * Streams the audit log (A3) shortly after it was linked, by any process. While the receiver takes nothing it rests ever
 * longer, and says so at once and hourly; so it does when the receiver takes something again.
 */
export const startStreamer = (
  deps: StreamingDeps,
  receiver: AuditReceiver,
  log: Pick<Log, 'note' | 'fault'>,
  /** Told of chains that are not what they were. */
  onBroken: (organizationId: string) => void,
): Streamer => {
  const owner = randomBytes(8).toString('hex');
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wakesAt = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let failures = 0;
  let inARow = 0;
  let failingSince = 0;
  let complainedAt = 0;
  let restingUntil = 0;
  let elsewhere = false;
  const saidAt = new Map<string, number>();

  /** The same once an hour. */
  const say = (error: Error): void => {
    const now = performance.now();
    if (now - (saidAt.get(error.message) ?? Number.NEGATIVE_INFINITY) < HOUR) return;
    saidAt.set(error.message, now);
    log.fault('the audit log is not streamed as it should be', error);
  };

  const failed = (error: ReceiverError): void => {
    failures += 1;
    const now = performance.now();
    if (inARow === 0) failingSince = now;
    if (inARow === 0 || now - complainedAt >= HOUR) {
      complainedAt = now;
      log.fault('the audit log cannot be streamed; it is tried again, ever more rarely', error);
    }
    restingUntil = performance.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(inARow, 10));
    inARow += 1;
  };

  const taken = (): void => {
    if (inARow > 0)
      log.note(`the audit log is streamed again, after ${minutes(performance.now() - failingSince)}`);
    inARow = 0;
  };

  /** Streams until nothing is left; how long to wait then, in milliseconds. */
  const work = async (): Promise<number> => {
    for (;;) {
      const rest = restingUntil - performance.now();
      if (stopped || rest > 0) return Math.max(rest, 0);
      try {
        const { sent, elsewhereUntil, broken, lost } = await streamRound(deps, receiver, owner);
        elsewhere = elsewhereUntil !== null;
        if (sent > 0) taken();
        for (const organizationId of lost)
          say(
            new Error(`audit events of ${organizationId} were removed by policy before they were streamed`),
          );
        for (const error of broken) {
          say(error);
          onBroken(error.organizationId);
        }
        if (elsewhereUntil !== null)
          return Math.min(LONGEST_SLEEP, Math.max(GATHER, elsewhereUntil - deps.clock.now()));
        if (sent === 0) return LONGEST_SLEEP;
      } catch (error) {
        if (error instanceof ReceiverError) failed(error);
        else {
          if (!(error instanceof UnavailableError)) say(asError(error));
          return 2 * SECOND;
        }
      }
    }
  };

  /** The earliest wish holds: a commit amidst the work must not wait for the long sleep behind it. */
  function wakeIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (stopped || (timer !== undefined && wakesAt <= at)) return;
    clearTimeout(timer);
    wakesAt = at;
    timer = setTimeout(() => {
      timer = undefined;
      turn = turn.then(work).then(wakeIn);
    }, milliseconds);
  }
  const wake = (): void => wakeIn(Math.max(GATHER, restingUntil - performance.now()));

  const unlisten = deps.store.listen(({ touches }) => touches.includes(AUDIT_ERRAND) && wake(), wake);
  wake();

  return {
    // Whoever streams by now says it of its own.
    figures: () => ({ failures, failing: inARow > 0 && !elsewhere }),
    stop: async () => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      await turn;
      await stopStreaming(deps, receiver.id, owner);
    },
  };
};
