import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeHost } from '../http-suite/host.ts';
import { matrixSuite } from './matrix.ts';

matrixSuite('memory', () => makeHost(async () => createMemoryStore()));
