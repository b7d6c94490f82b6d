// Interactions on the Access overview and between pages; timed from pointerdown until the result is painted.
const row = 'table tbody tr:nth-child(3)';
const menuButton = `${row} button[aria-label^="Actions for"]`;

export default {
  path: '/accesses',
  ready: 'tbody a',
  readyCount: 25,
  steps: [
    {
      name: 'row menu',
      act: (page) => page.click(menuButton),
      done: '[role=menu] [role=menuitem]',
      after: async (page) => {
        await page.keyboard.press('Escape');
        await page.waitForSelector('[role=menu]', { state: 'detached' });
      },
    },
    {
      name: 'rotation dialog',
      before: async (page) => {
        await page.click('button[aria-label="Actions for pick-list-builder"]');
        await page.waitForSelector('[role=menu] [role=menuitem]');
      },
      act: (page) => page.click('[role=menuitem]:has-text("Request credential rotation")'),
      done: '[role=dialog]',
      after: async (page) => {
        await page.keyboard.press('Escape');
        await page.waitForSelector('[role=dialog]', { state: 'detached' });
      },
    },
    {
      name: 'route change to Approvals',
      act: (page) => page.click('nav a:has-text("Approvals")'),
      done: 'tbody a[href*="approvals/"]',
      after: async (page) => {
        await page.click('nav a:has-text("Access overview")');
        await page.waitForSelector('tbody a[href*="accesses/"]');
      },
    },
  ],
};
