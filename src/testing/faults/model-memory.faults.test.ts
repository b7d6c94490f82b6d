import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { modelSuite } from '../model/model-suite.ts';

modelSuite('memory', { short: 35, long: 1500 }, async () => ({
  store: createMemoryStore(),
  drop: async () => undefined,
}));
