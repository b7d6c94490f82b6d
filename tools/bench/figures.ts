/** The value below which so large a part of the values lies; NaN without values. */
export const quantile = (values: Float64Array | readonly number[], part: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

export const median = (values: Float64Array | readonly number[]): number => quantile(values, 0.5);

/** `1,234`, `56`, `7.8` */
export const short = (value: number): string =>
  value >= 20 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 2 ? 1 : 2);

/** Prints a Markdown table, so that what a run says can go into docs/benchmarks.md. */
export const printTable = (heads: readonly string[], rows: readonly (readonly string[])[]): void => {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  console.log(line(heads));
  console.log(`|${widths.map((width, i) => '-'.repeat(width + 1) + (i === 0 ? '-' : ':')).join('|')}|`);
  for (const row of rows) console.log(line(row));
};
