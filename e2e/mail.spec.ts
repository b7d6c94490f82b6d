import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/test.ts';
import { dialog, navigation, openMenu } from './support/ui.ts';

const choiceOf = (page: Page, topic: string) => page.getByRole('combobox', { name: topic, exact: true });

test('R13: everybody chooses what is mailed to them, and how; it is kept', async ({ world }) => {
  const maya = await world.as('requester');
  await maya.getByRole('button', { name: 'Switch persona' }).click();
  await maya.getByRole('menuitem', { name: 'Notifications' }).click();
  await expect(maya).toHaveURL(world.at('/settings/notifications'));
  await expect(maya.getByRole('heading', { level: 1, name: 'Notifications' })).toBeFocused();
  // Neither host of these journeys has a mail server.
  await expect(maya.getByText('No mail is sent from here', { exact: false })).toBeVisible();
  for (const topic of [
    'Requests to approve',
    'My requests',
    'Credentials that wait for me',
    'Certificates',
    'Resets',
    'Security',
  ])
    await expect(choiceOf(maya, topic)).toHaveValue('at_once');
  await choiceOf(maya, 'Certificates').selectOption('Daily digest');
  await expect(maya.getByRole('listitem').filter({ hasText: 'Renewed ones' })).toContainText('Saved');
  await choiceOf(maya, 'Resets').selectOption('No email');
  await expect(maya.getByRole('listitem').filter({ hasText: 'Somebody reset' })).toContainText('Saved');
  await expectAccessible(maya, 'notification settings');
  await maya.reload();
  await world.signedIn(maya, 'requester');
  await expect(choiceOf(maya, 'Certificates')).toHaveValue('daily');
  await expect(choiceOf(maya, 'Resets')).toHaveValue('none');
  // Reports of compromised credentials reach everybody whom they concern (P8).
  await expect(choiceOf(maya, 'Security').getByRole('option')).toHaveText(['At once', 'Daily digest']);
  await expect(choiceOf(maya, 'My requests')).toHaveValue('at_once');
  // Nobody else's changed.
  const jonas = await world.as('approver', { path: '/settings/notifications' });
  await expect(choiceOf(jonas, 'Certificates')).toHaveValue('at_once');
});

test('C4: a project admin names technical addresses; others see them and why they cannot change them', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: '/services/halden-prod/kafka-orders' });
  const section = astrid.getByRole('region', { name: 'Technical addresses' });
  await expect(section).toContainText('None yet.');
  await section.getByRole('button', { name: 'Change technical addresses' }).click();
  const form = dialog(astrid, 'Change technical addresses');
  await expect(form).toBeVisible();
  const field = form.getByRole('textbox', { name: 'Email addresses' });
  await field.fill('kafka-team@halden.example\nnobody');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('nobody is no email address.');
  await expect(field).toBeFocused();
  await field.fill('kafka-team@halden.example, oncall@halden.example');
  await expectAccessible(astrid, 'technical addresses');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(section.getByRole('listitem')).toHaveText([
    'kafka-team@halden.example',
    'oncall@halden.example',
  ]);

  const maya = await world.as('requester', { path: '/services/halden-prod/kafka-orders' });
  const seen = maya.getByRole('region', { name: 'Technical addresses' });
  await expect(seen).toContainText('oncall@halden.example');
  const refused = seen.getByRole('button', { name: 'Change technical addresses' });
  await refused.focus();
  await expect(refused).toHaveAccessibleDescription('Only admins of halden-prod can do this.');

  await section.getByRole('button', { name: 'Change technical addresses' }).click();
  await expect(form).toBeVisible();
  await field.fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(section).toContainText('None yet.');
  await expect(seen).toContainText('None yet.');
});

test('R13: an organization admin adds a webhook, saves its secret once, sends a test, and takes it away', async ({
  world,
}) => {
  const astrid = await world.as('admin');
  await navigation(astrid).getByRole('link', { name: 'Webhooks' }).click();
  await expect(astrid.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
  await astrid.getByRole('button', { name: 'Add webhook' }).first().click();
  const form = dialog(astrid, 'Add webhook');
  await expect(form).toBeVisible();
  await form.getByRole('button', { name: 'Add webhook' }).click();
  await expect(form).toContainText('Say whose chat it is.');
  await form.getByRole('textbox', { name: 'Description' }).fill('Platform chat');
  // Nobody listens there, on either host.
  await form.getByRole('textbox', { name: 'Address' }).fill('https://127.0.0.1:1/hook/canary');
  await form.getByRole('checkbox', { name: 'Requests to approve' }).check();
  await expectAccessible(astrid, 'adding a webhook');
  await form.getByRole('button', { name: 'Add webhook' }).click();
  const shown = dialog(astrid, 'Save the signing secret');
  await expect(shown).toBeVisible();
  await shown.getByRole('button', { name: 'Show signing secret' }).click();
  await expect(shown.getByText(/^whsec_[\w-]{43}$/u)).toBeVisible();
  await shown.getByRole('checkbox', { name: 'I have saved this secret, or do not need it' }).check();
  await shown.getByRole('button', { name: 'Close' }).last().click();
  await expect(shown).toBeHidden();

  const row = astrid.getByRole('row').filter({ hasText: 'Platform chat' });
  await expect(row).toContainText('On');
  await expect(astrid.locator('main')).not.toContainText('canary');
  await (await openMenu(astrid, 'Platform chat')).getByRole('menuitem', { name: 'Send a test' }).click();
  await (await openMenu(astrid, 'Platform chat')).getByRole('menuitem', { name: 'Deliveries' }).click();
  const deliveries = dialog(astrid, 'Deliveries to Platform chat');
  await expect(deliveries).toBeVisible();
  await expect(deliveries.getByRole('listitem')).toContainText('Test');
  await expect(deliveries.getByRole('listitem')).toContainText('Failed');
  await deliveries.getByRole('button', { name: 'Close' }).last().click();
  await (await openMenu(astrid, 'Platform chat')).getByRole('menuitem', { name: 'Turn off' }).click();
  await expect(row).toContainText('Off');
  await (await openMenu(astrid, 'Platform chat')).getByRole('menuitem', { name: 'Delete webhook' }).click();
  const confirm = astrid.getByRole('alertdialog', { name: 'Delete webhook Platform chat' });
  await expect(confirm).toBeVisible();
  await confirm.getByRole('button', { name: 'Delete webhook' }).click();
  await expect(astrid.getByText('No webhooks yet')).toBeVisible();

  const maya = await world.as('requester');
  await expect(navigation(maya).getByRole('link', { name: 'Webhooks' })).toHaveCount(0);
});
