import { defineConfig } from '@playwright/test';
import type { HostOption } from './e2e/support/host-option.ts';
import { journeysLaunchOptions } from './tools/find-chromium.ts';

// Each journey runs against both hosts; the fixtures in e2e/support boot them, once per worker.
export default defineConfig<object, HostOption>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // Generous: a busy machine is no failure.
  timeout: 60_000,
  expect: { timeout: 12_000 },
  // The gate prints a failed run whole: there only what failed is worth reading.
  reporter: [[process.env['CI'] ? 'dot' : 'list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    // Without a window nobody can be asked.
    permissions: ['clipboard-read', 'clipboard-write'],
    // Recording costs a fifth of the time; where somebody can look at it, it is worth it.
    trace: process.env['CI'] ? 'off' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: journeysLaunchOptions(),
  },
  projects: [
    // The browser's own backend knows personas only.
    { name: 'mock', use: { host: 'mock' }, testIgnore: 'sign-in.spec.ts' },
    { name: 'server', use: { host: 'server' } },
  ],
});
