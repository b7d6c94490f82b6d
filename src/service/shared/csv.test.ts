import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

/** A plain reader of one CSV line (RFC 4180). */
const read = (line: string): string[] => {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/gy;
  for (let found = cell.exec(line); found; found = cell.exec(line)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] !== ',') break;
  }
  return cells;
};

test.each(['=1+1', '+49', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', ' =1+1', '＝1+1'])(
  '%j is kept from being a formula',
  (text) => {
    expect(read(csvLine([text, 'b']))).toEqual([`'${text}`, 'b']);
  },
);

test('what a semicolon or a line break would make a cell of its own is kept from being a formula as well', () => {
  expect(csvLine(['a;=1+1', 'b; @SUM(A1);c'])).toBe("a;'=1+1,b;' @SUM(A1);c\r\n");
  expect(csvLine(['a;"=1+1', 'b\n=1+1', 'c\r\n"=1+1'])).toBe(`"a;'""=1+1","b\n'=1+1","c\r\n'""=1+1"\r\n`);
});

test('commas, quotes and line breaks survive', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'x\ny', ''])).toBe('a,"b,c","say ""hi""","x\ny",\r\n');
});

test('any cells come back as they were, but for the guard', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 6 }), (cells) => {
      const back = read(csvLine(cells));
      expect(back).toHaveLength(cells.length);
      back.forEach((cell, i) => {
        expect(cell.replaceAll("'", '')).toBe(cells[i]?.replaceAll("'", ''));
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]|[;\r\n][\s"]*[=+\-@]/u);
      });
    }),
  );
});
