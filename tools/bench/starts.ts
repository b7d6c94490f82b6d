import { median, printTable, short } from './figures.ts';
import type { Ground } from './ground.ts';
import { startServer } from './hosts.ts';

/** From the start of the process until it says that it is ready. */
export const measureStarts = async (ground: Ground): Promise<void> => {
  const starts = ground.quick ? 3 : 7;
  const row = async (name: string, env: () => Readonly<Record<string, string>>): Promise<string[]> => {
    const times: number[] = [];
    for (let i = 0; i < starts; i += 1) {
      const server = await startServer(env());
      await server.stop();
      times.push(server.readyAfter);
    }
    return [name, short(median(times)), short(Math.min(...times)), short(Math.max(...times))];
  };
  const embedded = {
    DATA_DIR: ground.grownFolder({ accesses: 10_000 }),
    LATCHKEY_SEALING_KEY: ground.sealingKey,
  };
  const rows = [
    await row('embedded, first start (demo organization grown)', () => ({ DATA_DIR: ground.emptyFolder() })),
    await row('embedded, 10,000 accesses', () => embedded),
  ];
  for (const accesses of ground.listSizes) {
    const { env } = await ground.world({ accesses });
    rows.push(await row(`PostgreSQL, ${accesses.toLocaleString('en')} accesses`, () => env));
  }
  printTable([`Ready after, ms, of ${starts} starts`, 'median', 'best', 'worst'], rows);
};
