import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { OperationId } from '../../contract/operations.ts';
import { ORIGIN } from '../client.ts';
import { makeRow } from '../rows.ts';
import { OVERLAP, tokenOf, type PersonName } from '../world.ts';
import { newAccess, type TestHost } from './host.ts';

const project = 'shop';
const params = { project, service_name: OVERLAP.service_name };

/** Every read that names a project. */
const IN_PROJECT = [
  'getProject',
  'listProjectUsers',
  'getProjectCa',
  'listServices',
  'getService',
  'listTopics',
  'listAcls',
  'listKafkaAcls',
  'getServiceDetails',
  'listServiceAcls',
  'exportServiceAcls',
  'listServiceUsers',
  'exportServiceUsers',
] as const satisfies readonly OperationId[];

/** A call that the contract does not know, as published clients and browsers may send it. */
const raw = (host: TestHost, by: PersonName, method: string, path: string, headers = {}): Promise<Response> =>
  Promise.resolve(
    host.backend.app.fetch(
      new Request(`${ORIGIN}${path}`, {
        method,
        headers: { cookie: `latchkey_session=${tokenOf(by)}`, ...headers },
      }),
    ),
  );

/** Projects, services, certificate authorities and ACLs in the shapes that published clients expect (C1). */
export const serviceTests = (current: () => TestHost): void => {
  describe('projects and services', () => {
    test('C1: a project is there for whoever has a role in it, whichever', async () => {
      const host = current();
      for (const name of ['ada', 'ben', 'cid'] as const) {
        for (const id of IN_PROJECT) await host.as(name).ok(id, { params });
        const { projects } = await host.as(name).ok('listProjects');
        expect(projects.map((one) => one.project_name)).toEqual(['shop']);
        expect((await host.as(name).ok('listServiceOverview')).total_count).toBe(2);
      }
    });

    test('C1: without a role there is no project, for organization admins neither, and nobody learns otherwise', async () => {
      const host = current();
      for (const name of ['dan', 'eve'] as const) {
        for (const id of IN_PROJECT) {
          const refusal = await host.as(name).refused(id, 'project_not_found', { params });
          const unknown = await host
            .as(name)
            .refused(id, 'project_not_found', { params: { ...params, project: 'nowhere' } });
          expect(JSON.stringify(refusal)).toBe(JSON.stringify(unknown).replaceAll('nowhere', 'shop'));
        }
        expect(await host.as(name).ok('listProjects')).toEqual({
          projects: [],
          project_membership: {},
          project_memberships: {},
        });
        expect((await host.as(name).ok('listServiceOverview')).services).toEqual([]);
        expect((await host.as(name).open('exportServices')).status).toBe(200);
      }
    });

    test('C1: a role that was taken away is gone at once', async () => {
      const host = current();
      await host.as('ada').ok('getService', { params });
      await host.store.write((tx) => tx.remove('projectMembers', 'prj_shop:ada'));
      for (const id of IN_PROJECT) await host.as('ada').refused(id, 'project_not_found', { params });
      expect((await host.as('ada').ok('listServiceOverview')).total_count).toBe(0);
    });

    test('what governance shows does not ask for a role', async () => {
      const host = current();
      const filters = await host.as('dan').ok('accessFilters');
      expect(filters.projects).toEqual(['shop']);
      expect(filters.services).toHaveLength(2);
      expect((await host.as('dan').ok('listAccesses')).total_count).toBe(3);
      await host
        .as('dan')
        .ok('createAccess', { body: newAccess('mine', 'grp_logistics', OVERLAP, ['orders']) });
    });

    test('a project has every field that published clients look for', async () => {
      const host = current();
      const list = await host.as('ben').ok('listProjects');
      expect(list.project_membership).toEqual({ shop: 'read_only' });
      expect(list.project_memberships).toEqual({ shop: ['read_only'] });
      const { project: one } = await host.as('ben').ok('getProject', { params });
      expect(list.projects).toEqual([one]);
      expect(one).toMatchObject({
        project_name: 'shop',
        organization_id: 'org_acme',
        account_id: 'org_acme',
        estimated_balance: '0.00',
        billing_emails: [],
        billing_extra_text: null,
      });
    });

    test('C9: a program is told who it calls as, and in which projects', async () => {
      const host = current();
      for (const person of [host.byToken('cid'), host.as('cid')]) {
        const { user } = await person.ok('getMe', { query: { limit: '999' } });
        expect(user).toMatchObject({
          user: 'cid@example.com',
          user_id: 'cid',
          real_name: 'Cid Romero',
          projects: ['shop'],
          project_membership: { shop: 'operator' },
          project_memberships: { shop: ['operator'] },
        });
      }
      const { user } = await host.byToken('eve').ok('getMe');
      expect([user.projects, user.project_membership]).toEqual([[], {}]);
      await host.stranger().refused('getMe', 'session_required');
    });

    test('one ACL is found by its id, on its own service alone', async () => {
      const host = current();
      const { kafka_acl: acls } = await host.as('ada').ok('listKafkaAcls', { params });
      for (const acl of acls)
        expect(
          (await host.as('ben').ok('getKafkaAcl', { params: { ...params, acl_id: acl.id } })).acl,
        ).toEqual(acl);
      const [{ id: acl_id } = { id: '' }] = acls;
      for (const wrong of [
        { ...params, acl_id: 'none' },
        { ...params, acl_id: 'a/b %' },
        { ...params, service_name: 'kafka-single', acl_id },
      ])
        await host.as('ada').refused('getKafkaAcl', 'service_acl_not_found', { params: wrong });
      const other = { ...params, service_name: 'none', acl_id };
      await host.as('ada').refused('getKafkaAcl', 'service_not_found', { params: other });
      for (const name of ['dan', 'eve', 'fay'] as const)
        await host.as(name).refused('getKafkaAcl', 'project_not_found', { params: { ...params, acl_id } });
    });

    test('the people of a project come with their roles', async () => {
      const { users, invitations, group_users } = await current()
        .as('ada')
        .ok('listProjectUsers', { params });
      expect(users.map((user) => [user.real_name, user.user_email, user.member_type])).toEqual([
        ['Ada Lind', 'ada@example.com', 'developer'],
        ['Ben Okoye', 'ben@example.com', 'read_only'],
        ['Cid Romero', 'cid@example.com', 'operator'],
      ]);
      expect([invitations, group_users]).toEqual([[], []]);
    });

    test('a service is told as clients read it, and nothing secret is in it', async () => {
      const host = current();
      const { service } = await host.as('ada').ok('getService', { params });
      expect(service).toMatchObject({
        service_name: 'kafka-overlap',
        service_type: 'kafka',
        service_uri: 'kafka.example.com:9093',
        service_uri_params: { host: 'kafka.example.com', port: '9093' },
        connection_info: { kafka: ['kafka.example.com:9093'] },
        group_list: ['default'],
        project_vpc_id: null,
        service_notifications: [],
        node_states: [],
      });
      expect(
        service.components.map((one) => [one.kafka_authentication_method, one.host, one.port, one.route]),
      ).toEqual([
        ['certificate', 'kafka.example.com', 9093, 'dynamic'],
        ['sasl', 'kafka.example.com', 9094, 'dynamic'],
      ]);
      expect(service.topics.map((topic) => [topic.topic_name, topic.owner_user_group_id])).toEqual([
        ['orders', 'grp_payments'],
        ['refunds', null],
      ]);
      expect(await host.as('ada').ok('listTopics', { params })).toEqual({ topics: service.topics });
      const { services } = await host.as('ada').ok('listServices', { params });
      const { acl: _acl, kafka_acl: _kafka, topics: _topics, users, ...facts } = service;
      expect(services.find((one) => one.service_name === 'kafka-overlap')).toEqual(facts);
      const certificate = {
        access_cert_not_valid_after_time: '2028-08-07T20:40:03Z',
        password_updated_time: '2026-05-10T20:40:03Z',
      };
      expect(users).toEqual([
        { username: 'lonely-user', type: 'normal', password: null, ...certificate },
        { username: 'orders-user', type: 'normal', password: null, ...certificate },
      ]);
      const { first } = host.accesses.orders;
      for (const { text } of host.answers)
        for (const secret of [first.password, first.access_key.slice(40, 80)])
          expect(text).not.toContain(secret);
    });

    test('C2: a project’s CA is made once, however many ask first, and is PEM that ends in a newline', async () => {
      const host = current();
      await host.store.write(async (tx) => {
        await tx.insert(
          'projects',
          makeRow('projects', 'prj_new', { organizationId: 'org_acme', name: 'new' }),
        );
        for (const personId of ['ada', 'ben'])
          await tx.insert('projectMembers', {
            id: `prj_new:${personId}`,
            projectId: 'prj_new',
            personId,
            role: 'developer',
            providerId: null,
          });
      });
      const asked = await Promise.all(
        (['ada', 'ben', 'ada', 'ben'] as const).map((name) =>
          host.as(name).ok('getProjectCa', { params: { project: 'new' } }),
        ),
      );
      const certificates = new Set(asked.map(({ certificate }) => certificate));
      expect(certificates.size).toBe(1);
      const [pem = ''] = certificates;
      expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/u);
      expect(new X509Certificate(pem).ca).toBe(true);
      expect(await host.store.read((tx) => tx.count('simulatedCas', { where: { id: 'new' } }))).toBe(1);
      const shop = await host.as('cid').ok('getProjectCa', { params });
      expect(shop.certificate).toBe(host.accesses.orders.first.ca_cert);
    });

    test.each(['platform_down', 'platform_refuses'] as const)(
      '%s: the CA is unavailable, in words',
      async (fault) => {
        const host = current();
        await host.setFaults(fault);
        const { message } = await host.as('ada').refused('getProjectCa', 'unavailable', { params });
        expect(message).toMatch(/platform/u);
        await host.as('ada').ok('getServiceDetails', { params });
        await host.setFaults();
      },
    );

    test('names come percent-encoded and are decoded once', async () => {
      const host = current();
      const name = 'kafka a/b c%25ü+é';
      await host.store.write(async (tx) => {
        await tx.insert(
          'projects',
          makeRow('projects', 'prj_odd', { organizationId: 'org_acme', name: 'odd/p%41 ü' }),
        );
        await tx.insert('projectMembers', {
          id: 'prj_odd:ada',
          projectId: 'prj_odd',
          personId: 'ada',
          role: 'admin',
          providerId: null,
        });
        await tx.insert(
          'services',
          makeRow('services', 'svc_odd', {
            organizationId: 'org_acme',
            projectId: 'prj_odd',
            projectName: 'odd/p%41 ü',
            name,
          }),
        );
      });
      const odd = { project: 'odd/p%41 ü', service_name: name };
      expect((await host.as('ada').ok('getService', { params: odd })).service.service_name).toBe(name);
      for (const id of IN_PROJECT) await host.as('ada').ok(id, { params: odd });
      await host
        .as('ada')
        .refused('getService', 'project_not_found', { params: { ...odd, project: 'odd/pA ü' } });
    });

    test('a method that a path does not know is not found, in the error envelope', async () => {
      const host = current();
      const path = `/v1/project/shop/service/${OVERLAP.service_name}`;
      for (const [method, where] of [
        ['POST', path],
        ['PUT', path],
        ['DELETE', path],
        ['DELETE', '/v1/project/shop/kms/ca'],
        ['PUT', `${path}/kafka/acl`],
        ['PATCH', `${path}/topic`],
        ['GET', `${path}/`],
        ['GET', `${path}/nothing`],
      ] as const) {
        const answer = await raw(host, 'ada', method, `${where}?limit=999`, {
          'content-type': 'application/json',
        });
        expect(answer.status, `${method} ${where}`).toBe(404);
        // The envelope that readProblem of the client holds every other answer against.
        const body = (await answer.json()) as { message: string; errors: { error_code: string }[] };
        expect(body.message).not.toBe('');
        expect(body.errors.map((error) => error.error_code)).toEqual(['not_found']);
      }
    });

    test('a GET with a content type, limit=999 and include_secrets is answered as usual', async () => {
      const host = current();
      const plain = await host.as('ada').send('getService', { params });
      const headers = { 'content-type': 'application/octet-stream' };
      const query = { limit: '999', include_secrets: 'true' };
      expect((await host.as('ada').send('getService', { params, headers, query })).text).toBe(plain.text);
    });

    test('unknown services are 404 with the vendor’s words', async () => {
      const unknown = { project, service_name: 'none' };
      for (const id of [
        'getService',
        'listTopics',
        'listAcls',
        'listKafkaAcls',
        'getServiceDetails',
      ] as const) {
        const { message } = await current().as('ada').refused(id, 'service_not_found', { params: unknown });
        // aiven-go-client waits for a service by these words.
        expect(message).toMatch(/Service \S+ does not exist/u);
      }
      for (const id of [
        'listServiceAcls',
        'exportServiceAcls',
        'listServiceUsers',
        'exportServiceUsers',
      ] as const)
        await current().as('ada').refused(id, 'service_not_found', { params: unknown });
    });
  });
};
