import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { listAccesses } from '../src/contract/operations/accesses.ts';
import { listServiceUsers } from '../src/contract/operations/service-users.ts';
import { getProjectCa, listServiceOverview } from '../src/contract/operations/services.ts';
import { takeAndSave, rotated } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, messages, namesIn, navigation, openFilter, openMenu, rowOf, search } from './support/ui.ts';

const run = promisify(execFile);

test('C1: the sidebar leads to Services, which says of each how many service users it has and what ends first', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await navigation(maya)
    .getByRole('group', { name: 'Services' })
    .getByRole('link', { name: 'Services' })
    .click();
  await expect(maya).toHaveURL(world.at('/services'));
  await expect(maya.getByRole('heading', { level: 1, name: 'Services' })).toBeVisible();
  await expect(navigation(maya).getByRole('link', { name: 'Services' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  for (const column of ['Service', 'Project', 'Type', 'State', 'Service users', 'Nearest expiry'])
    await expect(maya.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  await expect(maya.getByText('4 services', { exact: true })).toBeVisible();
  const { total_count: users } = await world.done(maya, listServiceUsers, {
    params: { project: 'halden-prod', service_name: 'kafka-telemetry' },
  });
  // Its certificate ended first: geofence-alerts.
  await expect(rowOf(maya, 'kafka-telemetry').getByRole('cell')).toHaveText([
    'kafka-telemetry',
    'halden-prod',
    'Kafka',
    'Running',
    String(users),
    /^expired \d+ days ago$/u,
  ]);
  await expect(rowOf(maya, 'kafka-warehouse')).toContainText('Rebuilding');
});

test('C1: who has a role in more projects sees more services; filters, search and order are in the URL', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/services' });
  await expect(tomas.getByText('6 services', { exact: true })).toBeVisible();
  const projects = await openFilter(tomas, 'Project');
  await expect(projects.getByRole('checkbox')).toHaveCount(2);
  await projects.getByRole('checkbox', { name: 'halden-staging' }).check();
  await tomas.keyboard.press('Escape');
  await expect(tomas).toHaveURL(/project_name=halden-staging/u);
  await expect(tomas.getByText('2 services', { exact: true })).toBeVisible();
  await tomas.getByRole('button', { name: 'Service', exact: true }).click();
  await expect(tomas).toHaveURL(/sort=service_name&direction=desc/u);
  await expect.poll(() => namesIn(tomas)).toEqual(['kafka-payments', 'kafka-orders']);

  await search(tomas, 'orders');
  await expect(tomas.getByText('1 service', { exact: true })).toBeVisible();
  const other = await world.tabOf(tomas, '/approvals');
  await other.goto(tomas.url());
  await expect(other.getByRole('searchbox', { name: 'Search services' })).toHaveValue('orders');
  await expect.poll(() => namesIn(other)).toEqual(['kafka-orders']);
  await expect(rowOf(other, 'kafka-orders')).toContainText('halden-staging');

  await search(tomas, 'nothing like it');
  await expect(tomas.getByText('No service matches')).toBeVisible();
  await tomas.getByRole('button', { name: 'Clear filters' }).click();
  await expect(tomas.getByText('6 services', { exact: true })).toBeVisible();
});

test('A4: services and ACLs are exported as CSV', async ({ world }) => {
  const maya = await world.as('requester', { path: '/services?state=REBUILDING' });
  await expect(maya.getByText('1 service', { exact: true })).toBeVisible();
  const lines = async () => {
    const download = maya.waitForEvent('download');
    await maya.getByRole('button', { name: 'Export CSV' }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const services = await lines();
  expect(services.name).toMatch(/^services-\d{4}-\d\d-\d\d\.csv$/u);
  expect(services.text).toMatch(/^Service,Project,.*\r\nkafka-warehouse,halden-prod,kafka,Rebuilding,\d+,/u);
  await maya.goto(world.url('/services/halden-prod/kafka-orders/acls?operation=Write'));
  await expect(maya.getByRole('table', { name: 'ACLs' })).toBeVisible();
  const acls = await lines();
  expect(acls.name).toMatch(/^acls-\d{4}-\d\d-\d\d\.csv$/u);
  expect(acls.text).toMatch(/^Principal,Topic,Operation,/u);
  expect(acls.text).not.toContain(',Read,');
});

test('C1: the service page tells how to connect, each address with Copy', async ({ world }) => {
  const maya = await world.as('requester', { path: '/services' });
  await rowOf(maya, 'kafka-payments').getByRole('link').click();
  await expect(maya).toHaveURL(world.at('/services/halden-prod/kafka-payments'));
  await expect(maya.getByRole('heading', { level: 1, name: 'kafka-payments' })).toBeFocused();
  await expect(maya).toHaveTitle('kafka-payments · Latchkey');
  const connection = maya.getByRole('region', { name: 'Connection' });
  await expect(connection).toContainText('kafka-payments.halden-prod.kafka.example:12691');
  await expect(connection).toContainText('kafka-payments.halden-prod.kafka.example:12694');
  await expect(connection).toContainText('SCRAM-SHA-512');
  await expect(connection).toContainText('the old password ends as soon as the new one is shown');
  await connection.getByRole('button', { name: 'Copy bootstrap server, SASL' }).click();
  await expect(connection.getByText('Copied').first()).toBeVisible();
  const facts = maya.getByRole('complementary', { name: 'Facts' });
  for (const fact of ['halden-prod', 'Developer', 'aws-eu-north-1', 'premium-6x-8', 'Kafka'])
    await expect(facts).toContainText(fact);
  await expect(maya.getByRole('navigation', { name: 'Parts of this service' }).getByRole('link')).toHaveText([
    'Overview',
    'Users',
    'ACLs',
  ]);
  // What was copied, where it can be pasted.
  await maya.getByRole('link', { name: 'ACLs', exact: true }).click();
  await maya.getByRole('searchbox', { name: 'Search ACLs' }).click();
  await maya.keyboard.press('Control+V');
  await expect(maya.getByRole('searchbox', { name: 'Search ACLs' })).toHaveValue(
    'kafka-payments.halden-prod.kafka.example:12694',
  );
});

test('C1, C2: the CA certificate is read from its PEM, and what is downloaded satisfies openssl', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: '/services/halden-prod/kafka-orders' });
  const ca = maya.getByRole('region', { name: 'CA certificate', exact: true }).first();
  const download = maya.waitForEvent('download');
  await ca.getByRole('button', { name: 'Download ca.pem' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('ca.pem');
  const path = await file.path();
  const pem = await readFile(path, 'utf8');
  const certificate = new X509Certificate(pem);
  for (const fact of [
    certificate.fingerprint256,
    certificate.fingerprint,
    certificate.serialNumber.toLowerCase().replace(/^(?:00)+/u, ''),
    'CN=',
    '(itself)',
  ])
    await expect(ca).toContainText(fact);
  await expect(ca.getByRole('img', { name: /^Valid .* to .*years? left|days left$/u })).toBeVisible();
  const { stdout } = await run('openssl', ['x509', '-in', path, '-noout', '-subject', '-dates']);
  expect(stdout).toContain('subject=');
  expect((await world.done(maya, getProjectCa, { params: { project: 'halden-prod' } })).certificate).toBe(
    pem,
  );
  await ca.getByText('PEM', { exact: true }).click();
  await expect(ca.getByRole('textbox', { name: 'CA certificate, PEM' })).toHaveValue(pem.trim());
});

test('C2: what a rotation issues verifies against the CA of the service page', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  await rotated(world, maya, jonas, 'payments-staging');
  const { access } = await world.done(maya, listAccesses, { query: { search: 'payments-staging' } });
  const { credentials, access: about } = await takeAndSave(world, maya, access[0]?.access_id ?? '');
  const tomas = await world.as('operator');
  const { certificate } = await world.done(tomas, getProjectCa, { params: { project: about.project_name } });
  const issued = new X509Certificate(credentials.access_cert);
  const ca = new X509Certificate(certificate);
  expect(issued.verify(ca.publicKey)).toBe(true);
  expect(issued.checkIssued(ca)).toBe(true);
});

test('C1: ACLs says who may do what on which topics, and leads to the access and back', async ({ world }) => {
  const maya = await world.as('requester', { path: '/services/halden-prod/kafka-payments' });
  const tabs = maya.getByRole('navigation', { name: 'Parts of this service' });
  await tabs.getByRole('link', { name: 'ACLs' }).click();
  await expect(maya).toHaveURL(world.at('/services/halden-prod/kafka-payments/acls'));
  await expect(maya).toHaveTitle('ACLs of kafka-payments · Latchkey');
  await expect(tabs.getByRole('link', { name: 'ACLs' })).toHaveAttribute('aria-current', 'page');
  await expect(tabs.getByRole('link', { name: 'ACLs' })).toBeFocused();
  for (const column of ['Principal', 'Topic', 'Operation', 'Permission', 'Pattern', 'Host', 'Access'])
    await expect(maya.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  const topics = await openFilter(maya, 'Topic');
  await topics.getByRole('checkbox', { name: 'payments.authorized.v1' }).check();
  await maya.keyboard.press('Escape');
  await search(maya, 'payment-gateway');
  await expect(maya.getByText('2 ACLs', { exact: true })).toBeVisible();
  const rows = maya.getByRole('table', { name: 'ACLs' }).getByRole('row');
  await maya.getByRole('button', { name: 'Operation', exact: true }).last().click();
  await expect(rows.nth(1).getByRole('cell')).toHaveText([
    'User:payment-gateway',
    'payments.authorized.v1',
    'Read',
    'Allow',
    'Literal',
    'any',
    'payment-gateway',
  ]);
  await rows.nth(2).getByRole('link', { name: 'payment-gateway' }).click();
  await expect(maya.getByRole('heading', { level: 1, name: 'payment-gateway' })).toBeVisible();
  await maya
    .getByRole('complementary', { name: 'Facts' })
    .getByRole('link', { name: 'kafka-payments' })
    .click();
  await expect(maya).toHaveURL(world.at('/services/halden-prod/kafka-payments'));
  await maya
    .getByRole('complementary', { name: 'Facts' })
    .getByRole('link', { name: 'Accesses to this service' })
    .click();
  await expect(maya).toHaveURL(/\/accesses\?service=svc_payments$/u);
  await expect(maya.getByRole('button', { name: /^Service: kafka-payments/u })).toBeVisible();
  await choose(maya, 'payment-gateway', 'View service');
  await expect(maya).toHaveURL(world.at('/services/halden-prod/kafka-payments'));
});

test('C1: a service that is unknown, or in a project without a role, is not there; nothing tells which', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const words = 'This service does not exist, or you have no role in its project';
  for (const path of [
    '/services/halden-staging/kafka-orders',
    '/services/halden-staging/kafka-orders/acls',
    '/services/halden-staging/kafka-orders/users',
    '/services/halden-prod/kafka-nothing',
    '/services/no-project/kafka-orders',
    '/services/%F0%9F%98%80/%252F',
  ]) {
    await maya.goto(world.url(path));
    await expect(maya.getByText(words)).toBeVisible();
    await expect(maya.getByRole('link', { name: 'Go to Services' })).toBeVisible();
  }
  // An access there is governance, and shown; its service leads nowhere, so it is no link.
  await maya.goto(world.url('/accesses?search=orders-staging'));
  const row = maya.getByRole('row').nth(1);
  await expect(row).toContainText('halden-staging');
  await row.getByRole('link').click();
  const facts = maya.getByRole('complementary', { name: 'Facts' });
  await expect(facts).toContainText('halden-staging');
  await expect(facts.getByRole('link', { name: /^kafka-/u })).toHaveCount(0);
});

test('C1: roles differ from person to person, whoever administers the organization included', async ({
  world,
}) => {
  const found = async (page: Parameters<typeof world.done>[0]) =>
    (await world.done(page, listServiceOverview)).total_count;
  for (const [persona, count, role] of [
    ['requester', 4, 'Developer'],
    ['outsider', 4, 'Read only'],
    ['admin', 4, 'Admin'],
    ['operator', 6, 'Operator'],
  ] as const) {
    const page = await world.as(persona, { path: '/services/halden-prod/kafka-orders' });
    await expect(page.getByRole('complementary', { name: 'Facts' })).toContainText(role);
    expect(await found(page)).toBe(count);
  }
});

test('A4: while the platform is down the CA says so with a way to try again, and the rest of the page stands', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await world.faults(['platform_down']);
  await maya.goto(world.url('/services/halden-prod/kafka-orders'));
  const ca = maya.getByRole('region', { name: 'CA certificate', exact: true }).first();
  await expect(ca.getByRole('alert')).toContainText('The CA certificate could not be read.');
  await expect(maya.getByRole('region', { name: 'Connection' })).toContainText(':12691');
  await world.faults([]);
  await ca.getByRole('button', { name: 'Try again' }).click();
  await expect(ca).toContainText('SHA-256');
  await expect(messages(maya).getByRole('listitem')).toHaveCount(0);

  await world.faults(['store_down']);
  await navigation(maya).getByRole('link', { name: 'Services' }).click();
  await expect(maya.getByText('This list could not be read')).toBeVisible();
  await world.faults([]);
  await maya.getByRole('button', { name: 'Try again' }).click();
  await expect(rowOf(maya, 'kafka-orders')).toBeVisible();
});

test('C1: by keyboard from anywhere to a service and its ACLs', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(maya.getByText('40 accesses')).toBeVisible();
  await maya.keyboard.press('g');
  await maya.keyboard.press('s');
  await expect(maya).toHaveURL(world.at('/services'));
  await rowOf(maya, 'kafka-orders').getByRole('link').focus();
  await maya.keyboard.press('Enter');
  await expect(maya.getByRole('heading', { level: 1, name: 'kafka-orders' })).toBeFocused();
  const acls = maya.getByRole('link', { name: 'ACLs', exact: true });
  for (let steps = 0; steps < 4; steps += 1) {
    await maya.keyboard.press('Tab');
    if (await acls.evaluate((link) => link === document.activeElement)) break;
  }
  await expect(acls).toBeFocused();
  await maya.keyboard.press('Enter');
  await expect(maya.getByRole('table', { name: 'ACLs' })).toBeVisible();
  await expect(acls).toBeFocused();
});

test('C1: the menu of an access leads to its service only where one has a role', async ({ world }) => {
  const maya = await world.as('requester', { path: '/accesses?search=staging' });
  await expect(maya.getByRole('row').nth(1)).toBeVisible();
  const menu = await openMenu(maya, 'payments-staging');
  await expect(menu.getByRole('menuitem', { name: 'View details' })).toBeVisible();
  await expect(menu.getByRole('menuitem', { name: 'View service' })).toHaveCount(0);
});
