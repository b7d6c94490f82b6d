import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { DAY, MINUTE } from '../../domain/time.ts';
import { PlatformRefusedError, type Proof, type ServiceUserTarget } from '../../service/ports/ports.ts';
import { UnavailableError } from '../../service/ports/store.ts';
import { createIssuer } from './issuer.ts';
import { kafka, newPlatform, NOW, type PlatformUnderTest } from './test-platform.ts';

const target: ServiceUserTarget = { service: kafka(), username: 'orders' };

function start(): PlatformUnderTest & { readonly store: ReturnType<typeof createMemoryStore> } {
  const store = createMemoryStore();
  return { ...newPlatform({ store }), store };
}

async function activated({ platform }: PlatformUnderTest, generation: number, of = target) {
  const made = await platform.prepare(of, generation, 1);
  await platform.activate(of, generation, made.secrets);
  return {
    ...made,
    byPassword: { password: made.secrets.password },
    byCert: { certificatePem: made.secrets.accessCert },
  };
}

test('fifty first calls at once, from two processes, end with one CA', async () => {
  const one = start();
  const two = newPlatform({ store: one.store, sealer: one.sealer });
  const made = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      (i % 2 ? one : two).platform.prepare({ service: kafka(), username: `user-${i}` }, 1, 1),
    ),
  );
  expect(new Set(made.map(({ secrets }) => secrets.caCert)).size).toBe(1);
  expect(await one.platform.caCertificate('payments-production')).toBe(made[0]!.secrets.caCert);
  expect(await one.store.read((tx) => tx.count('simulatedCas'))).toBe(1);
  for (const [i, { secrets }] of made.entries()) {
    const user = { service: kafka(), username: `user-${i}` };
    await two.platform.activate(user, 1, secrets);
    expect(await one.platform.authenticate(user, { certificatePem: secrets.accessCert })).toBe(1);
  }
});

test('projects have CAs of their own', async () => {
  const { platform } = start();
  expect(await platform.caCertificate('a')).not.toBe(await platform.caCertificate('b'));
  expect(await platform.caCertificate('a')).toBe(await platform.caCertificate('a'));
});

test('nothing secret rests in the store', async () => {
  const at = start();
  const { secrets } = await activated(at, 1);
  await at.platform.introduceCa('payments-production', 2);
  await at.platform.renewCertificate(target, 1, 1, 1);
  const { simulatedCas, simulatedGenerations, simulatedRenewals } = await at.store.dump();
  const resting = JSON.stringify({ simulatedCas, simulatedGenerations, simulatedRenewals });
  expect(resting).not.toContain('PRIVATE KEY');
  expect(resting).not.toContain(secrets.password);
  const elsewhere = { ...kafka(), projectName: 'other' };
  const [ca] = simulatedCas;
  await at.store.write((tx) => tx.insert('simulatedCas', { ...ca!, id: 'other', projectName: 'other' }));
  await expect(at.platform.prepare({ service: elsewhere, username: 'x' }, 1, 1)).rejects.toThrow(
    'belongs elsewhere',
  );
});

test('prepared credentials are not accepted, active ones are', async () => {
  const { platform } = start();
  const { secrets } = await platform.prepare(target, 1, 1);
  const proofs: Proof[] = [{ password: secrets.password }, { certificatePem: secrets.accessCert }];
  for (const proof of proofs) expect(await platform.authenticate(target, proof)).toBeNull();
  await platform.activate(target, 1, secrets);
  for (const proof of proofs) expect(await platform.authenticate(target, proof)).toBe(1);
});

test('proofs open no other user, service or project, and nonsense opens nothing', async () => {
  const at = start();
  const { byPassword, byCert, secrets } = await activated(at, 1);
  await activated(at, 1, { service: kafka({ id: 'svc_2' }), username: 'orders' });
  await activated(at, 1, { service: kafka({ id: 'svc_3', projectName: 'other' }), username: 'orders' });
  for (const other of [
    { service: kafka(), username: 'billing' },
    { service: kafka({ id: 'svc_2' }), username: 'orders' },
    { service: kafka({ id: 'svc_3', projectName: 'other' }), username: 'orders' },
  ]) {
    expect(await at.platform.authenticate(other, byPassword)).toBeNull();
    expect(await at.platform.authenticate(other, byCert)).toBeNull();
  }
  for (const password of [
    '',
    `${secrets.password} `,
    secrets.password.slice(1),
    secrets.password.toLowerCase(),
  ]) {
    expect(await at.platform.authenticate(target, { password })).toBeNull();
  }
  for (const certificatePem of [
    '',
    'x',
    secrets.caCert,
    secrets.accessKey,
    secrets.accessCert.replace('MII', 'MIJ'),
  ]) {
    expect(await at.platform.authenticate(target, { certificatePem })).toBeNull();
  }
});

test('a certificate of the same name from another CA, or unknown to the platform, is refused', async () => {
  const at = start();
  await activated(at, 1);
  const issuer = createIssuer();
  const subject = {
    serviceId: 'svc_1',
    username: 'orders',
    serviceName: 'kafka-main',
    projectName: 'payments-production',
  };
  const forged = await issuer.createCa('payments-production', 1, NOW);
  const forgedCa = { number: 1, certificatePem: forged.certificatePem, openKey: async () => forged.keyPem };
  const { accessCert } = await issuer.issueClient(forgedCa, subject, NOW);
  expect(await at.platform.authenticate(target, { certificatePem: accessCert })).toBeNull();
  const [ca] = (await at.store.dump()).simulatedCas;
  const realCa = {
    number: 1,
    certificatePem: ca!.certificatePem,
    openKey: () => at.sealer.open(ca!.sealedKey, `simulated-ca/${ca!.id}`),
  };
  const unknown = await issuer.issueClient(realCa, subject, NOW);
  expect(await at.platform.authenticate(target, { certificatePem: unknown.accessCert })).toBeNull();
});

test('a certificate is accepted from five minutes before it was made until its last moment', async () => {
  const at = start();
  const { byCert, byPassword, certificate } = await activated(at, 1);
  expect(certificate.notBefore).toBe(NOW - 250 - 5 * MINUTE);
  for (const [now, accepted] of [
    [certificate.notBefore - 1, null],
    [certificate.notBefore, 1],
    [certificate.notAfter - 1, 1],
    [certificate.notAfter, null],
    [certificate.notAfter + 400 * DAY, null],
  ] as const) {
    at.world.now = now;
    expect(await at.platform.authenticate(target, byCert)).toBe(accepted);
    expect(await at.platform.authenticate(target, byPassword)).toBe(1);
  }
});

test('where passwords cannot overlap the old one ends on activation, its certificate on retirement (R2)', async () => {
  const at = start();
  const old = await activated(at, 1);
  const fresh = await activated(at, 2);
  expect(await at.platform.authenticate(target, old.byPassword)).toBeNull();
  expect(await at.platform.authenticate(target, old.byCert)).toBe(1);
  expect(await at.platform.authenticate(target, fresh.byPassword)).toBe(2);
  await at.platform.retireOlder(target, 2);
  expect(await at.platform.authenticate(target, old.byCert)).toBeNull();
  expect(await at.platform.authenticate(target, fresh.byCert)).toBe(2);
});

test('an attempt that comes too late changes nothing', async () => {
  const { platform } = start();
  const first = await platform.prepare(target, 1, 1);
  const second = await platform.prepare(target, 1, 2);
  await expect(platform.prepare(target, 1, 1)).rejects.toThrow(PlatformRefusedError);
  await expect(platform.activate(target, 1, first.secrets)).rejects.toThrow('prepared again');
  await platform.activate(target, 1, second.secrets);
  await expect(platform.prepare(target, 1, 3)).rejects.toThrow('in use or ended');
  await platform.retireOlder(target, 2);
  await expect(platform.prepare(target, 1, 4)).rejects.toThrow('in use or ended');
  expect(await platform.authenticate(target, { password: second.secrets.password })).toBeNull();
});

test('an older generation cannot take effect after a newer one', async () => {
  const at = start();
  const { secrets } = await at.platform.prepare(target, 1, 1);
  await activated(at, 2);
  await expect(at.platform.activate(target, 1, secrets)).rejects.toThrow('newer');
});

test('a removed service user has nothing left, and may come again', async () => {
  const at = start();
  const { byPassword, byCert } = await activated(at, 1);
  const neighbour = { service: kafka(), username: 'orders-2' };
  const other = await activated(at, 1, neighbour);
  await at.platform.removeServiceUser(target);
  await at.platform.removeServiceUser(target);
  expect(await at.platform.generations(target)).toEqual([]);
  expect(await at.platform.authenticate(target, byPassword)).toBeNull();
  expect(await at.platform.authenticate(target, byCert)).toBeNull();
  expect(await at.platform.authenticate(neighbour, other.byPassword)).toBe(1);
  await at.platform.ensureServiceUser(target, []);
  await activated(at, 1);
  expect(await at.platform.generations(target)).toEqual([{ generation: 1, status: 'active' }]);
});

test('faults meet every call of the port, change nothing, and spare clients', async () => {
  const at = start();
  const { byPassword, secrets } = await activated(at, 1);
  const calls = [
    () => at.platform.ensureServiceUser(target, []),
    () => at.platform.prepare(target, 2, 1),
    () => at.platform.activate(target, 1, secrets),
    () => at.platform.renewCertificate(target, 1, 1, 1),
    () => at.platform.retireOlder(target, 2),
    () => at.platform.discard(target, 1),
    () => at.platform.removeServiceUser(target),
    () => at.platform.introduceCa('payments-production', 2),
    () => at.platform.caCertificate('payments-production'),
  ];
  const before = await at.store.dump();
  at.world.faults = { platformDown: true, platformDelayMs: 1, platformRefuses: true };
  for (const call of calls) await expect(call()).rejects.toThrow(UnavailableError);
  at.world.faults = { ...at.world.faults, platformDown: false };
  for (const call of calls) await expect(call()).rejects.toThrow(PlatformRefusedError);
  expect(await at.store.dump()).toEqual(before);
  expect(await at.platform.authenticate(target, byPassword)).toBe(1);
});

test('a delay is waited for', async () => {
  const at = start();
  at.world.faults = { ...at.world.faults, platformDelayMs: 60 };
  const began = performance.now();
  await at.platform.ensureServiceUser(target, []);
  expect(performance.now() - began).toBeGreaterThanOrEqual(55);
});
