import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './find-chromium.ts';
import { playwrightReader, vitestReader, type Count, type Reader } from './test-reports.ts';

/**
 * The whole gate, run by `npm test`; `npm test -- types lint` runs the named steps only. Never stops at the first
 * failure. Its last line counts each static step as one and each test as one: `N passed, N failed`.
 */

interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Killed and failed after this many minutes. */
  readonly minutes: number;
  /** Test runners leave a report to count from; other steps count as one. */
  readonly report?: { readonly file: string; readonly reader: Reader };
  /** Not worth running, and failed, when one of these failed. */
  readonly needs?: readonly string[];
}

/** Steps of one group run two at a time, as there are two cores; groups run one after the other. */
const groups: readonly (readonly Step[])[] = [
  [
    { name: 'types', command: ['tsc', '--build'], minutes: 3 },
    { name: 'lint', command: ['oxlint'], minutes: 3 },
    { name: 'format', command: ['oxfmt', '--check'], minutes: 2 },
    { name: 'imports', command: ['node', 'tools/check-imports.ts'], minutes: 2 },
    { name: 'knip', command: ['knip'], minutes: 3 },
    { name: 'audit', command: ['node', 'tools/audit-dependencies.ts'], minutes: 1 },
  ],
  [
    { name: 'build', command: ['vite', 'build', '--mode', 'server'], minutes: 3 },
    { name: 'build:demo', command: ['vite', 'build', '--mode', 'demo'], minutes: 3 },
  ],
  [{ name: 'budget', command: ['node', 'tools/budget.ts'], minutes: 2, needs: ['build', 'build:demo'] }],
  [
    {
      name: 'unit',
      command: ['vitest', 'run', '--reporter=dot', '--reporter=json', '--outputFile.json=.cache/unit.json'],
      minutes: 10,
      report: { file: '.cache/unit.json', reader: vitestReader },
    },
  ],
  [
    {
      name: 'e2e',
      command: ['playwright', 'test'],
      minutes: 19,
      report: { file: '.cache/e2e.json', reader: playwrightReader },
      needs: ['build', 'build:demo'],
    },
  ],
];

const root = dirname(import.meta.dirname);
const started = performance.now();
/** The gate answers within 25 minutes, whatever hangs. */
const deadline = started + 24 * 60_000;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !groups.flat().some((step) => step.name === name));
if (unknown.length > 0) {
  throw new Error(
    `No such step: ${unknown.join(', ')}. Steps: ${groups
      .flat()
      .map((step) => step.name)
      .join(', ')}`,
  );
}
const isWanted = (step: Step): boolean => wanted.length === 0 || wanted.includes(step.name);

const counts: Count[] = [];
const broken = new Set<string>();

if (groups.flat().some((step) => step.name === 'e2e' && isWanted(step))) {
  await ensureChromium().catch((error: unknown) => {
    console.log(`FAILED  chromium\n${String(error)}`);
    counts.push({ passed: 0, failed: 1, skipped: 0 });
  });
}
for (const group of groups) {
  const waiting = group.filter(isWanted);
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await runStep(step);
  };
  await Promise.all([lane(), lane()]);
}

const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
const skipped = total('skipped') > 0 ? `, ${total('skipped')} skipped` : '';
console.log(`${seconds(started)} in all${skipped}`);
process.exitCode = total('failed') === 0 ? 0 : 1;
console.log(`${total('passed')} passed, ${total('failed')} failed`);

async function runStep(step: Step): Promise<void> {
  const blocker = step.needs?.find((name) => broken.has(name));
  if (blocker) {
    console.log(`FAILED  ${step.name}: not run, because ${blocker} failed`);
    counts.push({ passed: 0, failed: 1, skipped: 0 });
    return;
  }
  if (step.report) {
    rmSync(join(root, step.report.file), { force: true });
    console.log(`        ${step.name} …`);
  }
  const from = performance.now();
  const { code, output } = await execute(step);
  const count = countStep(step, code, output);
  counts.push(count);
  const left = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  const tally = step.report ? `  ${count.passed} passed, ${count.failed} failed${left}` : '';
  if (count.failed === 0) {
    console.log(`ok      ${step.name}  ${seconds(from)}${tally}${seedsOf(step)}`);
    // Tests that cannot run here say why on a line of their own; what else a passing step wrote is of no interest.
    for (const [reason] of output.matchAll(/^skipped: .+$/gmu)) console.log(`        ${reason}`);
  } else {
    broken.add(step.name);
    console.log(`FAILED  ${step.name}  ${seconds(from)}${tally}`);
    // First by name and error: whoever keeps the beginning of a long output knows what to look at.
    for (const test of failedIn(step)) console.log(`        failed: ${test}`);
    console.log(`${output.trimEnd()}\n`);
  }
}

/** What random tests began from, as their names say it, so that a run that passed can be repeated too. */
function seedsOf({ report }: Step): string {
  if (!report) return '';
  const names = readFileSync(join(root, report.file), 'utf8').matchAll(/"title":"[^"]*\bseed (-?\d+)/gu);
  const seeds = new Set(Array.from(names, ([, seed]) => seed));
  return seeds.size === 0 ? '' : `  seeds ${[...seeds].join(', ')}`;
}

/** Runs a step's command in a process group of its own, so that what hangs can be ended with its children. */
function execute(step: Step): Promise<{ code: number; output: string }> {
  const [program, ...args] = step.command;
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined, CI: '1' };
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Gone already.
      }
    };
    const limit = Math.max(1_000, Math.min(step.minutes * 60_000, deadline - performance.now()));
    const timer = setTimeout(() => {
      chunks.push(Buffer.from(`\nended after ${seconds(performance.now() - limit)}`));
      end();
    }, limit);
    const interrupted = (): void => {
      end();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const finish = (code: number, note = ''): void => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + note });
    };
    child.on('error', (error) => finish(1, error.message));
    child.on('close', (code) => finish(code ?? 1));
  });
}

function countStep(step: Step, code: number, output: string): Count {
  const skipped = code === 0 && output.startsWith('skipped: ');
  const one = {
    passed: code === 0 && !skipped ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: skipped ? 1 : 0,
  };
  if (!step.report) return one;
  let count: Count;
  try {
    count = step.report.reader.count(JSON.parse(readFileSync(join(root, step.report.file), 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A runner that fails without a failed test, or that ran none, has failed once.
  const silent = (code !== 0 && count.failed === 0) || count.passed + count.failed === 0;
  return silent ? { ...count, failed: 1 } : count;
}

/** The tests that a step's report calls failed; none where it left no report. */
function failedIn({ report }: Step): readonly string[] {
  try {
    return report
      ? report.reader.failed(JSON.parse(readFileSync(join(root, report.file), 'utf8')), root)
      : [];
  } catch {
    return [];
  }
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
