import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { commaList, nameText, personText, queryInteger, toWireTime, wireTime } from './text.ts';

const message = personText(1, 500);
const takes = (text: unknown, schema: z.ZodMiniType = message): boolean => z.safeParse(schema, text).success;
const FACE = '\u{1f600}';

test.each([
  ['x', true],
  ['x'.repeat(500), true],
  ['x'.repeat(501), false],
  [FACE.repeat(500), true],
  [FACE.repeat(501), false],
  [` ${'x'.repeat(500)} `, true],
  ['', false],
  [' \n\t ', false],
  [5, false],
  [null, false],
  ['two\nlines\twith tab\r\n', true],
  ['<b>"quoted" & \\ kept</b>', true],
  ['e\u0301', true],
  ['شكرا', true],
])('%j is taken: %s', (text, taken) => {
  expect(takes(text)).toBe(taken);
});

test('control characters, direction overrides, marks and lone surrogates are refused wherever they stand', () => {
  const hostile = [
    ...Array.from({ length: 0x20 }, (_, i) => String.fromCodePoint(i)).filter(
      (char) => !'\t\n\r'.includes(char),
    ),
    ...Array.from({ length: 0x21 }, (_, i) => String.fromCodePoint(0x7f + i)),
    ...'\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff',
    '\ud800',
    '\udfff',
    '\ude00\ud83d',
  ];
  for (const char of hostile) expect(takes(`a${char}b`), `${JSON.stringify(char)} is taken`).toBe(false);
});

test('what is taken comes back trimmed and otherwise as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (text) => {
      const result = z.safeParse(message, text);
      if (result.success) expect(result.data).toBe(text.trim());
      else
        expect(text.trim() === '' || [...text.trim()].length > 500 || /[^\P{C}\n\r\t]/u.test(text)).toBe(
          true,
        );
    }),
    { numRuns: 500 },
  );
});

test('a name is one line', () => {
  expect(takes('Orders reader', nameText(100))).toBe(true);
  for (const text of ['a\nb', 'a\tb', 'a\rb', 'a\u2028b', 'a\u2029b', ''])
    expect(takes(text, nameText(100))).toBe(false);
});

test('a comma list has no empty parts', () => {
  const list = commaList(z.enum(['a', 'b']));
  expect(z.parse(list, 'a,,b,')).toEqual(['a', 'b']);
  expect(takes('a,c', list)).toBe(false);
});

test('whole numbers are moved into their range, everything else is refused', () => {
  const limit = queryInteger(30, 999, 50);
  for (const [given, taken] of [
    [undefined, 50],
    ['1', 30],
    ['30', 30],
    ['999', 999],
    ['999999999', 999],
  ] as const)
    expect(z.parse(limit, given)).toBe(taken);
  for (const wrong of ['', '-1', '1.5', '1e3', '0x10', ' 5', '٣', '1234567890'])
    expect(takes(wrong, limit)).toBe(false);
});

test('times on the wire are UTC in whole seconds', () => {
  expect(toWireTime(Date.UTC(2026, 4, 10, 20, 40, 3, 999))).toBe('2026-05-10T20:40:03Z');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (at) => {
      const text = toWireTime(at);
      expect(takes(text, wireTime)).toBe(true);
      expect(Date.parse(text)).toBe(Math.floor(at / 1000) * 1000);
    }),
  );
});
