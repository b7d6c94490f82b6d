import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: the tests under src/testing/faults at full length; the gate runs the same ones shortened. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    globalSetup: ['src/testing/global-setup.ts'],
    include: ['src/testing/faults/**/*.test.ts'],
    env: { LATCHKEY_FAULTS: 'long' },
  },
});
