import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium, type LaunchOptions } from '@playwright/test';

const run = promisify(execFile);

/** The Chromium to drive: CHROMIUM_PATH, else Playwright's own, else the system's; undefined when there is none. */
export function findChromium(): string | undefined {
  const chosen = process.env['CHROMIUM_PATH'];
  const known = [
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return (chosen ? [chosen] : known).find((path) => existsSync(path));
}

/**
 * What the journeys run in: the system's Chromium without a window, where it is installed, takes a quarter less time than
 * the whole one. CHROMIUM_PATH and Playwright's own go before it.
 */
export function journeysLaunchOptions(): LaunchOptions {
  const shell = '/usr/bin/chromium-headless-shell';
  const chosen = process.env['CHROMIUM_PATH'] || existsSync(chromium.executablePath());
  return chromiumLaunchOptions(!chosen && existsSync(shell) ? shell : findChromium());
}

/** How to launch it: quietly, without calls home; root cannot use Chromium's sandbox. */
export function chromiumLaunchOptions(executablePath = findChromium()): LaunchOptions {
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(isRoot() ? ['--no-sandbox'] : []),
    ],
  };
}

/** Finds Chromium or installs it. Throws a plain message saying what to install when nothing works. */
export async function ensureChromium(): Promise<string> {
  const present = findChromium();
  if (present) return present;
  if (process.env['CHROMIUM_PATH']) throw new Error('CHROMIUM_PATH names no file.');
  const attempts: [program: string, args: string[]][] = [['playwright', ['install', 'chromium']]];
  if (isRoot() && existsSync('/usr/bin/apt-get')) {
    attempts.push(['apt-get', ['update', '-qq']]);
    attempts.push(['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']]);
  }
  const causes: unknown[] = [];
  for (const [program, args] of attempts) {
    console.log(`No Chromium yet: ${program} ${args.join(' ')}`);
    try {
      await run(program, args, {
        timeout: 5 * 60_000,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    } catch (error) {
      causes.push(error);
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new AggregateError(
    causes,
    'Chromium was not found and could not be installed. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

const isRoot = (): boolean => process.getuid?.() === 0;
