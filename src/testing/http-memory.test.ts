import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import { makeHost } from './http-suite/host.ts';
import { httpSuite } from './http-suite.ts';

httpSuite('memory', () => makeHost(async () => createMemoryStore()));
