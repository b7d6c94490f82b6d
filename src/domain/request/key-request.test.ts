import fc from 'fast-check';
import { expect, test } from 'vitest';
import { START } from '../../testing/rows.ts';
import { advance, keyRequest, settleKey } from './lifecycle.ts';
import { rotationOf, type KeyOutcome, type Request } from './request.ts';

const ada = { personId: 'ada', name: 'Ada', organizationId: 'org1' };
const approver = { ...ada, personId: 'eve', name: 'Eve', email: '', isOrganizationAdmin: true, groupIds: [] };
const fresh = (): Request =>
  keyRequest({
    id: 'req',
    actor: ada,
    wish: {
      resourceKind: 'kafka',
      resourceId: 'lkc-1',
      environmentId: 'env-1',
      ownerId: 'sa-1',
      ownerKind: 'service_account',
      description: 'Nightly',
    },
    names: { owner: 'Planner', resource: 'orders', environment: 'production' },
    message: 'Why',
    now: START,
  });

const become = (request: Request, ...changes: readonly (Partial<Request> | null)[]): Request =>
  changes.reduce<Request>((now, change) => ({ ...now, ...change }), request);

const made = (): Request => {
  const asked = fresh();
  const approved = become(
    asked,
    advance(asked, { kind: 'approve', actor: approver, message: null, generation: null }, START),
  );
  return become(approved, advance(approved, { kind: 'key_made', apiKeyId: 'KEY' }, START));
};

test('a request for a key is pending, of no group and no access, and findable by what it names', () => {
  const request = fresh();
  expect(request).toMatchObject({
    type: 'create_api_key',
    status: 'pending',
    accessId: null,
    groupId: null,
    activeKey: 'api-key:sa-1:lkc-1',
    apiKeyId: null,
    keyOutcome: null,
  });
  expect(rotationOf(request)).toBeNull();
  for (const word of ['orders', 'planner', 'lkc-1', 'production', 'ada'])
    expect(request.searchText).toContain(word);
});

test('R4: retried, it is the active one of its owner and resource again', () => {
  const asked = fresh();
  const approved = become(asked, { status: 'provisioning' });
  const failed = become(approved, advance(approved, { kind: 'fail', failure: 'Gone' }, START));
  expect(failed.activeKey).toBeNull();
  expect(advance(failed, { kind: 'retry', generation: null }, START)).toMatchObject({
    status: 'provisioning',
    activeKey: 'api-key:sa-1:lkc-1',
    failure: null,
  });
});

const OUTCOMES: readonly KeyOutcome[] = ['unviewed', 'shown', 'saved', 'unconfirmed', 'expired', 'deleted'];

test('R18 to R20: what became of a key is told in order; it stays active until it is settled', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 12 }), (outcomes) => {
      let request = made();
      expect(request).toMatchObject({ status: 'approved', apiKeyId: 'KEY', keyOutcome: 'unviewed' });
      for (const outcome of outcomes) {
        const before = request.keyOutcome;
        const change = settleKey(request, outcome, START);
        request = become(request, change);
        if (change === null) expect(request.keyOutcome).toBe(before);
        // Ends stay ends, but for "saved" said late.
        if (before === 'saved' || before === 'expired' || before === 'deleted') expect(change).toBeNull();
        if (before === 'unconfirmed' && change !== null) expect(outcome).toBe('saved');
        const open = request.keyOutcome === 'unviewed' || request.keyOutcome === 'shown';
        expect(request.activeKey !== null).toBe(open);
      }
    }),
  );
});

test('nothing becomes of a key that was never made', () => {
  for (const outcome of OUTCOMES) expect(settleKey(fresh(), outcome, START)).toBeNull();
});
