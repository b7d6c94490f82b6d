import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import { mailSuite } from './mail-suite.ts';

mailSuite('memory', async () => createMemoryStore());
