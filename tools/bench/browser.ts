import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumLaunchOptions } from '../find-chromium.ts';
import type { Ground } from './ground.ts';
import { measureHeap } from './heap.ts';
import { ROOT, startServer, type RunningServer } from './hosts.ts';

/**
 * Times in a browser are judged pair by pair against a bare React page in the same run, under 4x CPU throttle, 10 Mbit/s
 * and 40 ms.
 */
const MEASURE = join(import.meta.dirname, 'measure.mjs');
const BARE_FOLDER = join(ROOT, '.cache/bench/bare');
const ROWS = 'tbody a';
/** Of the service that `npm run grow -- --users` fills. */
const USERS_PATH = '/services/halden-prod/kafka-telemetry/users';
/** Of the demo's other cluster in production. */
const KEYS_CLUSTER = 'lkc-4nq0v';
const KEYS_PATH = `/environments/env-7q3xk/clusters/${KEYS_CLUSTER}/api-keys`;

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

/** How often to load, and how long to wait for a quiet machine before each run, in seconds. */
const repetitions = ({ quick }: Ground): string[] => ['-n', quick ? '3' : '9', '--quiet', quick ? '2' : '20'];

/** Measures a bare page. */
const bare = (): string[] => {
  mkdirSync(BARE_FOLDER, { recursive: true });
  vite(join(import.meta.dirname, 'bare'), '--outDir', BARE_FOLDER, '--emptyOutDir', '--base', './');
  return ['load', BARE_FOLDER, '--ready', 'tbody tr', '--ready-count', '25', '--label', 'bare'];
};

const PLAIN = ['--protocol', 'h1', '--encoding', 'gzip'];

/** A script that signs the page in before its own first line runs. */
const signedIn = async (
  { scratch }: Ground,
  server: RunningServer,
  name: string,
  persona = 'requester',
): Promise<string> => {
  const file = join(scratch, `${name}.js`);
  writeFileSync(file, `document.cookie = 'latchkey_session=${await server.signIn(persona)}; path=/';\n`);
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

/** Builds what is not built yet. */
const built = (): void => {
  if (!existsSync(join(ROOT, 'dist/.vite'))) vite('--mode', 'server');
  if (!existsSync(join(ROOT, 'dist-demo/.vite'))) vite('--mode', 'demo');
};

/** Bytes and requests, as the gate checks them. */
export const measureBundle = async (): Promise<void> => {
  built();
  node(join(ROOT, 'tools/budget.ts'));
};

/** Access overview on a real server beside a bare React page. */
export const measureOverview = async (ground: Ground): Promise<void> => {
  built();
  const server = await ground.demoServer();
  const init = await signedIn(ground, server, 'overview');
  const real = ['--vs', server.url, '--vs-path', '/accesses', '--vs-ready', ROWS, '--vs-ready-count', '25'];
  measure(...bare(), ...PLAIN, ...repetitions(ground), ...real, '--vs-init', init, '--vs-label', 'real');
};

/** Access overview of the demo beside a bare React page. */
export const measureDemo = async (ground: Ground): Promise<void> => {
  built();
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
  measure(...bare(), ...PLAIN, ...repetitions(ground), ...demo, '--vs-label', 'demo');
};

/** The page with 10,000 accesses beside 40, and scrolling it. */
export const measureRows = async (ground: Ground): Promise<void> => {
  built();
  const server = await ground.demoServer();
  const big = await startServer({
    DATA_DIR: ground.grownFolder({ accesses: 10_000 }),
    LATCHKEY_SEALING_KEY: ground.sealingKey,
  });
  ground.atEnd(() => big.stop());
  const both = ['--path', '/accesses', '--ready', ROWS, '--ready-count', '25'];
  const vs = ['--vs', big.url, '--vs-label', '10,000', '--vs-init', await signedIn(ground, big, 'large')];
  const init = await signedIn(ground, server, 'small');
  measure('load', server.url, ...both, '--init', init, '--label', '40', ...repetitions(ground), ...vs);
  await measureHeap(big, { turns: ground.quick ? 40 : 200, dialogs: ground.quick ? 60 : 500 });
  const scrolled = await scroll(big);
  console.log(
    `scrolling ${scrolled.rows} rows: ${scrolled.longTasks} tasks over 50 ms, longest ${Math.round(scrolled.longest)} ms`,
  );
  // An embedded store serves one process at a time.
  await big.stop();
};

/** The Users tab of a service with 5,000 users beside 50. */
export const measureUsers = async (ground: Ground): Promise<void> => {
  built();
  const start = async (users: number): Promise<RunningServer> => {
    const server = await startServer({
      DATA_DIR: ground.grownFolder({ accesses: 40, users }),
      LATCHKEY_SEALING_KEY: ground.sealingKey,
    });
    ground.atEnd(() => server.stop());
    return server;
  };
  const few = await start(50);
  const many = await start(5000);
  // A user of no access has no link.
  const page = ['--path', USERS_PATH, '--ready', 'tbody td .mono', '--ready-count', '25'];
  const init = await signedIn(ground, few, 'few', 'operator');
  const vs = ['--vs', many.url, '--vs-label', '5,000', '--vs-init'];
  const vsInit = await signedIn(ground, many, 'many', 'operator');
  measure('load', few.url, ...page, '--init', init, '--label', '50', ...repetitions(ground), ...vs, vsInit);
  await Promise.all([few.stop(), many.stop()]);
};

/** The keys page of a cluster with 5,000 keys beside 50. */
export const measureKeysPage = async (ground: Ground): Promise<void> => {
  built();
  const start = async (keys: number): Promise<RunningServer> => {
    const server = await startServer({
      DATA_DIR: ground.grownFolder({ accesses: 40, keys, keyResource: KEYS_CLUSTER }),
      LATCHKEY_SEALING_KEY: ground.sealingKey,
    });
    ground.atEnd(() => server.stop());
    return server;
  };
  const few = await start(50);
  const many = await start(5000);
  const page = ['--path', KEYS_PATH, '--ready', 'tbody .key-id', '--ready-count', '25'];
  const init = await signedIn(ground, few, 'few-keys', 'admin');
  const vs = ['--vs', many.url, '--vs-label', '5,000', '--vs-init'];
  const vsInit = await signedIn(ground, many, 'many-keys', 'admin');
  measure('load', few.url, ...page, '--init', init, '--label', '50', ...repetitions(ground), ...vs, vsInit);
  await Promise.all([few.stop(), many.stop()]);
};

/** From pointerdown until the result is painted. */
export const measureInteractions = async (ground: Ground): Promise<void> => {
  built();
  const server = await ground.demoServer();
  const scenario = ['--scenario', join(import.meta.dirname, 'interactions.mjs')];
  const init = ['--init', await signedIn(ground, server, 'interactions')];
  const [, , ...quiet] = repetitions(ground);
  measure('interact', server.url, ...scenario, ...init, '-n', ground.quick ? '2' : '5', ...quiet);
};
