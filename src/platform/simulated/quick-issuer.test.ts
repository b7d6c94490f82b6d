import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { createQuickIssuer } from './quick-issuer.ts';
import { kafka, newPlatform } from './test-platform.ts';

test('facts differ, keys are shared, passwords are real, certificates are not accepted', async () => {
  const { platform } = newPlatform({ store: createMemoryStore(), issuer: createQuickIssuer() });
  const first = { service: kafka(), username: 'orders' };
  const second = { service: kafka(), username: 'billing' };
  const one = await platform.prepare(first, 1, 1);
  const two = await platform.prepare(second, 1, 1);
  await platform.activate(first, 1, one.secrets);
  await platform.activate(second, 1, two.secrets);
  expect(one.secrets.accessKey).toBe(two.secrets.accessKey);
  expect(one.secrets.password).not.toBe(two.secrets.password);
  expect(one.certificate.subject).toMatch(/^CN=orders,/);
  expect(two.certificate.subject).toMatch(/^CN=billing,/);
  expect(one.certificate.serial).not.toBe(two.certificate.serial);
  expect(one.certificate.fingerprint).not.toBe(two.certificate.fingerprint);
  expect(await platform.authenticate(second, { password: two.secrets.password })).toBe(1);
  expect(await platform.authenticate(second, { certificatePem: two.secrets.accessCert })).toBeNull();
});

test('renewals have facts of their own, and a further CA is real', async () => {
  const store = createMemoryStore();
  const generated = newPlatform({ store, issuer: createQuickIssuer() });
  const target = { service: kafka(), username: 'orders' };
  const first = await generated.platform.prepare(target, 1, 1);
  await generated.platform.activate(target, 1, first.secrets);
  await generated.platform.introduceCa('payments-production', 2);
  const renewed = await generated.platform.renewCertificate(target, 1, 1, 1);
  expect(renewed.accessKey).toBe(first.secrets.accessKey);
  expect(renewed.certificate.subject).toBe(first.certificate.subject);
  expect(renewed.certificate.issuer).toBe('CN=Project CA 2,O=payments-production');
  expect(renewed.certificate.fingerprint).not.toBe(first.certificate.fingerprint);
  const { simulatedRenewals } = await store.dump();
  expect(simulatedRenewals.map(({ fingerprint }) => fingerprint)).toEqual([renewed.certificate.fingerprint]);
  expect(await generated.platform.authenticate(target, { certificatePem: renewed.accessCert })).toBeNull();
  const { platform } = newPlatform({ store, sealer: generated.sealer });
  const next = await platform.renewCertificate(target, 1, 2, 1);
  expect(next.caCert).toBe(renewed.caCert);
  expect(await platform.authenticate(target, { certificatePem: next.accessCert })).toBe(1);
});

test('a real certificate fits in afterwards', async () => {
  const store = createMemoryStore();
  const generated = newPlatform({ store, issuer: createQuickIssuer() });
  const target = { service: kafka(), username: 'orders' };
  const seeded = await generated.platform.prepare(target, 1, 1);
  await generated.platform.activate(target, 1, seeded.secrets);
  const { platform } = newPlatform({ store, sealer: generated.sealer });
  const next = await platform.prepare(target, 2, 1);
  await platform.activate(target, 2, next.secrets);
  expect(next.secrets.caCert).toBe(seeded.secrets.caCert);
  expect(await platform.authenticate(target, { certificatePem: next.secrets.accessCert })).toBe(2);
});
