// A spreadsheet takes a cell that begins so for a formula, blanks before it or not, in wide letters too; a quote in front
// keeps it text. Where lists are written with semicolons a cell begins behind each of them, and behind each line break,
// since the quotes around text of several lines are plain text there.
const FORMULA = /(^|[;\t]|\r\n|[\r\n])(?=(?:[^\S\r\n]|")*[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;

const cell = (text: string): string => {
  const safe = text.replaceAll(FORMULA, "$1'");
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line of a CSV file (RFC 4180), ending included. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/**
 * A CSV file, a page of rows at a time. Its head comes together with the first page: what cannot be read fails before
 * anything is sent.
 */
export async function* csvFile<Row>(
  head: readonly string[],
  pages: AsyncIterable<readonly Row[]>,
  cells: (row: Row) => readonly string[],
): AsyncGenerator<string> {
  let first = csvLine(head);
  for await (const rows of pages) {
    yield first + rows.map((row) => csvLine(cells(row))).join('');
    first = '';
  }
  if (first !== '') yield first;
}
