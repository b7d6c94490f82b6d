import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: begun last, one of them would keep one worker busy and leave the others idle. */
const SLOW = [
  'http-pglite.test.ts',
  'http-postgres.test.ts',
  'fuzz.faults.test.ts',
  'matrix-postgres.faults.test.ts',
  'kills.faults.test.ts',
  'reload.faults.test.ts',
  'disk.faults.test.ts',
  'process.test.ts',
  'admin.test.ts',
  'pglite-directory.test.ts',
  'mail-pglite.test.ts',
  'audit-verify.test.ts',
  'several.faults.test.ts',
  'two-servers.faults.test.ts',
  'restore.test.ts',
  'stream-process.test.ts',
  'matrix-memory.test.ts',
];

/** Slow files first, then as Vitest would have it. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = SLOW.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found < 0 ? SLOW.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
