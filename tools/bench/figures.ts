/** The value below which so large a part of the values lies; NaN without values. */
const quantile = (values: Float64Array | readonly number[], part: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};

export const median = (values: Float64Array | readonly number[]): number => quantile(values, 0.5);

/** How fast something went; latencies in milliseconds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
}

/** Of everything that was answered in so many seconds. */
export const figuresOf = (latencies: readonly number[], seconds: number): Figures => ({
  perSecond: latencies.length / seconds,
  p50: quantile(latencies, 0.5),
  p95: quantile(latencies, 0.95),
});

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
