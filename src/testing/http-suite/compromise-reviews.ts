import { describe, expect, test } from 'vitest';
import type { Incident } from '../../contract/schemas/incidents.ts';
import type { PersonName } from '../world.ts';
import { close, CLOSING, incidentOf, report, revoked } from './compromise-steps.ts';
import { newClaim, type TestHost } from './host.ts';
import { accessOf, ask, noticesOf, tryOn } from './steps.ts';

const incidentsOf = async (
  host: TestHost,
  by: PersonName,
  query: Record<string, string> = {},
): Promise<readonly Incident[]> => (await host.as(by).ok('listIncidents', { query })).incidents;

/** What was reported as compromised is reviewed by a second person, and stays open until then (P8). */
export const compromiseReviewTests = (current: () => TestHost): void => {
  describe('reviews of compromised credentials', () => {
    test('P8: everybody concerned is told, the reporter is not', async () => {
      const host = current();
      const incident = await revoked(host);
      for (const name of ['ben', 'cid', 'eve'] as const)
        expect(await noticesOf(host, name)).toContainEqual(
          expect.objectContaining({
            kind: 'compromise_reported',
            params: expect.objectContaining({ incident: incident.incident_id, person: 'Ada Lind' }),
          }),
        );
      for (const name of ['ada', 'dan'] as const)
        expect((await noticesOf(host, name)).map(({ kind }) => kind)).not.toContain('compromise_reported');
      await close(host, incident);
      expect((await noticesOf(host, 'ada')).map(({ kind }) => kind)).toContain('compromise_reviewed');
    });

    test('P8: a second person closes the review, once; the reporter never', async () => {
      const host = current();
      const incident = await revoked(host);
      const params = { incident_id: incident.incident_id };
      expect((await incidentOf(host, incident)).verdicts.close).toMatchObject({
        allowed: false,
        reason: 'own_report',
      });
      await host
        .as('ada')
        .refused('closeIncident', 'approval_forbidden_on_own_request', { params, body: CLOSING });
      await host.as('dan').refused('closeIncident', 'incident_not_found', { params, body: CLOSING });
      await host.as('fay').refused('closeIncident', 'incident_not_found', { params, body: CLOSING });
      for (const body of [
        { ...CLOSING, notes: '' },
        { ...CLOSING, notes: 'x'.repeat(1001) },
        { notes: 'No verdict' },
        { ...CLOSING, verdict: 'perhaps' },
      ])
        await host.as('ben').refused('closeIncident', 'invalid_request', { params, body });
      // It has moved on since it was opened: the platform has ended everything.
      await host
        .as('ben')
        .refused('closeIncident', 'stale_version', { params, body: { ...CLOSING, version: 1 } });
      const { incident: closed } = await host
        .as('ben')
        .ok('closeIncident', { params, body: { ...CLOSING, version: 2 } });
      expect(closed).toMatchObject({
        state: 'closed',
        verdict: 'confirmed',
        notes: CLOSING.notes,
        closed_by: { real_name: 'Ben Okoye' },
      });
      const problem = await host
        .as('cid')
        .refused('closeIncident', 'review_already_closed', { params, body: CLOSING });
      expect(problem.message).toContain('Ben Okoye');
      const seen = await accessOf(host);
      expect(seen.compromise).toBeUndefined();
      expect(seen.credential_state).toBe('revoked');
    });

    test('P8: nobody else in the group: reported all the same, and the reviewers are named', async () => {
      const host = current();
      const incident = await revoked(host, { access: 'lonely', by: 'dan' });
      const details = await host
        .as('dan')
        .ok('getIncident', { params: { incident_id: incident.incident_id } });
      expect(details.reviewers.map(({ real_name }) => real_name)).toEqual(['Cid Romero', 'Eve Tanaka']);
      expect(await close(host, incident, 'eve')).toMatchObject({ state: 'closed' });
    });

    test('P8: incidents are listed to whom they concern, by page, state and words', async () => {
      const host = current();
      const first = await revoked(host);
      await host.advance(60_000);
      await revoked(host, { access: 'stock', by: 'cid' });
      const names = (found: readonly Incident[]) => found.map(({ name }) => name);
      for (const name of ['ada', 'ben', 'cid', 'eve'] as const)
        expect(names(await incidentsOf(host, name))).toEqual(['stock', 'orders']);
      for (const name of ['dan', 'fay'] as const) expect(await incidentsOf(host, name)).toEqual([]);
      await close(host, first);
      expect(names(await incidentsOf(host, 'ada', { state: 'open' }))).toEqual(['stock']);
      expect(names(await incidentsOf(host, 'ada', { state: 'closed' }))).toEqual(['orders']);
      expect(names(await incidentsOf(host, 'ada', { search: 'ord' }))).toEqual(['orders']);
      expect(names(await incidentsOf(host, 'ada', { kind: 'api_key' }))).toEqual([]);
      expect(names(await incidentsOf(host, 'ada', { sort: 'name', direction: 'asc' }))).toEqual([
        'orders',
        'stock',
      ]);
    });

    test('A4: every report that matches, as CSV', async () => {
      const host = current();
      await close(host, await revoked(host));
      const answer = await host.as('ada').open('exportIncidents', { query: { state: 'closed' } });
      const lines = (await answer.text()).trim().split('\r\n');
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain('orders,Access,kafka-overlap,shop');
      expect(lines[1]).toContain('Confirmed');
    });

    test('P8: an access that was deleted leaves its incident, which can be closed', async () => {
      const host = current();
      const incident = await revoked(host);
      await host.as('ada').ok('deleteAccess', { params: { access_id: host.accesses.orders.id } });
      await host.settle();
      expect(await close(host, incident)).toMatchObject({ state: 'closed', name: 'orders' });
    });

    test('P8: a rotation that a report overtook and that is tried again is carried out once, and its credentials work', async () => {
      const host = current();
      const request_id = await ask(host);
      // What is to be carried out waits, so that both would be due at once.
      await host.setFaults('platform_down');
      await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
      await host.settle();
      await report(host, { by: 'cid' });
      await host.as('ada').ok('retryRequest', { params: { request_id }, body: {} });
      await host.settle();
      await host.setFaults();
      await host.advance(10_000);
      const access = host.accesses.orders;
      const { credentials } = await host
        .as('ada')
        .ok('claimCredentials', { params: { access_id: access.id }, body: { claim: newClaim() } });
      expect(await tryOn(host, access, credentials)).toEqual({ password: 3, certificate: 3 });
    });

    test('A3: report, revocation and review are in the history', async () => {
      const host = current();
      await close(host, await revoked(host));
      const events = await host.store.read((tx) =>
        tx.find('audit', { where: { accessId: host.accesses.orders.id } }),
      );
      expect(
        events
          .filter(({ action }) => action.startsWith('compromise.'))
          .map(({ action, actorName }) => `${action} ${actorName}`)
          .toSorted(),
      ).toEqual([
        'compromise.reported Ada Lind',
        'compromise.review_closed Ben Okoye',
        'compromise.revoked Latchkey',
      ]);
    });
  });
};
