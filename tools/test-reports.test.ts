import { describe, expect, it } from 'vitest';
import { playwrightReader, vitestReader } from './test-reports.ts';

const stack = [
  "AssertionError: expected 'provisioning' to be 'approved'",
  '    at /project/node_modules/vitest/dist/runner.js:1:1',
  '    at /project/src/a.test.ts:9:1',
].join('\n');

const counted = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
const vitest = {
  ...counted,
  testResults: [
    {
      name: '/project/src/a.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'a holds', failureMessages: [] },
        { status: 'failed', fullName: 'a breaks', failureMessages: [stack] },
      ],
    },
    { name: '/project/src/b.test.ts', status: 'failed', message: 'Cannot find c.ts', assertionResults: [] },
  ],
};

const journey = (status: string, message?: string): unknown => ({
  file: 'keys.spec.ts',
  title: `a journey that is ${status}`,
  tests: [{ projectName: 'node', status, results: [{ errors: message ? [{ message }] : [] }] }],
});
const playwright = {
  stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
  specs: [journey('expected')],
  suites: [
    {
      specs: [journey('unexpected', '\u001B[31mError: no such button\u001B[39m'), journey('flaky')],
      suites: [],
    },
  ],
};

describe('reports of test runs', () => {
  it('are counted, a file that could not be loaded as one that failed', () => {
    expect(vitestReader.count(vitest)).toEqual({ passed: 3, failed: 2, skipped: 1 });
    expect(playwrightReader.count(playwright)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('cannot pass as nothing failed when a figure is missing', () => {
    expect(() => vitestReader.count({ testResults: [] })).toThrow('the report has no numPassedTests');
    expect(() => playwrightReader.count({ stats: {} })).toThrow('the report has no expected');
  });

  it('name what failed, with the beginning of its error and without what libraries did', () => {
    expect(vitestReader.failed(vitest, '/project')).toEqual([
      [
        'src/a.test.ts: a breaks',
        "          AssertionError: expected 'provisioning' to be 'approved'",
        '              at /project/src/a.test.ts:9:1',
      ].join('\n'),
      'src/b.test.ts\n          Cannot find c.ts',
    ]);
    expect(playwrightReader.failed(playwright, '/project')).toEqual([
      '[node] keys.spec.ts: a journey that is unexpected\n          Error: no such button',
      '[node] keys.spec.ts: a journey that is flaky',
    ]);
  });
});
