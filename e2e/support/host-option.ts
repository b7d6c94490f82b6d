import { test as base } from '@playwright/test';

/** Who answers the console's calls: the browser behind MSW, or the Node server. */
export type Host = 'mock' | 'server';

export interface HostOption {
  /** Set by each project in playwright.config.ts; of worker scope, since a worker boots its host once. */
  readonly host: Host;
}

/** What every fixture is extended from. */
export const test = base.extend<object, HostOption>({
  host: ['mock', { option: true, scope: 'worker' }],
});
