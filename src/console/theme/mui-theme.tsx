import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { ThemeProvider } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

// The server writes a fresh nonce into the page for every response; emotion's style elements carry it (strict CSP).
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
// Before the console's own style sheets, so that a class of theirs wins over MUI's.
const cache = createCache({ key: 'mui', prepend: true, ...(nonce ? { nonce } : {}) });

/** Every control brings it along, so that only the chunks with forms load MUI: the shell and the lists do without. */
export function MuiTheme({ children }: { children: ReactNode }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme}>{children}</ThemeProvider>
    </CacheProvider>
  );
}
