import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SERVICE_USER_SORTS } from '../../contract/values.ts';
import { makeRow, START } from '../rows.ts';
import { FOREIGN, OVERLAP } from '../world.ts';
import { besidesTrail, type TestHost } from './host.ts';
import { pathOf } from './steps.ts';
import {
  createPrimary,
  createUser,
  giveRole,
  historyOf,
  listedUser,
  raw,
  reset,
  tryUser,
  userPath,
  withSecrets,
} from './user-steps.ts';

const params = pathOf(OVERLAP);

/** Service users of no access: created, listed, deleted, by whomever may. */
export const serviceUserTests = (current: () => TestHost): void => {
  describe('service users', () => {
    test('C1, C6: one is created, has credentials when the answer comes, and none are in the answer', async () => {
      const host = current();
      const { user, message } = await host.as('cid').ok('createServiceUser', {
        params,
        body: { username: 'mirror', authentication: null, access_control: {} },
      });
      expect([user, message]).toEqual([{ username: 'mirror', type: 'normal', password: null }, 'created']);
      const path = userPath('mirror');
      const made = await withSecrets(host, path);
      expect(await tryUser(host, path, made)).toEqual({ password: 1, certificate: 1 });
      const listed = await listedUser(host, path, 'ben');
      expect(listed).toMatchObject({
        type: 'normal',
        status: 'ready',
        authentication: ['certificate', 'sasl'],
        renewal_state: 'current',
        certificate_not_after_time: '2028-08-07T20:40:03Z',
      });
      const certificate = new X509Certificate(made.access_cert ?? '');
      expect(BigInt(`0x${certificate.serialNumber}`)).toBe(
        BigInt(`0x${(listed.serial ?? '').replaceAll(':', '')}`),
      );
      expect(await historyOf(host, 'mirror')).toEqual([
        'service_user.created Cid Romero',
        'service_user.ready Latchkey',
        'service_user.secrets_viewed Cid Romero',
      ]);
    });

    test('C6: only admins and operators of the project may; whoever else sees it is told why, others nothing', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const calls = [
        ['createServiceUser', { params, body: { username: 'mine' } }],
        ['deleteServiceUser', { params: path }],
        ['modifyServiceUser', { params: path, body: { operation: 'reset-credentials' } }],
        ['modifyServiceUser', { params: path, body: { operation: 'acknowledge-renewal' } }],
        ['resetServiceUser', { params: path }],
        ['resetServiceCredentials', { params: userPath('avnadmin') }],
        ['showServiceUserSecrets', { params: path, body: { purpose: 'password' } }],
        ['changeCertificateNotices', { params, body: { muted: true } }],
        ['introduceCa', { params, body: { number: 2 } }],
      ] as const;
      await createPrimary(host);
      const before = besidesTrail(await host.store.dump());
      for (const name of ['ada', 'ben'] as const)
        for (const [id, input] of calls) {
          const problem = await host.as(name).refused(id, 'permission_denied', input);
          expect(problem.message, id).toMatch(/shop/u);
          expect(problem.message, id).toMatch(/admin/u);
        }
      for (const name of ['dan', 'eve'] as const)
        for (const [id, input] of calls) await host.as(name).refused(id, 'project_not_found', input);
      await host
        .as('fay')
        .refused('createServiceUser', 'project_not_found', { params, body: { username: 'x' } });
      await host.as('cid').refused('createServiceUser', 'project_not_found', {
        params: pathOf(FOREIGN),
        body: { username: 'x' },
      });
      await host.as('cid').refused('introduceCa', 'permission_denied', { params, body: { number: 2 } });
      expect(besidesTrail(await host.store.dump())).toEqual(before);
      await giveRole(host, 'ben', 'admin');
      await host.as('ben').ok('deleteServiceUser', { params: path });
    });

    test('unknown users, services and projects are 404', async () => {
      const host = current();
      const bodies = {
        modifyServiceUser: { operation: 'reset-credentials' },
        showServiceUserSecrets: { purpose: 'password' },
      };
      for (const id of [
        'getServiceUser',
        'deleteServiceUser',
        'resetServiceUser',
        'modifyServiceUser',
        'showServiceUserSecrets',
      ] as const) {
        const body = id in bodies ? { body: bodies[id as keyof typeof bodies] } : {};
        const cid = host.as('cid');
        await cid.refused(id, 'user_not_found', { params: userPath('none'), ...body });
        await cid.refused(id, 'service_not_found', {
          params: { ...userPath('orders-user'), service_name: 'none' },
          ...body,
        });
        await cid.refused(id, 'project_not_found', {
          params: { ...userPath('orders-user'), project: 'none' },
          ...body,
        });
      }
      await host.as('cid').refused('resetServiceCredentials', 'user_not_found', { params });
    });

    test('one is deleted for good; an access’s and the service’s own are not', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const made = await withSecrets(host, path);
      await createPrimary(host);
      expect(await host.as('cid').ok('deleteServiceUser', { params: path })).toEqual({ message: 'deleted' });
      await host.settle();
      expect(await tryUser(host, path, made)).toEqual({ password: null, certificate: null });
      await host.as('cid').refused('getServiceUser', 'user_not_found', { params: path });
      await host.as('cid').refused('deleteServiceUser', 'user_not_found', { params: path });
      const governed = await host
        .as('cid')
        .refused('deleteServiceUser', 'resource_managed_by_governance', { params: userPath('orders-user') });
      expect(governed.message).toContain('orders');
      await host
        .as('cid')
        .refused('deleteServiceUser', 'username_is_reserved', { params: userPath('avnadmin') });
      const users = (await host.as('ada').ok('listServiceUsers', { params })).users;
      expect(users.map((user) => `${user.username} ${user.type}`)).toEqual([
        'avnadmin primary',
        'lonely-user normal',
        'orders-user normal',
      ]);
      expect(users[2]?.access?.access_name).toBe('orders');
    });

    test('while credentials are made it is not deleted, so that the platform is left with none', async () => {
      const host = current();
      const path = userPath('brief');
      const codes: unknown[] = [];
      const remove = async () =>
        codes.push((await host.as('cid').send('deleteServiceUser', { params: path })).code);
      host.amidst('simulatedGenerations', remove);
      await createUser(host, 'brief');
      host.amidst('simulatedGenerations', remove);
      await reset(host, path);
      expect(codes).toEqual(['service_user_not_ready', 'service_user_not_ready']);
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      const left = await host.store.read((tx) =>
        tx.find('simulatedGenerations', { where: { username: 'brief' } }),
      );
      expect(left).toEqual([]);
    });

    test('R10: where the platform refuses, it says so and a reset tries again', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const path = await createUser(host, 'mirror');
      const failed = await listedUser(host, path);
      expect(failed).toMatchObject({
        status: 'failed',
        failure: 'The Kafka platform refuses this change.',
        renewal_state: 'no_certificate',
        verdicts: { download: { allowed: false, reason: 'user_not_ready' }, reset: { allowed: true } },
      });
      expect(await withSecrets(host, path)).toEqual({ username: 'mirror', type: 'normal', password: null });
      await host.setFaults();
      await reset(host, path);
      const made = await withSecrets(host, path);
      expect(await tryUser(host, path, made)).toEqual({ password: 2, certificate: 2 });
      expect(await listedUser(host, path)).toMatchObject({ status: 'ready' });
      expect((await listedUser(host, path)).failure).toBeUndefined();
      expect(await historyOf(host, 'mirror')).toContain('service_user.failed Latchkey');
    });

    test('bodyless PUT and DELETE with a content type, and limit=999, are taken', async () => {
      const host = current();
      await createPrimary(host);
      for (const type of ['application/json', 'application/octet-stream']) {
        const headers = { 'content-type': type };
        await createUser(host, 'a b');
        for (const [method, path] of [
          ['PUT', 'user/a%20b/credentials/reset?limit=999'],
          ['PUT', 'credentials/reset?limit=999'],
          ['DELETE', 'user/a%20b?limit=999'],
        ] as const) {
          const { status, body } = await raw(host, path, method, headers);
          expect([status, body.message], `${method} ${path}`).toEqual([
            200,
            method === 'DELETE' ? 'deleted' : undefined,
          ]);
        }
        await host.settle();
      }
      const query = { limit: '999', surprise: '', include_secrets: '' };
      await host.as('cid').ok('createServiceUser', { params, query, body: { username: 'mirror' } });
      for (const operation of ['reset-credentials'])
        await host
          .as('cid')
          .ok('modifyServiceUser', { params: userPath('mirror'), query, body: { operation } });
      await host.byToken('cid').ok('getServiceUser', { params: userPath('mirror'), query });
      for (const id of ['changeCertificateNotices', 'introduceCa'] as const) {
        await giveRole(host, 'ben', 'admin');
        await host.as('ben').ok(id, { params, query, body: { muted: true, number: 2 } });
      }
    });

    test.each(
      SERVICE_USER_SORTS.flatMap((sort) => (['asc', 'desc'] as const).map((way) => [sort, way] as const)),
    )('A4: by %s %s they come page by page, forward and back, and whole as CSV', async (sort, direction) => {
      const host = current();
      await host.store.write(async (tx) => {
        for (let i = 0; i < 95; i += 1)
          await tx.insert(
            'serviceUsers',
            makeRow('serviceUsers', `svc_overlap/many ${i}`, {
              organizationId: 'org_acme',
              projectId: 'prj_shop',
              serviceId: 'svc_overlap',
              username: `${['=cmd', 'Alpha', 'alpha', 'ärger'][i % 4] ?? ''}-${i}`,
              renewalState: (['current', 'renewed', 'failed', 'no_certificate'] as const)[i % 4] ?? 'current',
              endsAt: START + (i % 7) * 1000,
              createdAt: START + (i % 5) * 1000,
              searchText: `many ${i}`,
            }),
          );
      });
      const seen: string[] = [];
      const query = { sort, direction, limit: '30', search: 'many' };
      let page = await host.as('ada').ok('listServiceUsers', { params, query });
      expect(page.total_count).toBe(95);
      const { last } = page;
      for (;;) {
        seen.push(...page.users.map((user) => user.username));
        if (page.next === undefined) break;
        page = await host
          .as('ada')
          .ok('listServiceUsers', { params, query: { ...query, cursor: page.next } });
      }
      expect(new Set(seen).size).toBe(95);
      const back: string[] = [];
      page = await host.as('ada').ok('listServiceUsers', { params, query: { ...query, cursor: last ?? '' } });
      for (;;) {
        back.unshift(...page.users.map((user) => user.username));
        if (page.prev === undefined) break;
        page = await host
          .as('ada')
          .ok('listServiceUsers', { params, query: { ...query, cursor: page.prev } });
      }
      expect(back).toEqual(seen);
      const file = await host
        .as('ada')
        .open('exportServiceUsers', { params, query: { sort, direction, search: 'many' } });
      const lines = (await file.text()).trimEnd().split('\r\n');
      expect(lines[0]).toMatch(/^Service user,Type,Access,Status,Certificate serial/u);
      expect(lines.slice(1).map((line) => line.split(',')[0]?.replace(/^'/u, ''))).toEqual(seen);
      expect(file.headers.get('content-disposition')).toMatch(/2026-05-10\.csv/u);
      for (const wrong of [{ sort: 'sealed' }, { renewal_state: 'lost' }, { type: 'x' }, { cursor: '[]' }])
        await host.as('ada').refused('listServiceUsers', 'invalid_request', { params, query: wrong });
      const failed = { ...query, renewal_state: 'failed,renewed', type: 'normal', limit: '999' };
      expect((await host.as('ada').ok('listServiceUsers', { params, query: failed })).users).toHaveLength(48);
    });
  });
};
