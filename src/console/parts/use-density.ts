import { useCallback, useState } from 'react';
import type { Density } from '../ui/table-types.ts';

const KEY = 'latchkey.density';

function remembered(): Density {
  try {
    return localStorage.getItem(KEY) === 'compact' ? 'compact' : 'comfortable';
  } catch {
    return 'comfortable';
  }
}

/** How high the rows of every list are; remembered in this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useState(remembered);
  const choose = useCallback((next: Density) => {
    setDensity(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Without storage it holds until the page is left.
    }
  }, []);
  return [density, choose];
}
