import { describe, expect, it } from 'vitest';
import { ENTRA_TOKEN, NEXT_TOKEN, OKTA_TOKEN, type ScimHost } from './host.ts';
import { createPushes, group, oktaUser, patchOp } from './pushes.ts';

/** Rights that end in the middle of something, and who may push. */
export const pushRightsTests = (current: () => ScimHost): void => {
  describe('in the middle of a flow', () => {
    it('an approver who was removed from the owner group cannot approve any more', async () => {
      const { acme, pushOkta, pushed, governanceOf } = current();
      const id = await pushed('bo', 'Bo Ask');
      const { body: payments } = await pushOkta('POST', '/Groups', group('Payments', id));
      const agent = await acme.signedIn('bo', { provider: 'okta' });
      const governance = await governanceOf(agent);
      const { body: waiting } = await acme.api(agent, 'GET', `${governance}/requests?status=pending`);
      // As listRequests answers.
      const [one, two] = (
        waiting as { requests: { request_id: string; version: number; verdicts: { approve: object } }[] }
      ).requests;
      expect(one?.verdicts.approve).toEqual({ allowed: true });
      // Somebody whom nothing fits is signed out: this one is left with another group.
      await pushOkta('POST', '/Groups', group('Analytics of Bo', id));
      await pushOkta(
        'PATCH',
        `/Groups/${payments.id}`,
        patchOp({ op: 'remove', path: `members[value eq "${id}"]` }),
      );
      expect(await acme.sessionStatus(agent)).toBe(200);
      const approve = async (request: typeof one) =>
        acme.api(agent, 'POST', `${governance}/requests/${request?.request_id}/approve`, {
          version: request?.version,
        });
      expect(await approve(one)).toMatchObject({ status: 404 });
      await pushOkta(
        'PATCH',
        `/Groups/${payments.id}`,
        patchOp({ op: 'add', path: 'members', value: [{ value: id }] }),
      );
      expect(await approve(two ?? one)).toMatchObject({ status: 200 });
    });
  });

  describe('who pushes', () => {
    it('shows a token of its own; a wrong one is refused and written down', async () => {
      const { acme, pushOkta, pushed, governanceOf } = current();
      expect((await createPushes(acme.url, 'okta', NEXT_TOKEN)('GET', '/Users')).status).toBe(200);
      for (const [provider, token] of [
        ['okta', ENTRA_TOKEN],
        ['okta', 'wrong'],
        ['nowhere', OKTA_TOKEN],
      ] as const) {
        const refused = await createPushes(acme.url, provider, token)('GET', '/Users');
        expect(refused).toMatchObject({ status: 401, body: { status: '401' } });
        expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="SCIM"');
      }
      const id = await pushed('eve', 'Eve Ros');
      const { body: admins } = await pushOkta('POST', '/Groups', group('kafka-admins', id));
      const admin = await acme.signedIn('eve', { provider: 'okta' });
      const governance = await governanceOf(admin);
      const events = async (query: string) =>
        // As listAuditEvents answers.
        (
          (await acme.api(admin, 'GET', `${governance}/audit?page_size=50&${query}`)).body as {
            events: object[];
          }
        ).events;
      expect(await events('action=session.refused&search=okta')).toContainEqual(
        expect.objectContaining({
          resource_name: 'okta',
          details: { provider: 'okta', reason: 'scim_token' },
        }),
      );
      expect(await events('search=kafka-admins')).toContainEqual(
        expect.objectContaining({
          action: 'scim.changed',
          actor_name: 'Okta',
          via: 'provider',
          via_id: 'okta',
          address: '127.0.0.1',
          details: { provider: 'okta', kind: 'group', change: 'created', joined: 'Eve Ros' },
        }),
      );
      expect(await events('search=eve@example.com')).toContainEqual(
        expect.objectContaining({ action: 'person.created', actor_name: 'Okta' }),
      );
      await pushOkta('DELETE', `/Groups/${admins.id}`);
      const log = acme.lines.join('');
      expect(log).toContain('"operation":"scim"');
      for (const secret of [OKTA_TOKEN, ENTRA_TOKEN, 'Planted-1mz050nq']) expect(log).not.toContain(secret);
    });

    it('changes nothing and writes nothing down by saying the same again', async () => {
      const { acme, pushOkta, pushed, governanceOf } = current();
      const id = await pushed('rut', 'Rut Ny');
      const { body: made } = await pushOkta('POST', '/Groups', group('kafka-admins', id));
      const admin = await acme.signedIn('rut', { provider: 'okta' });
      const governance = await governanceOf(admin);
      const events = async () =>
        // As listAuditEvents answers.
        (
          (await acme.api(admin, 'GET', `${governance}/audit?page_size=100`)).body as {
            events: { resource_name: string; details: object }[];
          }
        ).events;
      const before = await events();
      const { body: user } = await pushOkta('GET', `/Users/${id}`);
      const again = await pushOkta('PUT', `/Users/${id}`, oktaUser('rut', 'rut@example.com', 'Rut Ny'));
      expect(again.body).toEqual(user);
      await pushOkta('PATCH', `/Users/${id}`, patchOp({ op: 'Replace', path: 'active', value: 'True' }));
      const whole = await pushOkta('GET', `/Groups/${made.id}`);
      expect((await pushOkta('PUT', `/Groups/${made.id}`, group('kafka-admins', id))).body).toEqual(
        whole.body,
      );
      expect(await events()).toEqual(before);
      await pushOkta('PATCH', `/Users/${id}`, patchOp({ op: 'replace', path: 'userName', value: 'rut.ny' }));
      expect(await events()).toContainEqual(
        expect.objectContaining({
          resource_name: 'rut.ny',
          details: {
            provider: 'okta',
            kind: 'user',
            change: 'changed',
            active: 'true',
            fields: 'userName',
            renamed_from: 'rut@example.com',
          },
        }),
      );
      await pushOkta('DELETE', `/Groups/${made.id}`);
    });

    it('takes names of attributes that go on and on for what they are, at once', async () => {
      const { acme, pushOkta } = current();
      const attributes = `${'.'.repeat(200_000)}\nx`;
      const { status, body } = await pushOkta('POST', '/Users/.search', { attributes, count: 1 });
      expect([status, body.Resources.length]).toEqual([200, 1]);
      const nowhere = await fetch(`${acme.url}/scim/v2`);
      expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { status: '404' }]);
    });

    it('sees what it pushed itself and nothing else', async () => {
      const { pushEntra, pushed } = current();
      const id = await pushed('una', 'Una Ek');
      for (const [method, body] of [
        ['GET', undefined],
        ['PATCH', patchOp({ op: 'replace', value: { active: false } })],
        ['DELETE', undefined],
      ] as const)
        expect((await pushEntra(method, `/Users/${id}`, body)).status).toBe(404);
      expect(await pushEntra('POST', '/Groups', group('Foreign', id))).toMatchObject({
        status: 400,
        body: { scimType: 'invalidValue' },
      });
    });

    it.each([
      ['POST', '/Users', '{', 400, 'invalidSyntax'],
      ['POST', '/Users', '[]', 400, 'invalidSyntax'],
      ['POST', '/Users', '{"active":true}', 400, 'invalidValue'],
      ['POST', '/Users', `{"userName":"${'x'.repeat(1_100_000)}"}`, 413, undefined],
      ['GET', '/Users?filter=userName%20sw%20%22a%22', undefined, 400, 'invalidFilter'],
      ['GET', '/Users?filter=shoeSize%20eq%20%227%22', undefined, 400, 'invalidFilter'],
      ['PATCH', '/Users/nobody', '{"Operations":[]}', 404, undefined],
      ['POST', '/ServiceProviderConfig', '{}', 405, undefined],
      ['GET', '/Bulk', undefined, 404, undefined],
    ])('%s %s %.40s is answered with %i', async (method, path, body, status, scimType) => {
      const { pushOkta } = current();
      const answer = await pushOkta(method, path, body);
      expect([answer.status, answer.body['scimType'], answer.body['status']]).toEqual([
        status,
        scimType,
        `${status}`,
      ]);
    });
  });
};
