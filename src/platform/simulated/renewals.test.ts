import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { DAY } from '../../domain/time.ts';
import { PlatformRefusedError, type ServiceUserTarget } from '../../service/ports/ports.ts';
import { kafka, newPlatform, NOW } from './test-platform.ts';

const target: ServiceUserTarget = { service: kafka(), username: 'orders' };

/** A platform whose user's first generation is in use. */
async function start() {
  const store = createMemoryStore();
  const at = newPlatform({ store });
  const first = await at.platform.prepare(target, 1, 1);
  await at.platform.activate(target, 1, first.secrets);
  const accepted = (certificatePem: string, of = target) => at.platform.authenticate(of, { certificatePem });
  return { ...at, store, first, accepted };
}

test('the new certificate works at once, the old one until its own end, and the password goes on (C3)', async () => {
  const { platform, world, first, accepted } = await start();
  world.now = NOW + 730 * DAY;
  const renewed = await platform.renewCertificate(target, 1, 1, 1);
  expect(renewed.certificate.notAfter).toBe(first.certificate.notAfter + 730 * DAY);
  for (const [now, old, fresh] of [
    [world.now, 1, 1],
    [first.certificate.notAfter - 1, 1, 1],
    [first.certificate.notAfter, null, 1],
    [renewed.certificate.notAfter - 1, null, 1],
    [renewed.certificate.notAfter, null, null],
  ] as const) {
    world.now = now;
    expect(await accepted(first.secrets.accessCert)).toBe(old);
    expect(await accepted(renewed.accessCert)).toBe(fresh);
    expect(await platform.authenticate(target, { password: first.secrets.password })).toBe(1);
  }
});

test('the principal stays, key and serial are new', async () => {
  const { platform, first } = await start();
  const renewed = await platform.renewCertificate(target, 1, 1, 1);
  const [before, after] = [
    new X509Certificate(first.secrets.accessCert),
    new X509Certificate(renewed.accessCert),
  ];
  expect(after.subject).toBe(before.subject);
  expect(after.subjectAltName).toBe(before.subjectAltName);
  expect(renewed.certificate.subject).toBe(first.certificate.subject);
  expect(after.serialNumber.toLowerCase()).toBe(renewed.certificate.serial);
  expect(after.serialNumber).not.toBe(before.serialNumber);
  expect(after.publicKey.equals(before.publicKey)).toBe(false);
  expect(after.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(renewed.certificate.fingerprint);
  expect(renewed.caCert).toBe(first.secrets.caCert);
});

test('each renewal is accepted beside the earlier ones, for its own user only', async () => {
  const { platform, accepted, first, store } = await start();
  const one = await platform.renewCertificate(target, 1, 1, 1);
  const two = await platform.renewCertificate(target, 1, 2, 1);
  for (const pem of [first.secrets.accessCert, one.accessCert, two.accessCert]) {
    expect(await accepted(pem)).toBe(1);
    expect(await accepted(pem, { service: kafka({ id: 'svc_2' }), username: 'orders' })).toBeNull();
    expect(await accepted(pem, { service: kafka(), username: 'billing' })).toBeNull();
  }
  const { simulatedRenewals } = await store.dump();
  expect(simulatedRenewals.map(({ id }) => id).sort()).toEqual(['svc_1/orders/1/1', 'svc_1/orders/1/2']);
});

test('a repeated renewal replaces the earlier attempt; one that comes too late changes nothing', async () => {
  const { platform, accepted, first } = await start();
  const early = await platform.renewCertificate(target, 1, 1, 2);
  const again = await platform.renewCertificate(target, 1, 1, 2);
  expect(await accepted(early.accessCert)).toBeNull();
  expect(await accepted(again.accessCert)).toBe(1);
  const later = await platform.renewCertificate(target, 1, 1, 3);
  await expect(platform.renewCertificate(target, 1, 1, 2)).rejects.toThrow(PlatformRefusedError);
  expect(await accepted(again.accessCert)).toBeNull();
  expect(await accepted(later.accessCert)).toBe(1);
  expect(await accepted(first.secrets.accessCert)).toBe(1);
});

test('of two attempts at once the one with the higher fence stays', async () => {
  const { platform, accepted, sealer, store } = await start();
  const elsewhere = newPlatform({ store, sealer });
  const [low, high] = await Promise.allSettled([
    platform.renewCertificate(target, 1, 1, 1),
    elsewhere.platform.renewCertificate(target, 1, 1, 2),
  ]);
  if (high.status === 'rejected') throw high.reason;
  expect(await accepted(high.value.accessCert)).toBe(1);
  if (low.status === 'fulfilled') expect(await accepted(low.value.accessCert)).toBeNull();
  else expect(low.reason).toBeInstanceOf(PlatformRefusedError);
  expect(await store.read((tx) => tx.count('simulatedRenewals'))).toBe(1);
});

test('only a generation in use is renewed', async () => {
  const { platform, store } = await start();
  const refused = async (generation: number, of = target) =>
    expect(platform.renewCertificate(of, generation, 1, 9)).rejects.toThrow('not in use');
  await refused(2);
  await refused(1, { service: kafka(), username: 'nobody' });
  const second = await platform.prepare(target, 2, 1);
  await refused(2);
  await platform.activate(target, 2, second.secrets);
  await platform.retireOlder(target, 2);
  await refused(1);
  await platform.discard(target, 2);
  await refused(2);
  await platform.removeServiceUser(target);
  await refused(1);
  expect(await store.read((tx) => tx.count('simulatedRenewals'))).toBe(0);
});

test('renewals end with their generation, and no other', async () => {
  const { platform, accepted, store } = await start();
  const old = await platform.renewCertificate(target, 1, 1, 1);
  const second = await platform.prepare(target, 2, 1);
  await platform.activate(target, 2, second.secrets);
  const fresh = await platform.renewCertificate(target, 2, 1, 1);
  const neighbour = { service: kafka(), username: 'orders-2' };
  const theirs = await platform.prepare(neighbour, 1, 1);
  await platform.activate(neighbour, 1, theirs.secrets);
  const spared = await platform.renewCertificate(neighbour, 1, 1, 1);
  expect([await accepted(old.accessCert), await accepted(fresh.accessCert)]).toEqual([1, 2]);

  await platform.retireOlder(target, 2);
  expect([await accepted(old.accessCert), await accepted(fresh.accessCert)]).toEqual([null, 2]);
  await platform.discard(target, 2);
  expect(await accepted(fresh.accessCert)).toBeNull();

  // Whoever comes again under the same name has nothing of before.
  await platform.removeServiceUser(target);
  const anew = await platform.prepare(target, 1, 1);
  await platform.activate(target, 1, anew.secrets);
  const renewed = await platform.renewCertificate(target, 1, 1, 1);
  await platform.removeServiceUser(target);
  await platform.prepare(target, 1, 1);
  for (const { accessCert } of [old, fresh, renewed]) expect(await accepted(accessCert)).toBeNull();
  expect(await accepted(spared.accessCert, neighbour)).toBe(1);
  const { simulatedRenewals } = await store.dump();
  expect(simulatedRenewals.map(({ id }) => id)).toEqual(['svc_1/orders-2/1/1']);
});

test('a password that a person chose authenticates, is kept as a slow hash, and ends like any other (C11)', async () => {
  const { platform, store, first } = await start();
  const password = 'correct horse β';
  const { secrets } = await platform.prepare(target, 2, 1, { password });
  expect(secrets.password).toBe(password);
  await expect(platform.activate(target, 2, { ...secrets, password: `${password} ` })).rejects.toThrow(
    PlatformRefusedError,
  );
  await platform.activate(target, 2, secrets);
  expect(await platform.authenticate(target, { password })).toBe(2);
  expect(await platform.authenticate(target, { password: 'correct horse' })).toBeNull();
  expect(await platform.authenticate(target, { password: first.secrets.password })).toBeNull();
  const resting = JSON.stringify(await store.dump());
  expect(resting).not.toContain(password);
  const row = await store.get('simulatedGenerations', 'svc_1/orders/2');
  const bytes = new TextEncoder().encode(`${row?.salt}.${password}`);
  const quick = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
  expect(row?.passwordHash).not.toBe(quick);
  await platform.discard(target, 2);
  expect(await platform.authenticate(target, { password })).toBeNull();
});
