import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRow, START } from '../../testing/rows.ts';
import type { Actor } from '../people.ts';
import { advance, closeRotation, mayHappen, rotationRequest, type RequestEvent } from './lifecycle.ts';
import type { Request, RequestStatus } from './request.ts';

const actor: Actor = {
  personId: 'ben',
  name: 'Ben',
  email: 'ben@example.com',
  organizationId: 'org1',
  isOrganizationAdmin: false,
  groupIds: ['group1'],
};

const EVENTS = [
  { kind: 'approve', actor, message: null, generation: 2 },
  { kind: 'decline', actor, reason: 'No' },
  { kind: 'delete' },
  { kind: 'overtake', by: 'Latchkey', reason: 'Reported' },
  { kind: 'provisioned', credentialId: 'crd' },
  { kind: 'key_made', apiKeyId: 'KEY' },
  { kind: 'fail', failure: 'down' },
  { kind: 'retry', generation: 3 },
] as const satisfies readonly RequestEvent[];
const STATUSES = [
  'pending',
  'provisioning',
  'approved',
  'declined',
  'deleted',
  'failed',
] as const satisfies readonly RequestStatus[];

/** Where each event leads, and from where alone (R10). Whatever is not here must be refused. */
const TABLE: Record<RequestEvent['kind'], readonly [RequestStatus, RequestStatus]> = {
  approve: ['pending', 'provisioning'],
  decline: ['pending', 'declined'],
  delete: ['pending', 'deleted'],
  overtake: ['pending', 'declined'],
  provisioned: ['provisioning', 'approved'],
  key_made: ['provisioning', 'approved'],
  fail: ['provisioning', 'failed'],
  retry: ['failed', 'provisioning'],
};

const fresh = (): Request =>
  rotationRequest({
    id: 'req',
    access: makeRow('accesses', 'acc', { name: 'Orders Reader' }),
    actor: { ...actor, personId: 'ada', name: 'Ada' },
    message: 'Why',
    overlap: '24_hours',
    now: START,
  });

test('a new request is pending, undecided, the active one of its access, and findable by its names', () => {
  const request = fresh();
  expect(request).toMatchObject({
    status: 'pending',
    decidedBy: null,
    activeKey: 'acc',
    credentialId: null,
    version: 1,
  });
  for (const word of ['orders reader', 'user-acc', 'kafka-main', 'payments', 'ada'])
    expect(request.searchText).toContain(word);
});

for (const status of STATUSES)
  for (const event of EVENTS) {
    const [from, to] = TABLE[event.kind];
    test(`R10: ${event.kind} in ${status} ${from === status ? `leads to ${to}` : 'changes nothing'}`, () => {
      const request = { ...fresh(), status };
      expect(mayHappen(status, event.kind)).toBe(from === status);
      const change = advance(request, event, START + 5);
      if (from !== status) expect(change).toBeNull();
      else expect(change).toMatchObject({ status: to, version: 2, updatedAt: START + 5 });
    });
  }

const event = fc.constantFrom(...EVENTS);

test('R9: whatever happens in whatever order, a request is decided at most once, by the first', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let request = fresh();
      let decisions = 0;
      let decidedBy: string | null = null;
      events.forEach((one, i) => {
        const change = advance(request, one, START + i);
        if (!change) return;
        expect(change.version).toBe(request.version + 1);
        request = { ...request, ...change };
        if (one.kind === 'approve' || one.kind === 'decline' || one.kind === 'delete') decisions += 1;
        if (one.kind === 'approve' || one.kind === 'decline') decidedBy = one.actor.personId;
      });
      expect(decisions).toBeLessThanOrEqual(1);
      expect(request.decidedBy).toBe(decidedBy);
      if (request.status === 'approved') expect(request.credentialId ?? request.apiKeyId).not.toBeNull();
      // Declined, deleted and approved are ends: nothing leads on.
      if (['declined', 'deleted', 'approved'].includes(request.status))
        for (const one of EVENTS) expect(advance(request, one, START)).toBeNull();
    }),
  );
});

test('R4: a request is its access’s active one until it is declined, deleted, failed or closed', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      let request = fresh();
      for (const one of events) request = { ...request, ...advance(request, one, START) };
      expect(request.activeKey).toBe(
        ['pending', 'provisioning', 'approved'].includes(request.status) ? 'acc' : null,
      );
      expect(closeRotation(request, START)).toMatchObject({ activeKey: null, version: request.version + 1 });
    }),
  );
});
