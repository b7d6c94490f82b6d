import { expect, inject, it, onTestFinished, vi } from 'vitest';
import type { Pushing } from '../../service/scim/pushing.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { makeRow } from '../../testing/rows.ts';
import { openPostgres } from '../store/postgres.ts';

/** More than are carried out at once. */
const MANY = 120;

const PUSHING: Pushing = {
  providerId: 'corporate',
  actor: { personId: null, name: 'Corporate account' },
  policy: {
    email: 'email',
    name: 'name',
    groups: 'groups',
    groupNames: 'existing',
    rules: [],
    admits: 'anybody',
    trustsEmail: false,
  },
  firstAdmin: null,
  groups: 'pushed',
  subjectClaim: 'sub',
};

it('what a push left to be done is done once, though two servers go about it at the same moment', async () => {
  const database = await createDatabase(inject('postgresUrl'));
  const host = await makeHost(async () => openPostgres(database.url));
  const second = await openPostgres(database.url);
  onTestFinished(async () => {
    await second.close();
    await host.close();
    await database.drop();
  });
  const { store, backend } = host;
  await store.write(async (tx) => {
    for (let i = 0; i < MANY; i += 1)
      await tx.insert(
        'pushedPeople',
        makeRow('pushedPeople', `scu${i}`, { email: `pushed${i}@example.com`, waiting: true }),
      );
  });
  // Each server has a module of its own.
  const here = await import('../../service/scim/carry-out.ts');
  vi.resetModules();
  const there = await import('../../service/scim/carry-out.ts');
  await Promise.all([
    here.carryOut(backend.deps, PUSHING),
    there.carryOut({ ...backend.deps, store: second }, PUSHING),
  ]);
  const counts = await store.read(async (tx) => [
    await tx.count('pushedPeople', { where: { waiting: true } }),
    await tx.count('audit', { where: { action: 'person.created' } }),
    await tx.count('identities', { where: { providerId: 'corporate' } }),
  ]);
  expect(counts).toEqual([0, MANY, MANY]);
});
