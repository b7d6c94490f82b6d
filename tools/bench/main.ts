import { cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAudit } from './audit.ts';
import {
  measureBundle,
  measureDemo,
  measureInteractions,
  measureKeysPage,
  measureOverview,
  measureRows,
  measureUsers,
} from './browser.ts';
import { measureBefore } from './before.ts';
import { measureDecisions } from './decisions.ts';
import { measureFanOut } from './fan-out.ts';
import { openGround, type Ground } from './ground.ts';
import { measureKeys } from './keys.ts';
import { measureLists } from './lists.ts';
import { measureMemory } from './memory.ts';
import { measureRenewal } from './renewal.ts';
import { measureStarts } from './starts.ts';

/**
 * `npm run bench`: what docs/benchmarks.md records. `--only lists,decisions` runs these sections, `--quick` measures less
 * often, `--accesses 1000,10000` and `--keys 1000,10000` make the worlds of lists smaller, `--before FOLDER` names
 * another checkout for the section of that name, `--server-flags=--cpu-prof` reaches the servers on it.
 */
const SECTIONS: Readonly<
  Record<string, { readonly title: string; readonly measure: (ground: Ground) => Promise<void> }>
> = {
  bundle: { title: 'Bundle', measure: measureBundle },
  starts: { title: 'Start to ready', measure: measureStarts },
  memory: { title: 'Memory of an idle server', measure: measureMemory },
  overview: {
    title: 'Access overview on a real server beside a bare React page',
    measure: measureOverview,
  },
  demo: { title: 'Access overview of the demo beside a bare React page', measure: measureDemo },
  rows: { title: '10,000 accesses beside 40', measure: measureRows },
  users: { title: 'Users tab with 5,000 users beside 50', measure: measureUsers },
  interactions: { title: 'Interactions', measure: measureInteractions },
  lists: { title: 'Lists under 50 clients', measure: measureLists },
  before: { title: 'Lists beside those of another checkout', measure: measureBefore },
  keys: { title: 'API keys', measure: measureKeys },
  'keys-page': { title: 'Keys page of a cluster with 5,000 keys beside 50', measure: measureKeysPage },
  audit: { title: 'Audit log of a million events', measure: measureAudit },
  decisions: { title: 'Decisions and reveals', measure: measureDecisions },
  renewal: { title: 'Reads while certificates are renewed', measure: measureRenewal },
  'fan-out': { title: 'Events', measure: measureFanOut },
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(SECTIONS).join(',') },
    quick: { type: 'boolean', default: false },
    accesses: { type: 'string', default: '1000,100000' },
    keys: { type: 'string', default: '1000,100000' },
    before: { type: 'string' },
    'server-flags': { type: 'string', default: '' },
  },
});
const chosen = values.only.split(',');
for (const name of chosen)
  if (!SECTIONS[name]) throw new RangeError(`--only knows ${Object.keys(SECTIONS).join(', ')}`);

const ground = openGround({
  quick: values.quick,
  before: values.before === undefined ? null : resolve(values.before),
  keySizes: values.keys.split(',').map(Number),
  listSizes: values.accesses.split(',').map(Number),
  serverFlags: values['server-flags'].split(' ').filter((flag) => flag !== ''),
});
try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  );
  for (const [name, { title, measure }] of Object.entries(SECTIONS)) {
    if (!chosen.includes(name)) continue;
    console.log(`\n## ${title}\n`);
    await measure(ground);
  }
} finally {
  await ground.end();
}
