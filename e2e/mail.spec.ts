import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/test.ts';
import { dialog } from './support/ui.ts';

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
