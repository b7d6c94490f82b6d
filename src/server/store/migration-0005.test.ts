import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createIssuer } from '../../platform/simulated/issuer.ts';
import { kafka, newPlatform, NOW } from '../../platform/simulated/test-platform.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { SimulatedCa } from '../../service/ports/store.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { makeWorld } from '../../testing/rows.ts';
import { MIGRATIONS } from './migrations.ts';

const NAME = '0005_platform_renewals';

let database: Database;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it('makes a CA of before the first of its project, and it goes on to sign', async () => {
  const names = Object.keys(MIGRATIONS);
  for (const name of names.slice(0, names.indexOf(NAME)))
    for (const statement of MIGRATIONS[name] ?? []) await client.query(statement);
  const sealer = createSealer(new Uint8Array(32).fill(3));
  const { certificatePem, keyPem } = await createIssuer().createCa('payments-production', 1, NOW);
  const sealedKey = await sealer.seal(keyPem, 'simulated-ca/payments-production');
  await client.query('insert into simulated_cas values ($1, $2, $3)', [
    'payments-production',
    certificatePem,
    sealedKey,
  ]);
  for (const statement of MIGRATIONS[NAME] ?? []) await client.query(statement);

  const { rows } = await client.query<SimulatedCa>(
    `select id, project_name as "projectName", number, certificate_pem as "certificatePem",
       sealed_key as "sealedKey" from simulated_cas`,
  );
  const id = 'payments-production';
  expect(rows).toEqual([{ id, projectName: id, number: 1, certificatePem, sealedKey }]);
  const store = createMemoryStore({ world: makeWorld({ simulatedCas: rows }) });
  const { platform } = newPlatform({ store, sealer });
  const target = { service: kafka(), username: 'orders' };
  const { secrets } = await platform.prepare(target, 1, 1);
  await platform.activate(target, 1, secrets);
  expect(secrets.caCert).toBe(certificatePem);
  expect(await platform.authenticate(target, { certificatePem: secrets.accessCert })).toBe(1);
});
