import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstJsonFault } from './json-position.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('a text that is JSON has no fault before its end', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t'), (text, space) => {
      expect(firstJsonFault(space + text + space)).toBe((space + text + space).length);
    }),
    { numRuns: 500 },
  );
});

test('the fault lies where a change was made or behind it, and what comes before it can be continued', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('}', ']', ',', ':', '"', 'x', '\u0001', '0'),
      (text, place, char) => {
        const at = place % (text.length + 1);
        const broken = text.slice(0, at) + char + text.slice(at);
        if (isJson(broken)) return;
        const fault = firstJsonFault(broken);
        expect(fault).toBeLessThanOrEqual(broken.length);
        // A word, number or escape that the change ran into is named from its start.
        expect(fault).toBeGreaterThanOrEqual(at - (/[\w.+\\-]*$/u.exec(text.slice(0, at))?.[0].length ?? 0));
        expect(isJson(broken.slice(0, fault)) || firstJsonFault(broken.slice(0, fault)) === fault).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  ['', 0],
  ['{', 1],
  ['{"a" 1}', 5],
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['"open', 5],
  ['"bad \\x"', 5],
  ['nul', 0],
  ['01', 0],
  ['1.', 0],
  ['{}{}', 2],
  ['[}', 1],
])('%j: %i', (text, at) => {
  expect(firstJsonFault(text)).toBe(at);
});

test('depth and length are no danger', () => {
  expect(firstJsonFault('['.repeat(65_536))).toBe(65_536);
  expect(firstJsonFault(`"${'x'.repeat(65_536)}`)).toBe(65_537);
});
