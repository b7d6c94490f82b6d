import { expect, test } from 'vitest';
import { maySeeProject } from './projects.ts';

test.each([
  ['admin', true],
  ['operator', true],
  ['developer', true],
  ['read_only', true],
  [null, false],
] as const)('C1: with the role %s one sees the project: %s', (role, seen) => {
  const verdict = maySeeProject({ role, project: 'shop' });
  expect(verdict).toEqual(
    seen ? { allowed: true } : { allowed: false, reason: 'no_project_role', params: { project: 'shop' } },
  );
});
