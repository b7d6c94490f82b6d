import { test, expect } from './support/test.ts';
test('smoke', async ({ world }) => {
  const t=Date.now();
  const maya = await world.as('requester');
  await expect(maya.getByRole('link', { name: 'ledger-export' })).toBeVisible();
  console.log('maya', Date.now()-t);
  const jonas = await world.as('approver');
  await expect(jonas.getByRole('link', { name: 'ledger-export' })).toBeVisible();
  console.log('jonas', Date.now()-t);
  console.log(await world.api(maya,'GET','/v1/demo'));
});
test('smoke2', async ({ world }) => {
  const maya = await world.as('requester');
  await maya.getByRole('button', { name: 'Actions for ledger-export' }).click();
  console.log(await maya.getByRole('menu').ariaSnapshot());
});
