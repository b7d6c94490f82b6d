import { accessNamed } from './support/steps.ts';
import { property, unpack } from './support/bundle.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, messages, navigation, pane, rowOf } from './support/ui.ts';

test('R2, R8, R10, R13 to R16, R18, R22: the whole rotation, from request to one-time reveal', async ({
  world,
}) => {
  test.setTimeout(90_000);
  // Maya asks.
  const maya = await world.as('requester');
  const { access_data: data } = await accessNamed(world, maya, 'refund-service');
  await choose(maya, 'refund-service', 'Request credential rotation');
  const form = dialog(maya, 'Request credential rotation');
  await form
    .getByRole('textbox', { name: 'Message for the approvers' })
    .fill('The signing host was replaced.');
  await form.getByRole('radio', { name: '1 hour' }).check();
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(messages(maya)).toContainText('Rotation of refund-service requested.');

  // Jonas decides.
  const jonas = await world.as('approver');
  await navigation(jonas)
    .getByRole('link', { name: /^Approvals/u })
    .click();
  await rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' }).getByRole('link').click();
  await expect(pane(jonas)).toContainText('The signing host was replaced.');
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(jonas)).toContainText('Only Maya Lindqvist can see them, once.', { timeout: 15_000 });

  // Maya hears of it, and looks.
  await maya.getByRole('button', { name: /^Notifications, \d+ unread/u }).click();
  await maya.getByRole('link', { name: /^Unread: New credentials for refund-service are ready/u }).click();
  await pane(maya).getByRole('button', { name: 'Review credentials' }).click();
  await dialog(maya, 'Show credentials').getByRole('button', { name: 'Show credentials' }).click();
  const shown = dialog(maya, 'Save service user credentials');
  const downloading = maya.waitForEvent('download');
  await shown.getByRole('button', { name: 'Download credentials' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('refund-service.zip');
  await shown.getByRole('checkbox', { name: 'I have saved these credentials' }).check();
  await shown.getByText('Close', { exact: true }).click();
  await expect(shown).toBeHidden();
  await expect(pane(maya)).toContainText('Maya Lindqvist has saved the new credentials for refund-service.');
  await expect(pane(maya).getByRole('list', { name: 'What becomes of the old credentials' })).toContainText(
    'The old credentials stop working',
  );

  // What she downloaded works unedited.
  const bundle = await unpack(download);
  try {
    expect(bundle.files).toEqual(
      expect.arrayContaining([
        'README.txt',
        'application.yml',
        'ca.pem',
        'client-sasl.properties',
        'client-ssl.properties',
        'client.keystore.p12',
        'client.truststore.p12',
        'kcat.conf',
        'kubernetes-secret.yaml',
        'librdkafka-sasl.conf',
        'librdkafka-ssl.conf',
        'node-kafka.mjs',
        'python-confluent.py',
        'service.cert',
        'service.key',
      ]),
    );
    expect(
      bundle.run(
        'openssl',
        'verify',
        '-x509_strict',
        '-purpose',
        'sslclient',
        '-CAfile',
        'ca.pem',
        'service.cert',
      ),
    ).toContain('service.cert: OK');
    expect(bundle.run('openssl', 'pkey', '-in', 'service.key', '-pubout')).toBe(
      bundle.run('openssl', 'x509', '-in', 'service.cert', '-noout', '-pubkey'),
    );
    const storePassword = property(bundle.read('client-ssl.properties'), 'ssl.keystore.password');
    const keystore = bundle.run(
      'keytool',
      '-list',
      '-keystore',
      'client.keystore.p12',
      '-storetype',
      'PKCS12',
      '-storepass',
      storePassword,
    );
    expect(keystore).toContain('PrivateKeyEntry');
    const jaas = property(bundle.read('client-sasl.properties'), 'sasl.jaas.config');
    const password = /password=\\?"([^"\\]+)\\?"/u.exec(jaas)?.[1] ?? '';
    const who = { project_name: data.project_name, service_name: data.service_name, username: data.username };
    const byPassword = await world.authenticate({ ...who, password });
    expect(byPassword.accepted).toBe(true);
    expect(await world.authenticate({ ...who, access_cert: bundle.read('service.cert') })).toEqual(
      byPassword,
    );
    expect(bundle.read('client-ssl.properties')).toContain(
      `bootstrap.servers=${data.service_name}.${data.project_name}.`,
    );
  } finally {
    bundle.remove();
  }

  // Once only.
  await maya.goto(world.url('/accesses'));
  await expect(maya.getByRole('table', { name: 'Accesses' })).toBeVisible();
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
});
