import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addManyKeys } from '../src/mocks/seed/large/many-keys.ts';
import { addManyUsers } from '../src/mocks/seed/large/many-users.ts';
import { growLargeWorld } from '../src/mocks/seed/large-world.ts';
import { signer } from '../src/runtime/signer.ts';
import { readConfig } from '../src/server/config.ts';
import { configuredSealer } from '../src/server/sealing-key.ts';
import { openPglite } from '../src/server/store/pglite.ts';
import { openPostgres } from '../src/server/store/postgres.ts';
import { linkWorld } from '../src/service/audit/link-world.ts';

/**
 * `npm run grow -- --accesses 10000 [--requests N --groups N --people N --users N --users-due N --keys N --key-resource ID --seed N --data-dir DIR]`:
 * replaces everything in the configured store (DATA_DIR or DATABASE_URL) by the demo organization among so many accesses,
 * with so many more users on one service, of whom so many have a certificate that is due for renewal, and so many more
 * API keys, on every cluster by turns or on one. For benchmarks and tests; a server on an embedded store must be stopped
 * first.
 */
const { values } = parseArgs({
  options: {
    accesses: { type: 'string', default: '10000' },
    requests: { type: 'string' },
    groups: { type: 'string' },
    people: { type: 'string' },
    users: { type: 'string', default: '0' },
    'users-due': { type: 'string', default: '0' },
    keys: { type: 'string', default: '0' },
    'key-resource': { type: 'string' },
    seed: { type: 'string', default: '1' },
    'data-dir': { type: 'string' },
  },
});

const whole = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`--${name} takes a whole number from ${least} to ${most}`);
  return value;
};
const accesses = whole('accesses', values.accesses, 1, 200_000);
const { requests, groups, people } = values;
const numbers = {
  accesses,
  seed: whole('seed', values.seed, 0, 1_000_000),
  ...(requests === undefined ? {} : { requests: whole('requests', requests, 0, 1_000_000) }),
  ...(groups === undefined ? {} : { groups: whole('groups', groups, 1, 10_000) }),
  ...(people === undefined ? {} : { people: whole('people', people, 1, 100_000) }),
};

const users = whole('users', values.users, 0, 90_000);
const due = whole('users-due', values['users-due'], 0, users);
const keys = whole('keys', values.keys, 0, 200_000);
const resources = values['key-resource'] === undefined ? {} : { resources: [values['key-resource']] };

const directory = values['data-dir'];
const { config } = readConfig({
  ...process.env,
  ...(directory === undefined ? {} : { DATA_DIR: directory }),
});
const sealer = await configuredSealer(config);
// A call of WebCrypto's takes longer than the hash itself, a million times over.
const digest = async (text: string): Promise<string> => createHash('sha256').update(text).digest('hex');
const started = performance.now();
const parts = { now: Date.now(), sealer, digest };
const peopled = await addManyUsers(await growLargeWorld({ ...parts, ...numbers }), { ...parts, users, due });
const unlinked = await addManyKeys(peopled, { ...parts, keys, ...resources });
const world = await linkWorld(unlinked, { ...parts, signer });
const grown = performance.now();
const store =
  config.databaseUrl === null
    ? await openPglite(join(config.dataDir, 'database'))
    : await openPostgres(config.databaseUrl, { statementTimeout: 600_000 });
try {
  await store.replaceAll(world);
} finally {
  await store.close();
}
const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;
const { maxRSS } = process.resourceUsage();
console.log(
  `${accesses} accesses, ${world.requests.length} requests, ${world.groups.length} groups, ${world.people.length} people, ${world.serviceUsers.length} service users and ${world.apiKeys.length} API keys: grown in ${seconds(started, grown)}, stored in ${seconds(grown, performance.now())}, with at most ${Math.round(maxRSS / 1024)} MB`,
);
