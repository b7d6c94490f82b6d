import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startAttack } from '../testing/faults/attack.ts';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { advance, checkAnswers } from '../testing/faults/check-answers.ts';
import { faultsIn, makeGround, settle, start } from '../testing/faults/ground.ts';
import { listen } from '../testing/faults/listen.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { chooseSeed, isLong, seeded } from '../testing/faults/random.ts';
import { openLine } from '../testing/line.ts';

const size = isLong() ? { breaks: 30, each: 10, limit: 1_200_000 } : { breaks: 5, each: 8, limit: 180_000 };

/** In turn, so that the short version meets each. */
const HOW = ['cut', 'delay', 'cut', 'silence'] as const;

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('a server whose line to PostgreSQL breaks', () => {
  const seed = chooseSeed();
  it(
    `answers 503, leaves nothing half done, and goes on by itself (seed ${seed})`,
    {
      timeout: size.limit,
    },
    async () => {
      const random = seeded(seed);
      const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
      const line = await openLine(new URL(ground.databaseUrl));
      onTestFinished(() => line.close());
      const server = start({ ...ground.env, DATABASE_URL: line.url });
      const url = await server.url;
      const callers = createCallers(sendTo(() => url));
      const ledger = createLedger();
      const stream = await listen(callers);
      const recoveries: number[] = [];
      for (let round = 1; round <= size.breaks; round += 1) {
        const attack = startAttack({
          callers,
          ledger,
          random: random.fork(),
          lanes: 4,
          accesses: 6,
          faults: false,
        });
        await attack.issued(size.each * round);
        await wait(random.below(100));
        const how = HOW[round % HOW.length] ?? 'cut';
        if (how === 'delay') line.delay(50 + random.below(250));
        else line[how]();
        // Longer than the limit of a statement, now and then, where there is time for it.
        const stays = isLong() && how === 'silence' && random.chance(0.2);
        await wait(stays ? 25_000 : 50 + random.below(600));
        if (how === 'cut') expect(await statusOf(`${url}/readyz`)).toBe(503);
        const mended = performance.now();
        line.mend();
        await expect.poll(() => statusOf(`${url}/readyz`), { interval: 20, timeout: 30_000 }).toBe(200);
        recoveries.push(performance.now() - mended);
        // Some changes may have been missed; consoles look at everything again.
        if (how === 'cut') await stream.until('resync');
        await attack.stop();
        await advance(callers, 61);
        await checkAnswers(callers, ledger);
      }
      expect(ledger.lost, 'the server itself always answers').toBe(0);
      await settle(ground, callers, ledger, [server]);
      console.log(
        `seed ${seed}: ${ledger.issued} commands, ${ledger.acknowledged} done, ${ledger.unavailable} got 503; ` +
          `ready again after ${Math.round(Math.max(...recoveries))} ms at most`,
      );
      // A line that is silent for long makes whatever waits for it slow, of which operators are told.
      const expected = /a database connection broke|something failed|the database took/u;
      expect(faultsIn([server]).filter((entry) => !expected.test(entry))).toStrictEqual([]);
    },
  );
});
