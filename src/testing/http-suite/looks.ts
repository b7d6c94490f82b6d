import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OperationId } from '../../contract/operations.ts';
import { ORIGIN } from '../client.ts';
import { accessTokenOf, OVERLAP } from '../world.ts';
import type { TestHost } from './host.ts';
import { pathOf, ready, saved } from './steps.ts';
import {
  acknowledge,
  createPrimary,
  createUser,
  giveRole,
  historyOf,
  listedUser,
  reset,
  rowOf,
  tryUser,
  userPath,
  withSecrets,
  type UserPath,
} from './user-steps.ts';

const DAY = 86_400_000;
const DUE = 730 * DAY;
const params = pathOf(OVERLAP);
const orders = userPath('orders-user');

const show = async (host: TestHost, path: UserPath, purpose: string) =>
  (await host.as('cid').ok('showServiceUserSecrets', { params: path, body: { purpose } })).credentials;

/** Pieces that must turn up nowhere else: the password, and every line of the key. */
const piecesOf = ({
  password,
  access_key,
}: {
  password?: string | null | undefined;
  access_key?: string | undefined;
}): readonly string[] => [
  ...(typeof password === 'string' ? [password] : []),
  ...(access_key ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('-----')),
];

const MAY_CARRY: readonly OperationId[] = ['showServiceUserSecrets', 'getServiceUser', 'getService'];

/** Looks at what is kept of service users' secrets (C6). */
export const lookTests = (current: () => TestHost): void => {
  describe('looks at secrets', () => {
    test('C6: each purpose shows that one thing; a download everything', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const username = 'mirror';
      const whole = await show(host, path, 'download');
      expect(Object.keys(whole).toSorted()).toEqual([
        'access_cert',
        'access_key',
        'ca_cert',
        'password',
        'username',
      ]);
      const { password, access_key, access_cert, ca_cert } = whole;
      expect(await show(host, path, 'password')).toEqual({ username, password });
      expect(await show(host, path, 'access_key')).toEqual({ username, access_key });
      expect(await show(host, path, 'access_cert')).toEqual({ username, access_cert, ca_cert });
      const certificate = new X509Certificate(access_cert ?? '');
      expect(certificate.checkPrivateKey(createPrivateKey(access_key ?? ''))).toBe(true);
      expect(certificate.verify(new X509Certificate(ca_cert ?? '').publicKey)).toBe(true);
      expect(ca_cert).toBe((await host.as('cid').ok('getProjectCa', { params })).certificate);
      for (const pem of [access_key, access_cert, ca_cert]) expect(pem?.endsWith('-----\n')).toBe(true);
      expect(await tryUser(host, path, whole)).toEqual({ password: 1, certificate: 1 });
      for (const body of [{}, { purpose: 'all' }, { purpose: ['password'] }, undefined]) {
        const problem = await host.as('cid').refused('showServiceUserSecrets', 'invalid_request', {
          params: path,
          ...(body === undefined ? {} : { body }),
        });
        expect(problem.errors[0]?.metadata?.['pointer']).toBe('/purpose');
      }
    });

    test('C6: a download says how to connect and to which topics', async () => {
      const host = current();
      await reset(host, orders);
      const shown = await host
        .as('cid')
        .ok('showServiceUserSecrets', { params: orders, body: { purpose: 'download' } });
      expect(shown.connection).toEqual({
        ssl: 'kafka.example.com:9093',
        sasl: 'kafka.example.com:9094',
        sasl_mechanism: 'SCRAM-SHA-512',
      });
      expect(shown.topics).toEqual([
        { name: 'orders', operations: ['Read'] },
        { name: 'refunds', operations: ['Read'] },
      ]);
    });

    test('C6, A3: each look is recorded with who and what for, and shown as viewed by and at', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      expect((await listedUser(host, path)).viewed).toBeUndefined();
      for (const purpose of ['access_key', 'access_cert', 'password', 'download'])
        await show(host, path, purpose);
      await withSecrets(host, path);
      const looks = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'service_user.secrets_viewed', resourceName: 'mirror' } }),
      );
      expect(looks.map(({ actorName, details }) => [actorName, details])).toEqual(
        expect.arrayContaining(
          ['access_key', 'access_cert', 'password', 'download', 'api'].map((purpose) => [
            'Cid Romero',
            { project: 'shop', service: 'kafka-overlap', purpose },
          ]),
        ),
      );
      expect(looks).toHaveLength(5);
      expect((await listedUser(host, path, 'ada')).viewed).toEqual({
        by: 'Cid Romero',
        time: '2026-05-10T20:40:03Z',
      });
      // All users of a service at once, by somebody else and later.
      await host.advance(DAY);
      await giveRole(host, 'ben', 'admin');
      await host.byToken('ben').ok('getService', { params });
      for (const one of [path, orders])
        expect((await listedUser(host, one)).viewed).toEqual({
          by: 'Ben Okoye',
          time: '2026-05-11T20:40:03Z',
        });
      expect(await historyOf(host, 'kafka-overlap')).toEqual(['service.secrets_viewed Ben Okoye']);
      await host.advance(DAY);
      await show(host, path, 'password');
      expect((await listedUser(host, path)).viewed?.by).toBe('Cid Romero');
      expect((await listedUser(host, orders)).viewed?.by).toBe('Ben Okoye');
    });

    test('C6: a look that is refused is no look', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      for (const name of ['ada', 'ben'] as const) {
        const listed = await listedUser(host, path, name);
        const { report_compromise: report, ...others } = listed.verdicts;
        expect(report).toMatchObject({ allowed: false, reason: 'not_concerned_by_user' });
        for (const verdict of Object.values(others))
          expect(verdict).toMatchObject({ allowed: false, reason: 'not_project_operator' });
        const { message } = await host.as(name).refused('showServiceUserSecrets', 'permission_denied', {
          params: path,
          body: { purpose: 'password' },
        });
        expect(message).toBe('Only admins and operators of shop can do this.');
        // Programs of theirs get what they may see, without secrets.
        const { user } = await host.byToken(name).ok('getServiceUser', { params: path });
        expect([user.password, user.access_key, user.access_cert]).toEqual([null, undefined, undefined]);
        const { service } = await host.byToken(name).ok('getService', { params });
        expect(JSON.stringify(service)).not.toContain('BEGIN');
      }
      for (const name of ['dan', 'eve', 'fay'] as const) {
        await host.byToken(name).refused('getServiceUser', 'project_not_found', { params: path });
        await host.byToken(name).refused('getService', 'project_not_found', { params });
      }
      await host.byToken('cid').refused('getServiceUser', 'user_not_found', { params: userPath('none') });
      expect((await listedUser(host, path)).viewed).toBeUndefined();
      const looked = { action: { in: ['service_user.secrets_viewed', 'service.secrets_viewed'] as const } };
      expect(await host.store.read((tx) => tx.count('audit', { where: looked }))).toBe(0);
    });

    test('contract 3.12: a program gets secrets unless it says otherwise; a browser session never in a GET', async () => {
      const host = current();
      await createPrimary(host);
      const path = userPath('avnadmin');
      const own = await withSecrets(host, path);
      expect(await tryUser(host, path, own)).toEqual({ password: 1, certificate: 1 });
      for (const include_secrets of ['true', 'True', '1', '']) {
        const query = { include_secrets };
        expect((await host.byToken('cid').ok('getServiceUser', { params: path, query })).user).toEqual(own);
        const { service } = await host.byToken('cid').ok('getService', { params, query });
        expect(service.users?.find((user) => user.username === 'avnadmin')).toEqual(own);
        expect(service.connection_info).toEqual({
          kafka: ['kafka.example.com:9093'],
          kafka_access_cert: own.access_cert,
          kafka_access_key: own.access_key,
        });
      }
      const looks = await host.store.read((tx) => tx.count('audit'));
      for (const [person, query] of [
        [host.byToken('cid'), { include_secrets: 'false' }],
        [host.byToken('cid'), { include_secrets: 'False' }],
        [host.byToken('cid'), { include_secrets: '0' }],
        [host.as('cid'), { include_secrets: 'true' }],
        [host.as('cid'), {}],
      ] as const) {
        const { user } = await person.ok('getServiceUser', { params: path, query });
        expect([user.password, 'access_key' in user, 'access_cert' in user]).toEqual([null, false, false]);
        const { service } = await person.ok('getService', { params, query });
        expect(JSON.stringify(service)).not.toContain('BEGIN');
      }
      // HEAD shows nothing, so it is no look.
      const headers = { authorization: `Bearer ${accessTokenOf('cid')}` };
      const service = `${ORIGIN}/v1/project/shop/service/kafka-overlap`;
      for (const address of [service, `${service}/user/avnadmin`]) {
        const head = await host.backend.app.fetch(new Request(address, { method: 'HEAD', headers }));
        expect(head.status).toBe(200);
      }
      expect(await host.store.read((tx) => tx.count('audit'))).toBe(looks);
      await host
        .byToken('cid')
        .refused('getServiceUser', 'invalid_request', { params: path, query: { include_secrets: 'maybe' } });
      // Of many services at once there are none in any case.
      const { services } = await host.byToken('cid').ok('listServices', { params });
      expect(JSON.stringify(services)).not.toContain('BEGIN');
    });

    test('R19, C6: of an access nothing is kept until a renewal, which makes no password, or a reset', async () => {
      const host = current();
      const nothing = async () => {
        const { verdicts } = await listedUser(host, orders);
        for (const verdict of [
          verdicts.show_access_key,
          verdicts.show_access_cert,
          verdicts.show_password,
          verdicts.download,
        ])
          expect(verdict).toMatchObject({ allowed: false, reason: 'secrets_not_kept' });
        for (const purpose of ['access_key', 'access_cert', 'password', 'download'])
          await host
            .as('cid')
            .refused('showServiceUserSecrets', 'secrets_not_kept', { params: orders, body: { purpose } });
        const user = await withSecrets(host, orders);
        expect([user.password, user.access_key]).toEqual([null, undefined]);
        expect((await rowOf(host, orders)).sealed).toBeNull();
      };
      await nothing();
      await host.advance(DUE);
      const { verdicts } = await listedUser(host, orders);
      expect([
        verdicts.show_access_key.allowed,
        verdicts.show_access_cert.allowed,
        verdicts.download.allowed,
      ]).toEqual([true, true, true]);
      expect(verdicts.show_password).toMatchObject({ allowed: false, reason: 'secrets_not_kept' });
      await host.as('cid').refused('showServiceUserSecrets', 'secrets_not_kept', {
        params: orders,
        body: { purpose: 'password' },
      });
      const renewed = await show(host, orders, 'download');
      expect('password' in renewed).toBe(false);
      expect((await tryUser(host, orders, renewed)).certificate).toBe(1);
      expect((await withSecrets(host, orders)).password).toBeNull();
      await acknowledge(host, orders);
      expect((await show(host, orders, 'access_key')).access_key).toBe(renewed.access_key);
      await reset(host, orders);
      expect(await tryUser(host, orders, await show(host, orders, 'download'))).toEqual({
        password: 2,
        certificate: 2,
      });
      // While new ones wait, what is in use is still there; once these are in use, nothing is.
      await ready(host);
      expect(await tryUser(host, orders, await show(host, orders, 'password'))).toMatchObject({
        password: 2,
      });
      await host.advance(8 * DAY);
      await saved(host);
      await nothing();
    });

    test('while a reset is under way, what is in use is shown; afterwards the new', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await show(host, path, 'download');
      let meanwhile: unknown;
      host.amidst('simulatedGenerations', async () => {
        meanwhile = await show(host, path, 'download');
      });
      await reset(host, path);
      expect(meanwhile).toEqual(old);
      expect((await show(host, path, 'download')).access_key).not.toBe(old.access_key);
    });

    test('a role that was taken away shows nothing more at once', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await giveRole(host, 'cid', 'developer');
      await host.as('cid').refused('showServiceUserSecrets', 'permission_denied', {
        params: path,
        body: { purpose: 'password' },
      });
      expect((await withSecrets(host, path)).password).toBeNull();
      await giveRole(host, 'cid', null);
      await host.as('cid').refused('showServiceUserSecrets', 'project_not_found', {
        params: path,
        body: { purpose: 'password' },
      });
    });

    test('R21: secrets are in no other answer, in no row in clear, in no notice and no history', async () => {
      const host = current();
      await giveRole(host, 'ben', 'admin');
      const chosen = 'a chosen password 1';
      const path = await createUser(host, 'mirror');
      const first = await show(host, path, 'download');
      await reset(host, path, { new_password: chosen });
      const second = await show(host, path, 'download');
      await reset(host, orders);
      const third = await withSecrets(host, orders);
      await host.advance(DUE);
      const renewed = [await show(host, path, 'download'), await show(host, orders, 'access_key')];
      await acknowledge(host, path);
      for (const name of ['ada', 'ben', 'cid', 'dan', 'eve'] as const) {
        for (const id of [
          'listAccesses',
          'exportAccesses',
          'listRequests',
          'listNotifications',
          'accessAttention',
          'getMe',
          'listServiceOverview',
        ] as const)
          await host.as(name).send(id);
        for (const id of [
          'listServiceUsers',
          'exportServiceUsers',
          'getServiceDetails',
          'getServiceUser',
          'getService',
          'listServices',
          'resetServiceUser',
        ] as const)
          await host.as(name).send(id, { params: path });
      }
      expect(second.password).toBe(chosen);
      const pieces = [first, second, third, ...renewed].flatMap((one) => piecesOf(one));
      const rows = JSON.stringify(await host.store.dump());
      for (const piece of pieces) expect(rows).not.toContain(piece);
      expect(rows).not.toContain('PRIVATE KEY');
      // Whoever may see them is answered by these; in browser sessions' answers to GET they are not either.
      const others = host.answers.filter(({ id }) => !MAY_CARRY.includes(id));
      expect(others.length).toBeGreaterThan(50);
      for (const { id, text } of others)
        for (const piece of pieces) expect(text, `answer of ${id}`).not.toContain(piece);
      const gets = host.answers.filter(
        ({ id, text }) => id !== 'showServiceUserSecrets' && text.includes('PRIVATE KEY'),
      );
      // The one look of Cid's program above.
      expect(gets.map(({ id }) => id)).toEqual(['getServiceUser']);
    });
  });
};
