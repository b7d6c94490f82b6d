import { openPglite } from '../server/store/pglite.ts';
import { mailSuite } from './mail-suite.ts';

mailSuite('PGlite', () => openPglite('memory'));
