import type { ReactNode } from 'react';

/** Identifiers: usernames, ids, fingerprints, hosts. `wrap` lets a long one break instead of being cut off. */
export function Mono({ children, wrap = false }: { children: ReactNode; wrap?: boolean }) {
  return <span className={wrap ? 'mono mono-wrap' : 'mono'}>{children}</span>;
}
