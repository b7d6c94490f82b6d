import type { ColumnKind } from '../../service/ports/tables.ts';

/** What `<` can compare. */
export type SortKey = string | number;

/** At or above this unit the order of UTF-16 (what `<` compares) and the order of code points part. */
const UNORDERED = /[\ud800-\uffff]/;

/** A text whose UTF-16 order is the code point order of `text`, which is how SQL's collation "C" orders. */
export const codePointKey = (text: string): string =>
  UNORDERED.test(text)
    ? text.replace(/[\ud800-\uffff]/g, (unit) => {
        const code = unit.charCodeAt(0);
        return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
      })
    : text;

/** A to Z lowered and nothing else: the one folding that every store does alike. */
const lowerAscii = (text: string): string =>
  /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text;

/** The key by which a column of this kind sorts. Throws for a column that cannot be sorted by. */
export const sortKey = (kind: ColumnKind, value: unknown): SortKey => {
  if (kind === 'text' && typeof value === 'string') return codePointKey(lowerAscii(value));
  if ((kind === 'int' || kind === 'time') && typeof value === 'number') return value;
  if (kind === 'bool' && typeof value === 'boolean') return Number(value);
  throw new Error(`${typeof value} is no position in an order by ${kind}`);
};
