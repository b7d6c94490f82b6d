import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './tools/slow-first.ts';

const isolated = ['**/node_modules/**', '**/dist*/**', '**/.cache/**'];

export default defineConfig({
  // As the development server has it (vite.config.ts).
  define: { __HOST__: '"dev"' },
  test: {
    // Two cores. More workers only make each other slow.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // What is awaited comes at once on a quiet machine; a busy one takes its time, and a test may await several things.
    testTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    globalSetup: ['src/testing/global-setup.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: isolated,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['src/console/**/*.test.tsx'],
          exclude: isolated,
          setupFiles: ['src/testing/dom-setup.ts'],
        },
      },
    ],
  },
});
