import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { keysOf, PRODUCTION, SHIPMENTS } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectNoSideways, openMenu, warning } from './support/ui.ts';

const CONFIRM = 'Confirm API key deletion';

for (const size of SIZES) {
  test(`A4: environments, clusters, keys and their dialogs are accessible and fit: ${size}`, async ({
    world,
  }) => {
    test.setTimeout(120_000);
    const astrid = await world.as('admin', {
      path: '/environments',
      look: lookOn(world.host, size),
    });
    const look = async (what: string): Promise<void> => {
      await expectAccessible(astrid, what);
      await expectNoSideways(astrid);
    };
    await expect(astrid.getByRole('link', { name: 'production' })).toBeVisible();
    await look('Environments');
    await astrid.goto(world.url(PRODUCTION));
    await expect(astrid.getByRole('link', { name: 'shipments' })).toBeVisible();
    await look('An environment');
    await astrid.goto(world.url(SHIPMENTS.path));
    await expect(astrid.getByText('lkc-81kdx.eu-north-1', { exact: false })).toBeVisible();
    await look('Cluster Overview');
    await astrid.goto(world.url(`${SHIPMENTS.path}/schema-registry?edit=credentials`));
    await expect(astrid.getByText('Schema lookups').first()).toBeVisible();
    await look('Schema Registry');
    await astrid.goto(world.url(`${SHIPMENTS.path}/ksqldb`));
    await expect(astrid.getByText('No API keys yet')).toBeVisible();
    await look('ksqlDB');
    await astrid.goto(world.url(`${SHIPMENTS.path}/api-keys`));
    const [entry] = await keysOf(world, astrid, { search: 'green', resource_id: SHIPMENTS.id });
    const key = entry?.key ?? '';
    await astrid.getByRole('checkbox', { name: `Select ${key}` }).check();
    await look('API keys, one selected');
    await openMenu(astrid, key);
    await look('The menu of a key');
    await astrid.keyboard.press('Escape');
    await choose(astrid, key, 'Edit description');
    await expect(dialog(astrid, 'Edit description')).toBeVisible();
    await look('Edit description');
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('button', { name: 'Delete API key' }).click();
    await expect(warning(astrid, CONFIRM)).toBeVisible();
    await look(CONFIRM);
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('button', { name: '+ Add key' }).click();
    const form = dialog(astrid, 'Create API key');
    await form
      .getByRole('combobox', { name: 'Service account' })
      .selectOption({ label: 'terraform (1/10 keys)' });
    await look('Create API key, without rights');
    // Astrid administers production, whose policy asks for a second person.
    await astrid.getByRole('radio', { name: 'My account' }).check();
    await expect(astrid.getByRole('button', { name: 'Request API key' })).toBeVisible();
    await look('Request API key');
    await astrid.getByRole('radio', { name: 'Service account' }).check();
    await form
      .getByRole('combobox', { name: 'Service account' })
      .selectOption({ label: 'terraform (1/10 keys)' });
    await form.getByRole('button', { name: 'Create key' }).click();
    await astrid.getByRole('button', { name: 'Show secret' }).click();
    await look('The new key');
  });
}
