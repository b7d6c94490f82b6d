import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { Client } from '../testing/client.ts';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { browsersOf, FIRST_CALLS, withPeople } from '../testing/faults/consoles.ts';
import { faultsIn, makeGround, start } from '../testing/faults/ground.ts';
import { followStream, type Listening } from '../testing/faults/listen.ts';
import { isLong } from '../testing/faults/random.ts';
import { newAccess } from '../testing/http-suite/host.ts';
import { startCluster } from '../testing/postgres.ts';
import { OVERLAP } from '../testing/world.ts';

const PEOPLE = isLong() ? 200 : 40;
/** How often once more; the embedded database cannot be restarted apart from its server. */
const ROUNDS = isLong() ? { PGlite: 10, PostgreSQL: 10 } : { PGlite: 0, PostgreSQL: 1 };
/** How long a console waits before it asks again, in milliseconds. */
const AGAIN = 100;

interface Loads {
  /** How long each console took to have everything, in milliseconds. */
  readonly took: number[];
  /** Status of every answer that was no 200. */
  readonly refused: number[];
}

/** Loads a console: what was refused with 503 is asked again, as the console does. */
const load = async (browser: Client, { took, refused }: Loads): Promise<void> => {
  const from = performance.now();
  const ask = async (id: (typeof FIRST_CALLS)[number]): Promise<void> => {
    for (;;) {
      const { status } = await browser.send(id);
      if (status === 200) return;
      refused.push(status);
      if (status !== 503) return;
      await wait(AGAIN);
    }
  };
  await Promise.all(FIRST_CALLS.map(ask));
  took.push(performance.now() - from);
};

const loadAll = async (browsers: readonly Client[]): Promise<Loads> => {
  const loads: Loads = { took: [], refused: [] };
  await Promise.all(browsers.map((browser) => load(browser, loads)));
  return loads;
};

const say = (what: string, { took, refused }: Loads): void => {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  console.log(
    `${what}: ${sorted.length} consoles loaded, half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms, the last after ${at(1)} ms; ${refused.length} answers said 503`,
  );
};

describe.each(['PGlite', 'PostgreSQL'] as const)(`${PEOPLE} people who reload at once, on %s`, (kind) => {
  it(
    'are all served; so they are when the database is restarted amidst',
    { timeout: isLong() ? 600_000 : 240_000 },
    async () => {
      // One of its own, for it is going to be restarted.
      const cluster = kind === 'PostgreSQL' ? await startCluster() : null;
      if (cluster) onTestFinished(() => cluster.stop());
      const ground = await makeGround(kind, cluster?.url ?? inject('postgresUrl'), (world) =>
        withPeople(world, PEOPLE),
      );
      // The limit that everybody has.
      const server = start({ ...ground.env, LATCHKEY_RATE_LIMIT: '3000' });
      const url = await server.url;
      const browsers = browsersOf(
        PEOPLE,
        sendTo(() => url),
      );
      const ada = createCallers(sendTo(() => url)).as('ada');
      let made = 0;
      const change = async (): Promise<void> => {
        made += 1;
        const body = newAccess(`made-${made}`, 'grp_payments', OVERLAP, ['orders']);
        await ada.ok('createAccess', { body });
      };
      await change();

      const [streams, first] = await Promise.all([
        Promise.all(browsers.map((browser) => followStream(browser))),
        loadAll(browsers),
      ]);
      say(kind, first);
      expect(first.refused).toEqual([]);
      expect(first.took).toHaveLength(PEOPLE);
      const heard = (word: string): Promise<unknown> =>
        Promise.all(streams.map((stream: Listening) => stream.until(word)));
      await Promise.all([heard('"accesses"'), change()]);

      for (let round = 0; round < ROUNDS[kind]; round += 1) {
        const [loads] = await Promise.all([loadAll(browsers), cluster?.crash()]);
        say(cluster ? `${kind}, restarted amidst` : kind, loads);
        expect(loads.refused.filter((status) => status !== 503)).toEqual([]);
        if (cluster) await heard('resync');
        else expect(loads.refused).toEqual([]);
        expect(loads.took).toHaveLength(PEOPLE);
        await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 30_000 }).toBe(200);
        await Promise.all([heard('"accesses"'), change()]);
      }
      server.child.kill('SIGTERM');
      await server.ended;
      const told = /a database connection broke|something failed/u;
      expect(faultsIn([server]).filter((line) => !cluster || !told.test(line))).toEqual([]);
    },
  );
});
