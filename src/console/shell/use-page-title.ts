import { useEffect } from 'react';

const PRODUCT = 'Latchkey';

/** Names the document: `orders-consumer · Latchkey`. A page that learns its name later calls it with undefined first. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · ${PRODUCT}`;
  }, [title]);
}
