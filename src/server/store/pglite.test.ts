import { storeSuite } from '../../testing/store-suite.ts';
import { openPglite } from './pglite.ts';

storeSuite('PGlite in memory', async () => {
  const store = await openPglite('memory');
  return { store, other: store, readersBlockWriters: true };
});
