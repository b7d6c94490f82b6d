import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions } from '../find-chromium.ts';
import { ROOT, startServer, type RunningServer } from './hosts.ts';

/**
 * `npm run bench`: what docs/benchmarks.md records. Times are judged pair by pair against a bare React page in the same
 * run, under 4x CPU throttle, 10 Mbit/s and 40 ms; bytes and requests gate in tools/budget.ts. `--quick` runs less often.
 */
const quick = process.argv.includes('--quick');
const RUNS = quick ? '3' : '9';
const MEASURE = join(import.meta.dirname, 'measure.mjs');
const scratch = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const bare = join(ROOT, '.cache/bench/bare');

const heading = (text: string): void => console.log(`\n## ${text}\n`);

const node = (...args: string[]): void => {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
};

const measure = (...args: string[]): void => {
  const { status } = spawnSync(process.execPath, [MEASURE, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error(`measuring ended with ${status}`);
};

const vite = (...args: string[]): void => {
  node(join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', ...args);
};

/** How long to wait for a quiet machine before each run, in seconds. */
const QUIET = ['--quiet', quick ? '2' : '20'];
const PLAIN = ['--protocol', 'h1', '--encoding', 'gzip', '-n', RUNS, ...QUIET];
const BARE = ['load', bare, '--ready', 'tbody tr', '--ready-count', '25', '--label', 'bare'];
const ROWS = 'tbody a';

/** A script that signs the page in before its own first line runs. */
const signedIn = async (server: RunningServer, name: string): Promise<string> => {
  const file = join(scratch, `${name}.js`);
  writeFileSync(file, `document.cookie = 'latchkey_session=${await server.signIn('requester')}; path=/';\n`);
  return file;
};

interface ScrollResult {
  readonly rows: number;
  readonly longTasks: number;
  readonly longest: number;
}

/** Scrolls the list up and down under throttle and counts tasks over 50 ms. */
const scroll = async (server: RunningServer): Promise<ScrollResult> => {
  const browser = await chromium.launch(chromiumLaunchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page
      .context()
      .addCookies([{ name: 'latchkey_session', value: await server.signIn('requester'), url: server.url }]);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(`${server.url}/accesses`);
    // Past the rows that are drawn first. Live events keep the network busy for as long as the page is open.
    await page.locator(ROWS).nth(30).waitFor();
    await page.evaluate(() => document.fonts.ready);
    return await page.evaluate(
      () =>
        new Promise<ScrollResult>((resolve) => {
          const tasks: number[] = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) tasks.push(entry.duration);
          }).observe({ type: 'longtask' });
          let frames = 0;
          const step = (): void => {
            frames += 1;
            scrollBy(0, frames % 120 < 60 ? 60 : -60);
            if (frames < 300) requestAnimationFrame(step);
            else
              resolve({
                rows: document.querySelectorAll('tbody a').length,
                longTasks: tasks.length,
                longest: Math.max(0, ...tasks),
              });
          };
          requestAnimationFrame(step);
        }),
    );
  } finally {
    await browser.close();
  }
};

const running: RunningServer[] = [];
const start = async (directory: string): Promise<RunningServer> => {
  const server = await startServer(directory);
  running.push(server);
  return server;
};

try {
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  );
  if (!existsSync(join(ROOT, 'dist/.vite'))) vite('--mode', 'server');
  if (!existsSync(join(ROOT, 'dist-demo/.vite'))) vite('--mode', 'demo');
  mkdirSync(bare, { recursive: true });
  vite(join(import.meta.dirname, 'bare'), '--outDir', bare, '--emptyOutDir', '--base', './');

  heading('Bundle');
  node(join(ROOT, 'tools/budget.ts'));

  heading('Start to ready, embedded store');
  const small = join(scratch, 'small');
  const first = await startServer(small);
  await first.stop();
  const server = await start(small);
  console.log(`first start (demo organization grown): ${Math.round(first.readyAfter)} ms`);
  console.log(`with data: ${Math.round(server.readyAfter)} ms`);

  heading('Access overview on a real server beside a bare React page');
  const init = await signedIn(server, 'small');
  const real = ['--vs', server.url, '--vs-path', '/accesses', '--vs-ready', ROWS, '--vs-ready-count', '25'];
  measure(...BARE, ...PLAIN, ...real, '--vs-init', init, '--vs-label', 'real');

  heading('Access overview of the demo beside a bare React page');
  const demo = [
    '--vs',
    join(ROOT, 'dist-demo'),
    '--vs-path',
    '/',
    '--vs-ready',
    ROWS,
    '--vs-ready-count',
    '25',
  ];
  measure(...BARE, ...PLAIN, ...demo, '--vs-label', 'demo');

  heading('10,000 accesses beside 40');
  const large = join(scratch, 'large');
  node(join(ROOT, 'tools/grow.ts'), '--accesses', '10000', '--data-dir', large);
  const big = await start(large);
  const both = ['--path', '/accesses', '--ready', ROWS, '--ready-count', '25'];
  const vs = ['--vs', big.url, '--vs-label', '10,000', '--vs-init', await signedIn(big, 'large')];
  measure('load', server.url, ...both, '--init', init, '--label', '40', '-n', RUNS, ...QUIET, ...vs);
  const scrolled = await scroll(big);
  console.log(
    `scrolling ${scrolled.rows} rows: ${scrolled.longTasks} tasks over 50 ms, longest ${Math.round(scrolled.longest)} ms`,
  );

  heading('Interactions');
  measure(
    'interact',
    server.url,
    '--scenario',
    join(import.meta.dirname, 'interactions.mjs'),
    '--init',
    init,
    '-n',
    quick ? '2' : '5',
    ...QUIET,
  );
} finally {
  for (const server of running) await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
