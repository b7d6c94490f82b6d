import { describe, expect, test } from 'vitest';
import type { AuditList } from '../../contract/schemas/audit.ts';
import { toWireTime } from '../../contract/text.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import { accessTokenOf } from '../world.ts';
import { ADDRESS, newClaim, type TestHost } from './host.ts';
import { makeProgram } from './key-steps.ts';
import { approve, ask, pathOf, saved, shown } from './steps.ts';

const refusalsIn = (host: TestHost): Promise<readonly AuditEvent[]> =>
  host.store.read((tx) =>
    tx.find('audit', { where: { action: 'call.refused' }, order: { column: 'at', direction: 'asc' } }),
  );

const listed = async (host: TestHost, query: Record<string, string> = {}) =>
  (await host.as('eve').ok('listAuditEvents', { query })).events;

/** Who did what, from where, with what outcome (A3). */
export const auditTests = (current: () => TestHost): void => {
  describe('audit', () => {
    test('A3: the log is for organization admins; everybody else is told so, and that is in it', async () => {
      const host = current();
      for (const name of ['ada', 'ben', 'cid', 'dan'] as const) {
        for (const id of ['listAuditEvents', 'exportAudit', 'exportAuditJson', 'getAuditChain'] as const) {
          const problem = await host.as(name).refused(id, 'permission_denied');
          expect(problem.message).toBe('Only organization admins can do this.');
        }
        await host.as(name).refused('getAuditEvent', 'permission_denied', { params: { event_id: 'aud_x' } });
      }
      expect((await refusalsIn(host)).map(({ actorId }) => actorId)).toContain('dan');
      await host
        .as('eve')
        .refused('getAuditEvent', 'audit_event_not_found', { params: { event_id: 'aud_x' } });
    });

    test('A3: events of another organization are in no list and behind no link', async () => {
      const host = current();
      const foreign = await host.store.read((tx) =>
        tx.find('audit', { where: { organizationId: 'org_globex' } }),
      );
      expect(foreign.length).toBeGreaterThan(0);
      const known = new Set(foreign.map(({ id }) => id));
      for (const event of await listed(host, { limit: '999' })) expect(known).not.toContain(event.event_id);
      await host
        .as('eve')
        .refused('getAuditEvent', 'audit_event_not_found', { params: { event_id: foreign[0]?.id ?? '' } });
    });

    test('A3: newest first, page by page, each event once', async () => {
      const host = current();
      for (let i = 0; i < 40; i += 1)
        await host.as('eve').ok('createGroup', { body: { user_group_name: `G ${i}`, description: '' } });
      const all: string[] = [];
      let cursor: string | undefined = '';
      while (cursor !== undefined) {
        const page: AuditList = await host
          .as('eve')
          .ok('listAuditEvents', { query: { limit: '30', ...(cursor === '' ? {} : { cursor }) } });
        const times = page.events.map(({ time }) => time);
        expect(times).toEqual(times.toSorted().reverse());
        all.push(...page.events.map(({ event_id }) => event_id));
        cursor = page.next;
      }
      const events = await host.store.read((tx) =>
        tx.count('audit', { where: { organizationId: 'org_acme' } }),
      );
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBe(events);
    });

    test('A3: filters by person, action, topic, outcome, request, access, words and time', async () => {
      const host = current();
      const { requestId } = await saved(host);
      await host.as('dan').refused('claimCredentials', 'governance_access_not_found', {
        params: { access_id: 'acc_none' },
        body: { claim: newClaim() },
      });
      const at = toWireTime(host.now());
      await host.advance(10 * SECOND);
      await host.as('eve').ok('createGroup', { body: { user_group_name: 'Later', description: '' } });
      const actions = async (query: Record<string, string>) =>
        new Set((await listed(host, { limit: '999', ...query })).map(({ action }) => action));
      expect(await actions({ actor: 'ben', topic: 'requests' })).toEqual(new Set(['request.approved']));
      expect(await actions({ action: 'credential.shown,group.created' })).toEqual(
        new Set(['credential.shown', 'group.created']),
      );
      expect(await actions({ topic: 'groups' })).toEqual(new Set(['group.created']));
      expect(await actions({ outcome: 'refused' })).toEqual(new Set(['call.refused']));
      expect(await actions({ request: requestId, search: 'ben okoye' })).toEqual(
        new Set(['request.approved']),
      );
      expect(
        (await listed(host, { access: host.accesses.stock.id })).map(({ access_id }) => access_id),
      ).toContain(host.accesses.stock.id);
      expect(await actions({ search: ADDRESS, topic: 'groups' })).toEqual(new Set(['group.created']));
      expect(await actions({ from: toWireTime(host.now()) })).toEqual(new Set(['group.created']));
      expect(await actions({ to: at, topic: 'groups' })).toEqual(new Set());
      expect(await actions({ search: 'nothing is called so' })).toEqual(new Set());
      for (const query of [
        { outcome: 'maybe' },
        { topic: 'weather' },
        { from: 'yesterday' },
        { from: '2026-13-45T00:00:00Z' },
        { from: '2026-02-30T00:00:00Z' },
        { to: '0000-01-01T00:00:00Z' },
        { cursor: 'x' },
      ])
        await host.as('eve').refused('listAuditEvents', 'invalid_request', { query });
    });

    test('A3: says how and from where: console, token, API key, command line, Latchkey itself', async () => {
      const host = current();
      await saved(host);
      await host.byToken('eve').ok('createGroup', { body: { user_group_name: 'By token', description: '' } });
      const { key, program } = await makeProgram(host, 'eve');
      await program.ok('createIamServiceAccount', { body: { display_name: 'by-key', description: '' } });
      const one = async (action: string) => (await listed(host, { action }))[0];
      expect(await one('request.approved')).toMatchObject({
        via: 'session',
        address: ADDRESS,
        outcome: 'done',
      });
      expect(await one('request.provisioned')).toMatchObject({ via: 'system' });
      expect(await one('request.provisioned')).not.toHaveProperty('address');
      expect(await one('group.created')).toMatchObject({
        via: 'token',
        via_id: accessTokenOf('eve').slice(0, 12),
        address: ADDRESS,
      });
      expect(await one('service_account.created')).toMatchObject({ via: 'key', via_id: key });
      await host.stranger().ok('signIn', { body: { persona: 'requester' } });
      expect(await one('session.started')).toMatchObject({ via: 'none', address: ADDRESS });
    });

    test('A3: a refused command is in the log with its reason, once a minute, and changes nothing else', async () => {
      const host = current();
      const request_id = await ask(host);
      const decide = () =>
        host.as('ada').refused('approveRequest', 'approval_forbidden_on_own_request', {
          params: { request_id },
          body: {},
        });
      await Promise.all([decide(), decide(), decide()]);
      await decide();
      expect(await refusalsIn(host)).toMatchObject([
        {
          actorId: 'ada',
          problem: 'approval_forbidden_on_own_request',
          outcome: 'refused',
          requestId: request_id,
          resourceName: 'orders',
          via: 'session',
          address: ADDRESS,
          details: { operation: 'approveRequest', summary: 'Approve a request' },
        },
      ]);
      // Another reason, person or thing is another refusal.
      await host
        .as('dan')
        .refused('approveRequest', 'request_not_found', { params: { request_id }, body: {} });
      await approve(host, request_id);
      await decide().catch(() => undefined);
      expect((await refusalsIn(host)).length).toBeGreaterThan(1);
      const before = (await refusalsIn(host)).length;
      await host.advance(MINUTE);
      await host
        .as('dan')
        .refused('approveRequest', 'request_not_found', { params: { request_id }, body: {} });
      expect((await refusalsIn(host)).length).toBe(before + 1);
      // Whoever sees the request reads its story, not who tried in vain.
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id } });
      expect(history.map(({ action }) => action)).not.toContain('call.refused');
    });

    test('A3: a refused look at secrets by GET is in the log, any other GET is not', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      await host.byToken('ben').send('readCredentialsByToken', { params });
      await host.as('ada').refused('getRequest', 'request_not_found', { params: { request_id: 'req_none' } });
      await host.as('ada').refused('getGroup', 'user_group_not_found', { params: { user_group_id: 'x' } });
      await host.byToken('dan').refused('getService', 'project_not_found', {
        params: pathOf(host.accesses.orders.service),
      });
      expect(
        (await refusalsIn(host)).map(({ actorId, details }) => `${actorId} ${details['operation']}`),
      ).toEqual(['ben readCredentialsByToken', 'dan getService']);
    });

    test('A3: who tries out ids fills the log no further than so many a minute', async () => {
      const host = current();
      for (let i = 0; i < 80; i += 1)
        await host.as('dan').refused('approveRequest', 'request_not_found', {
          params: { request_id: `req_${i}` },
          body: {},
        });
      expect((await refusalsIn(host)).length).toBe(60);
    });

    test('A3: a token that was revoked is noted when it comes back, once a minute', async () => {
      const host = current();
      const { full_token, token_prefix } = await host
        .as('ada')
        .ok('createAccessToken', { body: { description: 'Mine' } });
      await host
        .program(`Bearer ${full_token.slice(0, -4)}AAAA`)
        .refused('listAccesses', 'authentication_failed');
      await host
        .program(`Bearer ${full_token.slice(0, -4)}AAAB`)
        .refused('listAccesses', 'authentication_failed');
      const refused = () => host.store.read((tx) => tx.find('audit', { where: { action: 'token.refused' } }));
      await expect
        .poll(refused)
        .toMatchObject([{ resourceName: token_prefix, outcome: 'refused', via: 'token', address: ADDRESS }]);
      expect(JSON.stringify(await refused())).not.toContain(full_token.slice(12, -4));
    });

    test('R21: no event tells a secret, whatever was asked and refused', async () => {
      const host = current();
      const { credentials, claim } = await shown(host);
      const { full_token } = await host.as('ada').ok('createAccessToken', { body: { description: 'Mine' } });
      const { secret, header } = await makeProgram(host, 'eve');
      const canary = newClaim();
      const params = { access_id: host.accesses.orders.id };
      for (const name of ['ada', 'ben', 'dan'] as const) {
        await host.as(name).send('claimCredentials', { params, body: { claim: canary } });
        await host.as(name).send('confirmSaved', { params, body: { claim: canary } });
        await host.as(name).send('revokeAccessToken', { params: { token_prefix: full_token } });
        await host.as(name).send('approveRequest', { params: { request_id: full_token }, body: {} });
        await host.as(name).send('modifyServiceUser', {
          params: { ...pathOf(host.accesses.orders.service), username: host.accesses.orders.username },
          body: { operation: 'reset-credentials', new_password: canary },
        });
      }
      await host.program(header.slice(0, -2)).send('listIamUsers');
      const { audit } = await host.store.dump();
      expect(audit.filter(({ outcome }) => outcome === 'refused').length).toBeGreaterThan(2);
      const texts = JSON.stringify(audit);
      const key = credentials.access_key.split('\n')[1] ?? '';
      for (const piece of [credentials.password, key, claim, full_token, secret, canary])
        expect(texts).not.toContain(piece);
    });
  });
};
