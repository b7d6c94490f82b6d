import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Holds both builds against the budgets of docs/benchmarks.md: bytes and requests repeat exactly, so they gate; times do
 * not, so `npm run bench` only reports them. Exits 1 when one is broken.
 */

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isDynamicEntry?: boolean;
  readonly src?: string;
}

const LATER_ROUTES = [
  'src/console/features/accesses/access-page.tsx',
  'src/console/features/requests/approvals-page.tsx',
  'src/console/features/requests/group-requests-page.tsx',
  'src/console/features/incidents/reviews-page.tsx',
  'src/console/features/incidents/review-page.tsx',
  'src/console/features/requests/request-pane.tsx',
  'src/console/features/tokens/tokens-page.tsx',
  'src/console/features/sessions/sessions-page.tsx',
  'src/console/features/services/services-page.tsx',
  'src/console/features/services/service-page.tsx',
  'src/console/features/services/users/users-tab.tsx',
  'src/console/features/services/acls-tab.tsx',
  'src/console/features/keys/places/environments-page.tsx',
  'src/console/features/keys/places/environment-page.tsx',
  'src/console/features/keys/places/cluster-page.tsx',
  'src/console/features/keys/places/cluster-keys-tab.tsx',
  'src/console/features/keys/places/schema-registry-tab.tsx',
  'src/console/features/keys/places/ksqldb-tab.tsx',
  'src/console/features/keys/cloud/cloud-keys-page.tsx',
  'src/console/features/keys/cloud/all-keys-tab.tsx',
  'src/console/features/keys/accounts/service-accounts-page.tsx',
  'src/console/features/keys/accounts/service-account-page.tsx',
  'src/console/features/keys/accounts/users-page.tsx',
  'src/console/features/keys/accounts/user-page.tsx',
  'src/console/features/mail/notification-settings-page.tsx',
  'src/console/features/webhooks/webhooks-page.tsx',
  'src/console/features/audit/audit-page.tsx',
  'src/console/features/audit/audit-pane.tsx',
];
const MOCK = 'src/mocks/start.ts';

const root = join(import.meta.dirname, '..');

const manifestOf = (dist: string): ReadonlyMap<string, Chunk> => {
  const file = join(root, dist, '.vite/manifest.json');
  // Vite writes it in this form.
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Chunk>));
};

const kilobytes = (dist: string, file: string): number =>
  gzipSync(readFileSync(join(root, dist, file)), { level: 9 }).byteLength / 1024;

/** The files that a module needs before it runs. */
const closure = (manifest: ReadonlyMap<string, Chunk>, keys: readonly string[]): Set<string> => {
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest.get(key);
    if (!chunk) throw new Error(`${key} has no chunk of its own`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of keys) visit(key);
  return files;
};

let broken = false;
const hold = (what: string, figure: number, most: number, unit: string): void => {
  const fits = figure <= most;
  broken ||= !fits;
  console.log(
    `${fits ? 'ok    ' : 'BROKEN'} ${what}: ${figure.toFixed(unit === 'KB' ? 1 : 0)} ${unit}, at most ${most}`,
  );
};

const weigh = (dist: string, files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + kilobytes(dist, file), 0);

const server = manifestOf('dist');
const first = closure(server, ['index.html']);
hold('first route, JavaScript', weigh('dist', first), 175, 'KB');
hold('first route, JavaScript requests', first.size, 10, 'requests');
for (const route of LATER_ROUTES) {
  const more = [...closure(server, [route])].filter((file) => !first.has(file));
  hold(`${route.split('/').at(-1)}, JavaScript on top`, weigh('dist', more), 60, 'KB');
}
hold(
  'mock code in the build for a real server',
  [...server.keys()].filter((key) => key.includes('src/mocks/') || key.includes('node_modules/msw')).length +
    (existsSync(join(root, 'dist/worker.js')) ? 1 : 0) +
    readdirSync(join(root, 'dist/assets')).filter((file) => file.includes('demo-world')).length,
  0,
  'files',
);

const demo = manifestOf('dist-demo');
const page = closure(demo, ['index.html']);
const mock = [...closure(demo, [MOCK])].filter((file) => !page.has(file));
hold('mock, JavaScript on top of the page', weigh('dist-demo', mock), 140, 'KB');
// What of the demo's backend comes when it is first called (docs/decisions/007-code-that-comes-late.md).
const late = [...demo].filter(
  ([key, chunk]) => chunk.isDynamicEntry && /^src\/(?!console\/)/u.test(key) && key !== MOCK,
);
for (const [key] of late) {
  const more = [...closure(demo, [key])].filter((file) => !page.has(file) && !mock.includes(file));
  hold(`${key}, JavaScript on top of the mock`, weigh('dist-demo', more), 60, 'KB');
}
process.exitCode = broken ? 1 : 0;
