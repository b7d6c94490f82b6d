import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `npm start`: builds the console when it is missing or older than its sources, then runs the server in this process. */

const root = dirname(import.meta.dirname);

/** What the build reads. */
const sources = [
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'public/**/*',
  'src/console/**/*',
  'src/contract/**/*',
  'src/domain/**/*',
  'src/server/store/*migration*.ts',
  'src/server/store/*empty-database.ts',
  'tools/vite/**/*',
];

demandNewNode();
buildConsole();
await import('../src/server/main.ts');

/** Started by hand with an old Node, it goes on with the pinned one. */
function demandNewNode(): void {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const wanted = engines.node.replace(/^>=/, '');
  if (wanted.localeCompare(process.versions.node, undefined, { numeric: true }) <= 0) return;
  const pinned = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(pinned)) {
    console.error(
      `Node ${wanted} or later is needed, this is ${process.versions.node}. Run npm ci, or install it.`,
    );
    process.exit(1);
  }
  const { status } = spawnSync(pinned, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}

function buildConsole(): void {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const page = join(root, 'dist', 'index.html');
  const built = existsSync(page) ? statSync(page).mtimeMs : undefined;
  // An installation without tools keeps the console that it came with.
  if (built !== undefined && (!existsSync(vite) || newest() <= built)) return;
  console.log('Building the console, once …');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--mode', 'server'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`${stdout}${stderr}\nThe console could not be built.`);
  process.exit(1);
}

/** When the youngest source was changed, in milliseconds. */
function newest(): number {
  return Math.max(...globSync(sources, { cwd: root }).map((file) => statSync(join(root, file)).mtimeMs));
}
