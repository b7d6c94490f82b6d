import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { listServiceUsers, showServiceUserSecrets } from '../src/contract/operations/service-users.ts';
import { unpack } from './support/bundle.ts';
import { prod, proofOf, secretsOf, userNamed, userRow, usersPath } from './support/service-users.ts';
import { expect, test } from './support/test.ts';
import {
  choose,
  dialog,
  expectRefused,
  messages,
  openFilter,
  openMenu,
  search,
  warning,
} from './support/ui.ts';
import { nameOf } from './support/world.ts';

const ORDERS = prod('kafka-orders');

// No access owns this one, so the server keeps all its secrets.
const KEPT = 'grafana-agent';

const usersTab = (page: Page) =>
  page.getByRole('navigation', { name: 'Parts of this service' }).getByRole('link', { name: 'Users' });

test('C1: Users lists service users with type, authentication, serial, expiry and renewal state', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/services/halden-prod/kafka-orders' });
  await usersTab(tomas).click();
  await expect(tomas).toHaveURL(world.at(usersPath(ORDERS)));
  await expect(tomas).toHaveTitle('Users of kafka-orders · Latchkey');
  await expect(usersTab(tomas)).toHaveAttribute('aria-current', 'page');
  for (const column of [
    'Username',
    'Type',
    'Authentication',
    'Serial',
    'Certificate',
    'Renewal',
    'Last viewed',
  ])
    await expect(tomas.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  const { serial = '' } = await userNamed(world, tomas, ORDERS, KEPT);
  await expect(userRow(tomas, KEPT).getByRole('cell')).toHaveText([
    KEPT,
    'Normal',
    /^certificate, password$/iu,
    `${serial.slice(0, 6)}…${serial.slice(-4)}`,
    /^\d+ days left$/u,
    'Current',
    'never',
    '',
  ]);
  await expect(userRow(tomas, KEPT).getByRole('cell', { name: '…' })).toHaveAttribute('title', serial);
  await expect(userRow(tomas, 'avnadmin')).toContainText('Primary');
  // Both ends while the old one runs out.
  await expect(userRow(tomas, 'order-router')).toContainText(
    /Old: \d+ days left\s+New: until \d+ \w+ \d{4}/u,
  );
  await expect(userRow(tomas, 'order-router')).toContainText('Renewed, not acknowledged');
  // It leads to the access that it belongs to.
  await userRow(tomas, 'order-router').getByRole('link', { name: 'order-router' }).click();
  await expect(tomas.getByRole('heading', { level: 1, name: 'order-router' })).toBeVisible();
});

test('C1, A4: search, filters and order are in the URL, and what matches is exported', async ({ world }) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS) });
  const { total_count: all } = await world.done(tomas, listServiceUsers, { params: ORDERS });
  await expect(tomas.getByText(`${all} service users`, { exact: true })).toBeVisible();
  const states = await openFilter(tomas, 'Renewal');
  await states.getByRole('checkbox', { name: 'Renewed, not acknowledged' }).check();
  await tomas.keyboard.press('Escape');
  await expect(tomas).toHaveURL(/renewal_state=renewed/u);
  await expect(tomas.getByText('2 service users', { exact: true })).toBeVisible();
  await tomas.getByRole('button', { name: 'Certificate', exact: true }).click();
  await expect(tomas).toHaveURL(/sort=certificate_not_after_time/u);

  const download = tomas.waitForEvent('download');
  await tomas.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^service-users-\d{4}-\d\d-\d\d\.csv$/u);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);

  await search(tomas, 'no such user');
  await expect(tomas.getByText('No service user matches')).toBeVisible();
  await tomas.getByRole('button', { name: 'Clear filters' }).click();
  await expect(tomas.getByText(`${all} service users`, { exact: true })).toBeVisible();
});

test('C6: an operator sees key, certificate and password, each with Copy and download; each look is recorded', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${KEPT}`) });
  await choose(tomas, KEPT, 'Show access key');
  const key = dialog(tomas, `Access key of ${KEPT}`);
  const text = await key.getByRole('textbox', { name: 'Access key' }).inputValue();
  expect(text).toMatch(/^-----BEGIN PRIVATE KEY-----\n[^]+-----END PRIVATE KEY-----\n?$/u);
  await key.getByRole('button', { name: 'Copy access key' }).click();
  await expect(key.getByText('Copied').first()).toBeVisible();
  const saved = async (name: string, from: typeof key) => {
    const download = tomas.waitForEvent('download');
    await from.getByRole('button', { name: `Download ${name}` }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(name);
    return readFile(await file.path(), 'utf8');
  };
  expect(await saved('service.key', key)).toBe(`${text.trimEnd()}\n`);
  await tomas.keyboard.press('Escape');
  await expect(key).toBeHidden();
  // Nothing of it stays (R21).
  const kept = await tomas.evaluate(() =>
    JSON.stringify([
      location.href,
      document.documentElement.outerHTML,
      { ...localStorage },
      { ...sessionStorage },
    ]),
  );
  expect(kept).not.toContain('PRIVATE KEY');
  await expect(userRow(tomas, KEPT)).toContainText(`by ${nameOf('operator')}`);

  await choose(tomas, KEPT, 'Show access cert');
  const cert = dialog(tomas, `Access certificate of ${KEPT}`);
  const pem = await cert.getByRole('textbox', { name: 'Access certificate, PEM' }).inputValue();
  const certificate = new X509Certificate(pem);
  for (const fact of [
    certificate.fingerprint256,
    certificate.fingerprint,
    certificate.serialNumber.toLowerCase().replace(/^(?:00)+/u, ''),
    `CN=${KEPT}`,
  ])
    await expect(cert).toContainText(fact);
  await expect(cert).toContainText(/CN=Project CA signed it/u);
  await expect(cert.getByRole('img', { name: /^Valid .* to .*days left$/u })).toBeVisible();
  const file = await saved('service.cert', cert);
  const ca = new X509Certificate(await saved('ca.pem', cert));
  expect(new X509Certificate(file).verify(ca.publicKey)).toBe(true);
  await tomas.keyboard.press('Escape');

  await choose(tomas, KEPT, 'Show password');
  const password = dialog(tomas, `Password of ${KEPT}`);
  await expect(password.getByText('hidden', { exact: true })).toBeAttached();
  const { password: known = '' } = await secretsOf(world, tomas, ORDERS, KEPT);
  await expect(password).not.toContainText(known);
  await password.getByRole('button', { name: 'Show password' }).click();
  await expect(password).toContainText(known);
  await password.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).not.toContainText(known);
  expect(await world.authenticate(proofOf(ORDERS, KEPT, { password: known }))).toMatchObject({
    accepted: true,
  });
});

test('C6, R16: Download credentials is the zip of an access’s credentials, and what is in it works', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${KEPT}`) });
  const download = tomas.waitForEvent('download');
  await choose(tomas, KEPT, 'Download credentials');
  const bundle = await unpack(await download);
  expect(bundle.files).toEqual(
    expect.arrayContaining([
      'ca.pem',
      'client-sasl.properties',
      'client.keystore.p12',
      'service.cert',
      'service.key',
    ]),
  );
  expect(bundle.run('openssl', 'verify', '-CAfile', 'ca.pem', 'service.cert')).toContain('service.cert: OK');
  const cert = bundle.read('service.cert');
  expect(await world.authenticate(proofOf(ORDERS, KEPT, { access_cert: cert }))).toMatchObject({
    accepted: true,
  });
  bundle.remove();
  await expect(messages(tomas)).toContainText(`The credentials of ${KEPT} were downloaded.`);
});

test('C6: where no password is kept the zip leaves out what signs in with one', async ({ world }) => {
  // An access's: its secrets were shown once; what is kept came with the renewal.
  const tomas = await world.as('operator', { path: usersPath(ORDERS, '?search=order-router') });
  const menu = await openMenu(tomas, 'order-router');
  await expectRefused(menu.getByRole('menuitem', { name: 'Show password' }), /shown once .* destroyed/u);
  const download = tomas.waitForEvent('download');
  await menu.getByRole('menuitem', { name: 'Download credentials' }).click();
  const bundle = await unpack(await download);
  expect(bundle.files.filter((name) => name.includes('sasl'))).toEqual([]);
  for (const name of bundle.files.filter((one) => !one.endsWith('.p12')))
    // As settings and file names have it; four letters alone come up by chance in what is base64.
    expect(bundle.read(name), name).not.toMatch(/sasl[._:-]/iu);
  expect(bundle.run('openssl', 'verify', '-CAfile', 'ca.pem', 'service.cert')).toContain('OK');
  bundle.remove();

  // And where nothing is kept, all of it is refused with the reason.
  await search(tomas, 'stock-keeper');
  await expect(tomas.getByText('1 service user', { exact: true })).toBeVisible();
  const other = await openMenu(tomas, 'stock-keeper');
  for (const action of ['Show access key', 'Show access cert', 'Show password', 'Download credentials'])
    await expectRefused(
      other.getByRole('menuitem', { name: action }),
      /A renewal or a reset makes new ones\.$/u,
    );
});

test('C6: developers and read-only members see the list without secrets, and why', async ({ world }) => {
  for (const persona of ['requester', 'outsider'] as const) {
    const page = await world.as(persona, { path: usersPath(ORDERS, `?search=${KEPT}`) });
    await expect(userRow(page, KEPT)).toContainText('Current');
    const why = 'Only admins and operators of halden-prod can do this.';
    await expectRefused(page.getByRole('button', { name: 'Create service user' }), why);
    const menu = await openMenu(page, KEPT);
    for (const action of [
      'Show access key',
      'Show access cert',
      'Show password',
      'Download credentials',
      'Acknowledge certificate',
      'Reset credentials',
      'Delete',
    ])
      await expectRefused(menu.getByRole('menuitem', { name: action }), why);
    await page.keyboard.press('Escape');
    const { status } = await world.call(page, showServiceUserSecrets, {
      params: { ...ORDERS, username: KEPT },
      body: { purpose: 'download' },
    });
    expect(status).toBe(403);
    expect(await page.content()).not.toContain('PRIVATE KEY');
  }
});

test('C6: a secret that cannot be fetched says so in its dialog, with a way to try again', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${KEPT}`) });
  await expect(userRow(tomas, KEPT)).toBeVisible();
  await world.faults(['store_down']);
  await choose(tomas, KEPT, 'Show access key');
  const key = dialog(tomas, `Access key of ${KEPT}`);
  await expect(key.getByRole('alert')).toBeVisible();
  await world.faults([]);
  await key.getByRole('button', { name: 'Try again' }).click();
  await expect(key.getByRole('textbox', { name: 'Access key' })).toHaveValue(/PRIVATE KEY/u);
  await expect(key.getByRole('alert')).toHaveCount(0);
});

test('C1: a service user is created and deleted, whatever it is called', async ({ world }) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS) });
  await tomas.getByRole('button', { name: 'Create service user' }).click();
  const form = dialog(tomas, 'Create service user');
  const name = form.getByRole('textbox', { name: 'Username' });
  await form.getByRole('button', { name: 'Create service user' }).click();
  await expect(name).toHaveAccessibleDescription('Give it a name.');
  await name.fill('<img src=x onerror=alert(1)>');
  await form.getByRole('button', { name: 'Create service user' }).click();
  await expect(name).toHaveAccessibleDescription(/letters, digits/u);
  await expect(name).toBeFocused();
  await name.fill(KEPT);
  await form.getByRole('button', { name: 'Create service user' }).click();
  await expect(name).toHaveAccessibleDescription(/already|exists/u);

  const hostile = `münchen/${'x'.repeat(50)} & 1`.replace('&', '@');
  await name.fill(hostile);
  await form.getByRole('button', { name: 'Create service user' }).click();
  await expect(form).toBeHidden();
  await messages(tomas).getByRole('button', { name: 'Show it' }).click();
  await expect(tomas.getByText('1 service user', { exact: true })).toBeVisible();
  await expect(userRow(tomas, hostile)).toContainText('Current');
  const { access_cert, password } = await secretsOf(world, tomas, ORDERS, hostile);
  for (const proof of [{ access_cert }, { password }])
    expect(await world.authenticate(proofOf(ORDERS, hostile, proof))).toMatchObject({ accepted: true });

  await choose(tomas, hostile, 'Delete');
  const confirm = warning(tomas, `Delete service user ${hostile}`);
  await confirm.getByRole('textbox').first().fill('something else');
  await confirm.getByRole('button', { name: 'Delete service user' }).click();
  await expect(confirm.getByRole('textbox').first()).toHaveAccessibleDescription(/This is not/u);
  await confirm.getByRole('textbox').first().fill(hostile);
  await confirm.getByRole('button', { name: 'Delete service user' }).click();
  await expect(confirm).toBeHidden();
  await expect(tomas.getByText('No service user matches')).toBeVisible();
  await expect
    .poll(() => world.authenticate(proofOf(ORDERS, hostile, { password })))
    .toEqual({ accepted: false });

  await tomas.goto(world.url(usersPath(ORDERS)));
  const own = await openMenu(tomas, 'avnadmin');
  await expectRefused(own.getByRole('menuitem', { name: 'Delete' }), /belongs to the service itself/u);
  await tomas.keyboard.press('Escape');
  const governed = await openMenu(tomas, 'order-router');
  await expectRefused(governed.getByRole('menuitem', { name: 'Delete' }), /Delete the access/u);
});
