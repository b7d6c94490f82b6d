import { stripVTControlCharacters } from 'node:util';
import { at, list } from './report-values.ts';

/** How many tests of a run passed, failed and were skipped. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How to read what a test runner's JSON reporter leaves. */
export interface Reader {
  /** Throws when the report lacks a figure, so that a changed format cannot pass as zero. */
  count(report: unknown): Count;
  /** File and name of each test that failed, with the beginning of its first error; `root` is the project's folder. */
  failed(report: unknown, root: string): readonly string[];
}

const LINES = 12;

/** The beginning of an error: what was expected and where, not the whole stack. */
const beginning = (message: unknown): string =>
  typeof message !== 'string'
    ? ''
    : stripVTControlCharacters(message)
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.includes('node_modules'))
        .slice(0, LINES)
        .map((line) => `\n          ${line}`)
        .join('');

const numberAt = (value: unknown, key: string): number => {
  const found = at(value, key);
  if (typeof found !== 'number') throw new Error(`the report has no ${key}`);
  return found;
};

/** A file that could not be loaded has no tests to fail. */
const isUnloaded = (file: unknown): boolean =>
  at(file, 'status') === 'failed' && list(file, 'assertionResults').length === 0;

export const vitestReader: Reader = {
  count: (report) => ({
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests') + list(report, 'testResults').filter(isUnloaded).length,
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  }),
  failed: (report, root) =>
    list(report, 'testResults').flatMap((file) => {
      const name = String(at(file, 'name')).replace(`${root}/`, '');
      const failed = list(file, 'assertionResults').filter((test) => at(test, 'status') === 'failed');
      // Every test passed, and what runs before or after them did not.
      if (failed.length === 0 && at(file, 'status') === 'failed')
        return [`${name}${beginning(at(file, 'message'))}`];
      return failed.map(
        (test) => `${name}: ${String(at(test, 'fullName'))}${beginning(list(test, 'failureMessages')[0])}`,
      );
    }),
};

const isBroken = (test: unknown): boolean =>
  at(test, 'status') === 'unexpected' || at(test, 'status') === 'flaky';

const errorsOf = (test: unknown): readonly unknown[] =>
  list(test, 'results').flatMap((result) => list(result, 'errors').map((error) => at(error, 'message')));

export const playwrightReader: Reader = {
  count: (report) => {
    const stats = at(report, 'stats');
    return {
      passed: numberAt(stats, 'expected'),
      failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky'),
      skipped: numberAt(stats, 'skipped'),
    };
  },
  failed: (suite, root) => [
    ...list(suite, 'specs').flatMap((spec) =>
      list(spec, 'tests')
        .filter(isBroken)
        .map((test) => {
          const name = `${String(at(spec, 'file'))}: ${String(at(spec, 'title'))}`;
          return `[${String(at(test, 'projectName'))}] ${name}${beginning(errorsOf(test)[0])}`;
        }),
    ),
    ...list(suite, 'suites').flatMap((inner) => playwrightReader.failed(inner, root)),
  ],
};
