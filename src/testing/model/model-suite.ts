import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../service/ports/store.ts';
import { chooseSeed } from '../faults/random.ts';
import { makeHost, type TestHost } from '../http-suite/host.ts';
import { choose, drawnRuns, type Draw } from './choose.ts';
import type { Command } from './commands.ts';
import { withValve, type Valve } from './perform.ts';
import { DivergenceError, run, type Ground } from './run.ts';

/** How much is tried: the gate's short version, and the long one of `npm run test:faults`. */
export interface Amount {
  /** Runs. */
  readonly short: number;
  readonly long: number;
}

/** Commands in one run. */
const LENGTH = { short: 60, long: 80 };
/** How long a failure may be shrunk, in milliseconds. */
const SHRINKING = 60_000;

const long = process.env['LATCHKEY_FAULTS'] === 'long';
const TIMEOUT = (long ? 60 : 4) * 60_000;
const length = long ? LENGTH.long : LENGTH.short;

const listOf = (commands: readonly Command[]): string =>
  `[\n${commands.map((command) => `  ${JSON.stringify(command)}`).join(',\n')}\n]`;

/** Commands to replay, as a failure printed them. */
const replayed = (): readonly Command[] | null => {
  const text = process.env['LATCHKEY_FAULTS_REPLAY'];
  // Whoever replays pastes what `listOf` wrote; anything else fails at its first command.
  return text ? (JSON.parse(text) as readonly Command[]) : null;
};

/** The backend on one store against the model: random interleavings of everything that people can do. */
export const modelSuite = (
  name: string,
  amount: Amount,
  openStore: () => Promise<{ readonly store: Store; readonly drop: () => Promise<void> }>,
): void => {
  describe(`model: ${name}`, () => {
    let host: TestHost;
    let ground: Ground;
    let drop = async (): Promise<void> => undefined;

    beforeAll(async () => {
      const valve: Valve = { open: true, pace: null };
      host = await makeHost(async () => {
        const opened = await openStore();
        drop = opened.drop;
        return withValve(opened.store, valve);
      });
      ground = { host, valve };
    });
    afterAll(async () => {
      await host.close();
      await drop();
    });

    const seed = chooseSeed();
    test(
      `R2 to R22: whatever people do, in whatever order, the backend does what the model says (seed ${seed})`,
      async () => {
        const again = replayed();
        if (again) {
          await run(
            ground,
            again.map((command) => () => command),
          );
          return;
        }
        const numRuns = long ? amount.long : amount.short;
        const started = performance.now();
        let until = Number.POSITIVE_INFINITY;
        let done = 0;
        const once = async (draws: readonly Draw[]): Promise<void> => {
          // A shrink that takes too long is content with what it has.
          if (performance.now() > until) return;
          try {
            done += (
              await run(
                ground,
                draws.map((draw) => (model, serial) => choose(model, draw, serial)),
              )
            ).length;
          } catch (error) {
            until = Math.min(until, performance.now() + SHRINKING);
            throw error;
          }
        };
        const result = await fc.check(fc.asyncProperty(drawnRuns(length), once), { seed, numRuns });
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        console.log(
          `model on ${name}: LATCHKEY_FAULTS_SEED=${seed}, ${result.numRuns} runs, ${done} commands, ${seconds} s`,
        );
        if (!result.failed) return;
        const error = result.errorInstance;
        const commands = error instanceof DivergenceError ? listOf(error.commands) : '(none)';
        expect.fail(
          `${String(error)}\n\nLATCHKEY_FAULTS_SEED=${seed}, shrunk ${result.numShrinks} times; replay with LATCHKEY_FAULTS_REPLAY=\n${commands}`,
        );
      },
      TIMEOUT,
    );
  });
};
