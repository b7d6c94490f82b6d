import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { runAdmin } from '../src/server/testing-server.ts';
import { freePort } from '../src/testing/free-port.ts';
import { CLIENT, startIdentityProvider, type IdentityProvider } from '../src/testing/identity-provider.ts';
import { expectAccessible } from './support/accessible.ts';
import { bootServer, type RunningHost } from './support/running-host.ts';
import { dialog, openMenu, rowOf, warning } from './support/ui.ts';

/** The server and two real providers, for a browser that has to find its way between them. */
interface Company {
  readonly server: RunningHost;
  readonly corporate: IdentityProvider;
  readonly partners: IdentityProvider;
  /** Starts the provider that is down at first. */
  startLate(): Promise<IdentityProvider>;
  url(path: string): string;
}

// Maya is the demo's requester: a provider that is trusted with addresses makes her that one.
const MAYA = { email: 'maya.lindqvist@haldenfreight.example', name: 'Maya Lindqvist', groups: ['Auditors'] };
const OTTO = { email: 'otto@partner.example', name: 'Otto Ut', groups: [] };
const WAITING = 'checkout-orders-writer';

const test = base.extend<object, { company: Company }>({
  company: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern which fixtures one asks for
    async ({}, use) => {
      const [port, first, second, late] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
      const origin = `http://127.0.0.1:${port}`;
      const corporate = await startIdentityProvider({
        port: first,
        console: origin,
        providerId: 'corporate',
      });
      const partners = await startIdentityProvider({ port: second, console: origin, providerId: 'partners' });
      const common = {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        scopes: 'openid profile email groups',
      };
      const server = await bootServer({
        PORT: String(port),
        LATCHKEY_PUBLIC_URL: origin,
        LATCHKEY_STEP_UP: '10',
        LATCHKEY_BREAK_GLASS: 'on',
        LATCHKEY_OIDC: JSON.stringify([
          {
            ...common,
            id: 'corporate',
            name: 'Corporate account',
            issuer: corporate.issuer,
            trusts_email: true,
            admits: 'anybody',
            group_names: 'created',
          },
          { ...common, id: 'partners', name: 'Partner account', issuer: partners.issuer },
          {
            ...common,
            id: 'late',
            name: 'Late account',
            issuer: `http://127.0.0.1:${late}`,
            admits: 'anybody',
          },
        ]),
      });
      const started: IdentityProvider[] = [];
      const startLate = async () => {
        const provider = await startIdentityProvider({ port: late, console: origin, providerId: 'late' });
        started.push(provider);
        return provider;
      };
      await use({ server, corporate, partners, startLate, url: (path) => `${origin}${path}` });
      for (const provider of started) await provider.stop();
      await server.stop();
      await corporate.stop();
      await partners.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test.beforeEach(({ company }) => {
  company.corporate.accounts.set('maya', structuredClone(MAYA));
  company.partners.accounts.set('otto', structuredClone(OTTO));
});

const logIn = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
};

const corporateLink = (page: Page) => page.getByRole('link', { name: 'Continue with Corporate account' });
const account = (page: Page, name = 'Maya Lindqvist') =>
  page.getByRole('button', { name: `${name}, account` });

/** Maya in a browser of her own, signed in at this place. */
const maya = async (browser: Browser, company: Company, path = '/accesses'): Promise<Page> => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(company.url(path));
  await corporateLink(page).click();
  await logIn(page, 'maya');
  await expect(account(page)).toBeVisible();
  return page;
};

test('one signs in where the link led, and signing out leads through the provider', async ({
  browser,
  company,
}) => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(company.url('/accesses?search=checkout'));
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveText([
    'Continue with Corporate account',
    'Continue with Partner account',
    'Continue with Late account',
  ]);
  await expectAccessible(page, 'the sign-in page');
  await corporateLink(page).click();
  await logIn(page, 'maya');
  await expect(rowOf(page, WAITING)).toBeVisible();
  expect(new URL(page.url()).search).toContain('search=checkout');

  await account(page).click();
  await expect(page.getByRole('menu')).toContainText('Auditors');
  await expect(page.getByRole('menuitem', { name: /requester/u })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(corporateLink(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
});

test('the provider’s no, and ours, are told in plain words', async ({ browser, company }) => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(company.url('/approvals'));
  await corporateLink(page).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert')).toContainText('Corporate account did not sign you in.');
  await page.getByRole('link', { name: 'Continue with Partner account' }).click();
  await logIn(page, 'otto');
  await expect(page.getByRole('alert')).toContainText('Partner account knows you');
  await expectAccessible(page, 'the sign-in page with a problem');
  // What was wanted at first is not forgotten over it.
  await corporateLink(page).click();
  await logIn(page, 'maya');
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
});

test('while the provider is down one is told so, and it can be tried again', async ({ browser, company }) => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(company.url('/approvals'));
  const link = page.getByRole('link', { name: 'Continue with Late account' });
  await link.click();
  await expect(page.getByRole('alert')).toContainText('Late account cannot be reached.');
  const late = await company.startLate();
  late.accounts.set('lea', { email: 'lea@late.example', name: 'Lea Late', groups: [] });
  const asked = page.getByRole('textbox', { name: 'Name' });
  // For five seconds it is not asked again; a page of its own that is slow to come is waited for.
  await expect(async () => {
    if (await link.isVisible()) await link.click({ timeout: 2_000 });
    await expect(asked).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await logIn(page, 'lea');
  await expect(account(page, 'Lea Late')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
});

test('secrets take a fresh login, in a window of its own, and then they are shown', async ({
  browser,
  company,
}) => {
  const before = company.corporate.accounts.get('maya');
  if (!before) throw new Error('no Maya');
  before.loggedInAt = Math.floor(Date.now() / 1000) - 3600;
  const page = await maya(browser, company, '/accesses?search=checkout');
  delete before.loggedInAt;
  await openMenu(page, WAITING);
  await page.getByRole('menuitem', { name: 'Review credentials' }).click();
  await dialog(page, 'Show credentials').getByRole('button', { name: 'Show credentials' }).click();
  const confirm = dialog(page, 'Confirm that it is you');
  await expect(confirm).toBeVisible();
  await expectAccessible(page, 'the question for a fresh login');
  const opening = page.waitForEvent('popup');
  await confirm.getByRole('button', { name: 'Continue with Corporate account' }).click();
  await logIn(await opening, 'maya');
  await expect(dialog(page, 'Save service user credentials')).toBeVisible();
});

test('signing out at the provider ends an open console; signing in again keeps what it shows', async ({
  browser,
  company,
}) => {
  const page = await maya(browser, company, '/tokens');
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const create = dialog(page, 'Create token');
  await create.getByRole('textbox', { name: 'Description' }).fill('Typed before the end');
  await company.corporate.logOut('maya');
  const over = dialog(page, 'Your session has ended');
  await expect(over).toBeVisible();
  // The provider only told of the end: it still knows her, and asks nothing.
  await over.getByRole('button', { name: 'Continue with Corporate account' }).click();
  await expect(over).toBeHidden();
  await expect(create.getByRole('textbox', { name: 'Description' })).toHaveValue('Typed before the end');
});

test('my sessions: where I am signed in, and the way to end it there', async ({ browser, company }) => {
  const page = await maya(browser, company);
  const elsewhere = await maya(browser, company);
  await account(page).click();
  await page.getByRole('menuitem', { name: 'My sessions' }).click();
  const table = page.getByRole('table', { name: 'My sessions' });
  await expect(table.getByText('This session')).toHaveCount(1);
  await expect(table).toContainText('Chrome on Linux');
  await expect(table).toContainText('Corporate account');
  await expectAccessible(page, 'my sessions');
  await page.getByRole('button', { name: 'Revoke all others' }).click();
  const sure = warning(page, 'Revoke all other sessions');
  await expect(sure).toBeVisible();
  await expectAccessible(page, 'revoking sessions');
  await sure.getByRole('button', { name: 'Revoke all others' }).click();
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(dialog(elsewhere, 'Your session has ended')).toBeVisible();
});

test('break-glass: a code from the command line, and a banner that nobody overlooks', async ({
  browser,
  company,
}) => {
  const witness = await maya(browser, company);
  const { output } = await runAdmin(
    { DATA_DIR: company.server.server?.dataDir ?? '', LATCHKEY_BREAK_GLASS: 'on' },
    'break-glass',
    'create',
  );
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(company.url('/sign-in'));
  await page.getByRole('link', { name: 'Use a break-glass code' }).click();
  await expectAccessible(page, 'the break-glass page');
  const code = page.getByRole('textbox', { name: 'Code' });
  await code.fill('bg_wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('This code opens nothing')).toBeVisible();
  await code.fill(output);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('You are in by a break-glass code')).toBeVisible();
  await expect(witness.getByText('Somebody is signed in by a break-glass code')).toBeVisible();
  await account(page, 'Break-glass administrator').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(witness.getByText('Somebody is signed in by a break-glass code')).toBeHidden();
});
