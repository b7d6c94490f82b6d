/** A grey bar in the place of a word that is still on its way; `width` in any CSS length. */
export function Skeleton({ width = '100%', height = 10 }: { width?: number | string; height?: number }) {
  return <span className="skeleton table-skeleton" aria-hidden="true" style={{ width, height }} />;
}
