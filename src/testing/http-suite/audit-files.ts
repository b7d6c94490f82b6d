import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../contract/schemas/audit.ts';
import { verifyFile } from '../../service/audit/verify-file.ts';
import type { TestHost } from './host.ts';
import { saved } from './steps.ts';

const fileFault = async (host: TestHost, file: unknown): Promise<string | null | undefined> =>
  (await verifyFile(host.backend.deps, file))?.fault;

/** What leaves the server can be verified without it (A3, P9). */
export const auditFileTests = (current: () => TestHost): void => {
  describe('audit files', () => {
    test('A3, A4: the export is a CSV file for people and a JSON file that verifies by itself', async () => {
      const host = current();
      await saved(host);
      const csv = await host.as('eve').send('exportAudit', { query: { topic: 'requests' } });
      const lines = csv.text.trimEnd().split('\r\n');
      expect(lines[0]).toMatch(/^When,Who,What,/u);
      expect(csv.text).toContain('Approved a request');
      expect(csv.headers.get('content-disposition')).toMatch(/audit-\d{4}-\d\d-\d\d\.csv/u);
      const json = await host.as('eve').send('exportAuditJson');
      expect(json.headers.get('content-type')).toBe('application/json');
      expect(json.headers.get('content-disposition')).toMatch(/\.json"/u);
      const file = () => JSON.parse(json.text);
      const report = await verifyFile(host.backend.deps, file());
      expect(report).toMatchObject({
        kind: 'export',
        fault: null,
        complete: true,
        organizationId: 'org_acme',
      });
      expect(report?.events).toBeGreaterThan(10);
      const changed = file();
      changed.pages[0].events[4].actor_name = 'Eve';
      expect(await fileFault(host, changed)).toMatch(/^Event aud\w+ \(row 5\) was changed/u);
      const shorter = file();
      shorter.pages[0].events.splice(4, 1);
      expect(await fileFault(host, shorter)).toMatch(/^Event aud\w+ \(row 5\) is missing/u);
      shorter.pages[0].links.splice(4, 1);
      expect(await fileFault(host, shorter)).toBe('Row 5 is missing.');
      const cut = file();
      cut.pages[0].events.pop();
      cut.pages[0].links.pop();
      expect(await fileFault(host, cut)).not.toBeNull();
      const swapped = file();
      const [a, b] = swapped.pages[0].events;
      swapped.pages[0].events.splice(0, 2, b, a);
      expect(await fileFault(host, swapped)).toMatch(/stand in another order/u);
      const row = file().pages[0].links[4];
      const put = 'Something was put in that no export holds.';
      for (const [change, fault] of [
        [(copy: ReturnType<typeof file>) => (copy.approved_by = 'Eve'), put],
        [(copy: ReturnType<typeof file>) => (copy.pages[0].note = 'Fine'), put],
        [(copy: ReturnType<typeof file>) => (copy.pages[0].links[4].note = 'Fine'), put],
        [(copy: ReturnType<typeof file>) => (copy.filters.actor = ['Eve Stone']), /signature of the whole/u],
        [
          (copy: ReturnType<typeof file>) => copy.pages[0].links.unshift({ ...row, event_id: 'aud_new' }),
          'Row 5 is there twice, and not the same.',
        ],
      ] as const) {
        const copy = file();
        change(copy);
        expect(await fileFault(host, copy)).toEqual(
          typeof fault === 'string' ? fault : expect.stringMatching(fault),
        );
      }
      // The export is in the log itself; a part verifies as well.
      const part = await host.as('eve').send('exportAuditJson', { query: { topic: 'audit' } });
      expect(await verifyFile(host.backend.deps, JSON.parse(part.text))).toMatchObject({
        fault: null,
        complete: false,
        filters: '{"topic":["audit"]}',
        events: 3,
      });
      const elsewhere = JSON.parse(part.text);
      elsewhere.filters = { topic: ['keys'] };
      expect(await fileFault(host, elsewhere)).toMatch(/signature of the whole/u);
      const none = await host
        .as('eve')
        .send('exportAuditJson', { query: { search: 'nothing is called so' } });
      expect(await verifyFile(host.backend.deps, JSON.parse(none.text))).toMatchObject({
        fault: null,
        events: 0,
      });
      expect(await verifyFile(host.backend.deps, { hello: 'world' })).toBeNull();
    });

    test('P9: evidence of a request holds everything about it, for whoever may see it, and verifies by itself', async () => {
      const host = current();
      const { requestId } = await saved(host);
      await host.as('ada').send('approveRequest', { params: { request_id: requestId }, body: {} });
      const params = { request_id: requestId };
      for (const name of ['dan', 'fay'] as const)
        await host.as(name).refused('getEvidence', 'request_not_found', {
          params: { ...params, organization_id: name === 'fay' ? 'org_globex' : 'org_acme' },
        });
      for (const name of ['ada', 'ben', 'eve'] as const) {
        const evidence = await host.as(name).ok('getEvidence', { params });
        expect(await verifyFile(host.backend.deps, evidence)).toMatchObject({
          kind: 'evidence',
          fault: null,
        });
      }
      const evidence = await host.as('eve').ok('getEvidence', { params });
      const actions = evidence.events.map(({ action }) => action);
      for (const action of ['request.created', 'request.approved', 'credential.shown', 'credential.saved'])
        expect(actions).toContain(action);
      expect(evidence.people.map(({ real_name }) => real_name)).toEqual(
        expect.arrayContaining(['Ada Lind', 'Ben Okoye']),
      );
      expect(evidence.request).toMatchObject({ request_id: requestId, status: 'approved' });
      const spoil = async (change: (copy: Evidence) => unknown): Promise<string | null | undefined> => {
        const copy = structuredClone(evidence);
        change(copy);
        return fileFault(host, copy);
      };
      const second = evidence.index.find(({ event_id }) => event_id === evidence.events[1]?.['event_id']);
      expect(await spoil(({ events }) => events.splice(1, 1))).toBe(
        `Event ${second?.event_id} (row ${second?.sequence}) is missing.`,
      );
      expect(await spoil(({ events }) => (events[1] = { ...events[1], actor_name: 'Eve' }))).toBe(
        `Event ${second?.event_id} (row ${second?.sequence}) was changed after it was recorded.`,
      );
      expect(await spoil(({ events }) => events.push({ ...events[1], event_id: 'aud_new' }))).toBe(
        'Event aud_new was added.',
      );
      expect(await spoil(({ links }) => links.splice(0, 1))).toMatch(/in no row|missing|does not follow/u);
      expect(await spoil((copy) => (copy.request.decision_message = 'Fine by me'))).toMatch(/signature/u);
      // Nor is anything passed over that the schema does not know: whoever reads the file would believe it.
      for (const one of [
        evidence,
        evidence.request,
        evidence.made_by,
        evidence.people[0] ?? {},
        evidence.links[0] ?? {},
      ]) {
        const put = structuredClone(evidence);
        const text = JSON.stringify(put).replace(
          JSON.stringify(one).slice(1),
          `"note":"Fine",${JSON.stringify(one).slice(1)}`,
        );
        expect(text).toContain('"note"');
        expect(await fileFault(host, JSON.parse(text))).toMatch(/signature/u);
      }
      expect(await spoil((copy) => (copy.signature = 'AAAA'))).toMatch(/signature/u);
    });
  });
};
