import { setTimeout as wait } from 'node:timers/promises';
import { printTable, short } from './figures.ts';
import type { Ground } from './ground.ts';
import { startServer } from './hosts.ts';

/** How long nobody asks for anything, in seconds. */
const IDLE = 300;

/** What a server holds resident that nobody asks for anything: when it is ready, and when it has rested. */
export const measureMemory = async (ground: Ground): Promise<void> => {
  const idle = ground.quick ? IDLE / 10 : IDLE;
  const [accesses = 1000] = ground.listSizes;
  const grown = {
    DATA_DIR: ground.grownFolder({ accesses: 10_000 }),
    LATCHKEY_SEALING_KEY: ground.sealingKey,
  };
  const demo = { DATA_DIR: ground.emptyFolder() };
  const cases = [
    ['embedded, first start (demo organization grown)', demo],
    ['embedded, the same with data', demo],
    ['embedded, 10,000 accesses', grown],
    [`PostgreSQL, ${accesses.toLocaleString('en')} accesses`, (await ground.world({ accesses })).env],
  ] as const;
  const rows: (readonly string[])[] = [];
  // One after the other: nobody waits beside another's work.
  for (const [name, env] of cases) {
    const server = await startServer(env);
    ground.atEnd(() => server.stop());
    const ready = server.resident();
    await wait(idle * 1000);
    rows.push([name, short(ready / 2 ** 20), short(server.resident() / 2 ** 20)]);
    await server.stop();
  }
  printTable(['Resident, MB', 'when ready', `after ${idle} s of rest`], rows);
};
