import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OVERLAP, SINGLE } from '../world.ts';
import { newAccess, type TestHost } from './host.ts';
import { pathOf, statusesOf } from './steps.ts';
import { createUser, raw, reset, rowOf, tryUser, withSecrets } from './user-steps.ts';

const params = pathOf(OVERLAP);
const NAMES = [
  'team/mirror/maker',
  'a b  c',
  'größe-日本-и',
  '\u{10437}'.repeat(64),
  'x'.repeat(64),
  'a.b',
  '...',
  '@at_-',
  '2026',
];
const REFUSED = [
  '',
  '.',
  '..',
  'x'.repeat(65),
  ' a',
  '/a',
  'a+b',
  '100%',
  'a%2Fb',
  'a\\b',
  'a\nb',
  'a\0b',
  'a\ud800',
  5,
  null,
  ['a'],
];

/** Which names service users may have, and who has one. */
export const userNameTests = (current: () => TestHost): void => {
  describe('names of service users', () => {
    test.each(NAMES)('a name as people have them works everywhere: %j', async (username) => {
      const host = current();
      const path = await createUser(host, username);
      const made = await withSecrets(host, path);
      expect(made.username).toBe(username);
      expect(await tryUser(host, path, made)).toEqual({ password: 1, certificate: 1 });
      expect(new X509Certificate(made.access_cert ?? '').toLegacyObject().subject.CN).toBe(username);
      await reset(host, path);
      await host.as('cid').ok('showServiceUserSecrets', { params: path, body: { purpose: 'download' } });
      const search = username.slice(0, 40);
      const { users } = await host.as('ada').ok('listServiceUsers', { params, query: { search } });
      expect(users.map((one) => one.username)).toEqual([username]);
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      expect(await tryUser(host, path, made)).toEqual({ password: null, certificate: null });
    });

    test('a name that nobody could use is refused and its place named', async () => {
      const host = current();
      for (const username of REFUSED) {
        const problem = await host
          .as('cid')
          .refused('createServiceUser', 'invalid_request', { params, body: { username } });
        expect(problem.errors[0]?.metadata?.['pointer'], String(username)).toBe('/username');
      }
      for (const body of [undefined, {}, [], null, 'mirror'])
        await host.as('cid').refused('createServiceUser', 'invalid_request', {
          params,
          ...(body === undefined ? {} : { body }),
        });
      await host
        .as('cid')
        .refused('createServiceUser', 'username_is_reserved', { params, body: { username: 'avnadmin' } });
      expect(await host.store.read((tx) => tx.count('serviceUsers', { where: { accessId: null } }))).toBe(0);
    });

    test('names in addresses are decoded once', async () => {
      const host = current();
      await createUser(host, 'a/b');
      await createUser(host, 'a b');
      for (const [path, username] of [
        ['user/a%2Fb', 'a/b'],
        ['user/a%2fb?limit=999', 'a/b'],
        ['user/a%20b', 'a b'],
      ] as const)
        expect((await raw(host, path)).body.user?.username, path).toBe(username);
      for (const [path, named] of [
        ['user/a%252Fb', 'a%2Fb'],
        ['user/100%25', '100%'],
        ['user/100%2525', '100%25'],
        ['user/a+b', 'a+b'],
      ] as const) {
        const { status, body } = await raw(host, path);
        expect([status, body.message], path).toEqual([
          404,
          `Service user ${named} does not exist on kafka-overlap.`,
        ]);
      }
      for (const path of ['user/a/b', 'user/', 'user/%', 'user/%E0%A4', 'user/%00', 'user/%2E%2E'])
        expect([400, 404], path).toContain((await raw(host, path)).status);
    });

    test('a name is taken once, by accesses as well, and also at the same instant', async () => {
      const host = current();
      const create = (username: string, service = OVERLAP) =>
        host.as('cid').send('createServiceUser', { params: pathOf(service), body: { username } });
      await createUser(host, 'mirror');
      for (const username of ['mirror', 'orders-user']) {
        const reply = await create(username);
        expect(reply.code).toBe('service_user_already_exists');
        // aiven-go-client looks for these words.
        expect(reply.problem?.message).toMatch(/already exists/u);
      }
      expect((await create('mirror', SINGLE)).status).toBe(200);
      expect((await create('Mirror')).status).toBe(200);
      const { access_data, ...rest } = newAccess('mine', 'grp_payments', OVERLAP, ['orders']);
      const taken = { ...rest, access_data: { ...Object(access_data), username: 'mirror' } };
      await host.as('ada').refused('createAccess', 'governance_access_already_exists', { body: taken });
      expect(statusesOf(await Promise.all([create('two'), create('two'), create('two')]))).toEqual([
        200, 409, 409,
      ]);
      const both = { ...rest, access_data: { ...Object(access_data), username: 'both' } };
      const race = await Promise.all([create('both'), host.as('ada').send('createAccess', { body: both })]);
      expect(statusesOf(race)).toEqual([200, 409]);
      await host.settle();
    });

    test('under a name of before everything begins anew, and no number of before is used again', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await reset(host, path);
      const old = await withSecrets(host, path);
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      await createUser(host, 'mirror');
      expect(await tryUser(host, path, old)).toEqual({ password: null, certificate: null });
      expect(await tryUser(host, path, await withSecrets(host, path))).toEqual({
        password: 3,
        certificate: 3,
      });
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      // An access under the name of a service user, and the other way about.
      const { access_data, ...rest } = newAccess('mine', 'grp_payments', OVERLAP, ['orders']);
      const body = { ...rest, access_data: { ...Object(access_data), username: 'mirror' } };
      const { access } = await host.as('ada').ok('createAccess', { body });
      await host.settle();
      expect((await rowOf(host, path)).accessId).toBe(access.access_id);
      expect((await host.store.get('accesses', access.access_id))?.lastGeneration).toBe(4);
      await host.as('ada').ok('deleteAccess', { params: { access_id: access.access_id } });
      await host.settle();
      await createUser(host, 'mirror');
      expect((await rowOf(host, path)).generation).toBe(5);
    });

    test('while the platform still has one of that name to forget, it is refused; others are not', async () => {
      const host = current();
      const path = await createUser(host, 'team/mirror');
      await host.setFaults('platform_down');
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      const { message } = await host
        .as('cid')
        .refused('createServiceUser', 'governance_access_already_exists', {
          params,
          body: { username: 'team/mirror' },
        });
      expect(message).toMatch(/still being removed/u);
      await host.setFaults('platform_refuses');
      await host.as('cid').ok('createServiceUser', { params, body: { username: 'mirror' } });
      await host.setFaults();
      await host.advance(600_000);
      await createUser(host, 'team/mirror');
    });
  });
};
