import { openPglite } from '../server/store/pglite.ts';
import { makeHost } from './http-suite/host.ts';
import { httpSuite } from './http-suite.ts';

httpSuite('PGlite', () => makeHost(() => openPglite('memory')));
