import { expect, it } from 'vitest';
import { fileLines } from './audit-report.ts';

it('what a file holds adds no line and no command of the terminal to what is said of it', () => {
  const lines = fileLines('export.json', {
    kind: 'export',
    organizationId: 'org_acme\n  key  REAL\u001b[8m\u2028',
    madeAt: '2026-05-10T20:40:03Z',
    events: 3,
    complete: false,
    filters: '{"search":"\u009b8m\u202e"}',
    publicKey: 'FORGED',
    fault: null,
  });
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(lines.filter((line) => line.includes('  key  '))).toEqual([expect.any(String), '  key  FORGED']);
  expect(lines[0]).toContain('org_acme?  key  REAL?[8m?');
});
