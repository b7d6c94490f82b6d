import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';

// Testing Library does both by itself only where test functions are globals.
beforeAll(() => {
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
});
afterEach(cleanup);
// As expect.poll has it (vitest.config.ts).
configure({ asyncUtilTimeout: 15_000 });
