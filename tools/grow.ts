import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growLargeWorld } from '../src/mocks/seed/large-world.ts';
import { createSealer } from '../src/runtime/sealer.ts';
import { readConfig } from '../src/server/config.ts';
import { keepSealingKey } from '../src/server/sealing-key.ts';
import { openPglite } from '../src/server/store/pglite.ts';
import { openPostgres } from '../src/server/store/postgres.ts';

/**
 * `npm run grow -- --accesses 10000 [--data-dir DIR]`: replaces everything in the configured store (DATA_DIR or
 * DATABASE_URL) by the demo organization with so many accesses. For benchmarks and tests; a server on an embedded store
 * must be stopped first.
 */
const { values } = parseArgs({
  options: { accesses: { type: 'string', default: '10000' }, 'data-dir': { type: 'string' } },
});
const accesses = Number(values.accesses);
if (!Number.isInteger(accesses) || accesses < 1 || accesses > 200_000)
  throw new RangeError('--accesses takes a whole number from 1 to 200000');
const directory = values['data-dir'];
const { config } = readConfig({
  ...process.env,
  ...(directory === undefined ? {} : { DATA_DIR: directory }),
});
const sealer = createSealer(config.sealingKey ?? (await keepSealingKey(config.dataDir)));
const started = performance.now();
const world = await growLargeWorld({ now: Date.now(), sealer, accesses });
const grown = performance.now();
const store =
  config.databaseUrl === null
    ? await openPglite(join(config.dataDir, 'database'))
    : await openPostgres(config.databaseUrl);
try {
  await store.replaceAll(world);
} finally {
  await store.close();
}
const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;
console.log(
  `${accesses} accesses and ${world.requests.length} requests: grown in ${seconds(started, grown)}, stored in ${seconds(grown, performance.now())}`,
);
