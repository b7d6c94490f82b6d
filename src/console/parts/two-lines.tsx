import type { ReactNode } from 'react';
import './parts.css';

type TwoLinesProps = { children: ReactNode; second: ReactNode; mono?: boolean };

/** Two lines of a cell, both inside the height of a row. */
export function TwoLines({ children, second, mono = false }: TwoLinesProps) {
  return (
    <>
      <span className={mono ? 'line ellipsis mono' : 'line ellipsis'}>{children}</span>{' '}
      <span className="line ellipsis">{second}</span>
    </>
  );
}
