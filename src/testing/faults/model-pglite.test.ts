import { openPglite } from '../../server/store/pglite.ts';
import { modelSuite } from '../model/model-suite.ts';

modelSuite('PGlite', { short: 3, long: 150 }, async () => ({
  store: await openPglite('memory'),
  drop: async () => undefined,
}));
