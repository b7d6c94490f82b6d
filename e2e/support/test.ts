import { test as base } from './host-option.ts';
import { bootHost, type RunningHost } from './running-host.ts';
import { World } from './world.ts';

export { expect } from '@playwright/test';

/** Boots the host once per worker and gives each test a world of its own. */
export const test = base.extend<{ world: World }, { running: RunningHost }>({
  running: [
    async ({ host }, use) => {
      const running = await bootHost(host);
      await use(running);
      await running.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  world: async ({ host, running, browser }, use) => {
    const world = new World(host, running, browser);
    await world.begin();
    await use(world);
    await world.end();
  },
});
