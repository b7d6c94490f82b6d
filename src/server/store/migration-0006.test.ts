import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { DAY } from '../../domain/time.ts';
import { createBackend, type Backend } from '../../host/backend.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Store, World } from '../../service/ports/store.ts';
import { createClient, type Client } from '../../testing/client.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { START } from '../../testing/rows.ts';
import { OVERLAP, tokenOf } from '../../testing/world.ts';
import { openPostgres } from './postgres.ts';
import { bringBack } from './testing-before.ts';

const NAME = '0006_service_users';
const params = { project: OVERLAP.project_name, service_name: OVERLAP.service_name };

let database: Database;
let client: pg.Client;
let before: World;

/** What the store held when accesses alone knew of service users. */
const makeBefore = async (): Promise<World> => {
  const host = await makeHost(async () => createMemoryStore());
  // One whose first credentials nobody has looked at yet.
  await host.as('ada').ok('createAccess', {
    body: {
      access_name: 'Waiting',
      access_type: 'KAFKA',
      owner_user_group_id: 'grp_payments',
      access_data: {
        ...OVERLAP,
        username: 'Waiting',
        acls: [
          {
            resource_name: 'orders',
            resource_type: 'Topic',
            operation: 'Read',
            permission_type: 'ALLOW',
            host: '*',
          },
        ],
      },
    },
  });
  await host.settle();
  const world = await host.store.dump();
  await host.close();
  const jobs = world.jobs.filter(({ kind }) => kind !== 'tend_certificates');
  return { ...world, jobs, serviceUsers: [], retiredServiceUsers: [] };
};

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  before = await makeBefore();
  await bringBack(client, NAME, before);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const run = async (store: Store, work: (backend: Backend, cid: Client) => Promise<void>): Promise<void> => {
  const backend = await createBackend({
    store,
    sealer: createSealer(new Uint8Array(32).fill(9)),
    clock: { now: () => START },
    demo: { reset: async () => undefined },
    secureCookies: false,
    report: (error) => {
      throw error;
    },
  });
  const wire = {
    fetch: async (request: Request) => backend.app.fetch(request),
    note: () => undefined,
    reached: () => undefined,
  };
  try {
    await work(backend, createClient(wire, 'org_acme', tokenOf('cid')));
  } finally {
    await backend.stop();
  }
};

it('lists the service users of accesses of before, gives each service its own, and tends them all', async () => {
  const store = await openPostgres(database.url);
  try {
    const after = await store.dump();
    const users = after.serviceUsers.filter(({ type }) => type === 'normal');
    expect(users.map(({ id }) => id).toSorted()).toEqual(
      before.accesses.map(({ serviceUserKey }) => serviceUserKey).toSorted(),
    );
    for (const user of users) {
      const access = before.accesses.find(({ id }) => id === user.accessId);
      const credential = before.credentials.find(
        ({ accessId, activatedAt }) => accessId === user.accessId && activatedAt !== null,
      );
      const service = before.services.find(({ id }) => id === user.serviceId);
      expect(user).toMatchObject({
        organizationId: access?.organizationId,
        projectId: service?.projectId,
        projectName: access?.projectName,
        serviceName: access?.serviceName,
        username: access?.username,
        status: 'ready',
        generation: credential?.generation ?? 0,
        sealed: null,
        keepsPassword: false,
        certificate: credential?.certificate ?? null,
        passwordUpdatedAt: credential?.activatedAt ?? null,
        newestEndsAt: access?.certificateNotAfter,
        endsAt: access?.certificateNotAfter,
        renewals: 0,
        renewalState: credential ? 'current' : 'no_certificate',
        attentionAt: Date.UTC(9999, 11, 31),
        searchText: `${access?.username}\n${access?.name}`.toLowerCase(),
      });
    }
    const own = after.serviceUsers.filter(({ type }) => type === 'primary');
    expect(own.map(({ id, status }) => `${id} ${status}`).toSorted()).toEqual(
      before.services.map(({ id }) => `${id}/avnadmin making`).toSorted(),
    );
    expect(
      after.jobs
        .filter(({ kind }) => kind === 'tend_certificates')
        .map(({ id, subjectId }) => [id, subjectId]),
    ).toEqual(expect.arrayContaining(before.services.map(({ id }) => [`tend_${id}`, id])));
    expect(after.services.every((service) => service.renewalWindowDays === 90 && !service.noticesMuted)).toBe(
      true,
    );

    // The migration's jobs begin by the database's clock, which is behind or ahead of the tests' one.
    await store.write(async (tx) => {
      for (const { id } of await tx.find('jobs', {
        where: { kind: { in: ['provision_user', 'tend_certificates'] } },
      }))
        await tx.update('jobs', id, { runAt: START });
    });
    await run(store, async (backend, cid) => {
      await backend.catchUp();
      const list = async () => (await cid.ok('listServiceUsers', { params })).users;
      expect(
        (await list()).map((user) => [user.username, user.type, user.status, user.renewal_state]),
      ).toEqual([
        ['avnadmin', 'primary', 'ready', 'current'],
        ['lonely-user', 'normal', 'ready', 'current'],
        ['orders-user', 'normal', 'ready', 'current'],
        ['Waiting', 'normal', 'ready', 'no_certificate'],
      ]);
      const jobs = await store.read((tx) => tx.find('jobs', { where: { kind: 'tend_certificates' } }));
      expect(jobs.map(({ runAt, status }) => [runAt, status])).toEqual(
        before.services.map(() => [START + 730 * DAY, 'queued']),
      );
      await cid.ok('advanceClock', { body: { seconds: 730 * 86_400 } });
      await backend.catchUp();
      expect((await list()).map((user) => user.renewal_state)).toEqual([
        'renewed',
        'renewed',
        'renewed',
        'no_certificate',
      ]);
    });
  } finally {
    await store.close();
  }
});
