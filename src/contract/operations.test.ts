import { expect, test } from 'vitest';
import type { Reason } from '../domain/verdict.ts';
import { OPERATIONS, type OperationId } from './operations.ts';
import type { Operation } from './operation.ts';
import { PROBLEM_OF_REASON, PROBLEMS } from './problems.ts';
import { refusalMessage } from './refusals.ts';
import { schemasOf } from './schemas/by-operation.ts';

// The keys of a Record over Reason, which Object.keys cannot know.
const REASONS = Object.keys(PROBLEM_OF_REASON) as readonly Reason[];
const operations: readonly Operation<OperationId>[] = Object.values(OPERATIONS);

test.each(REASONS)('the refusal %s is a sentence that leaves nothing out', (reason) => {
  const params = {
    group: 'Payments',
    person: 'Ada Lind',
    status: 'declined',
    project: 'shop',
    user: 'Mirror',
    access: 'Orders',
    roles: 'OrganizationAdmin',
    resource: 'orders',
    owner: 'Ada Lind',
    limit: '10',
    provider: 'corporate',
  };
  const sentence = refusalMessage({ reason, params });
  expect(sentence).toMatch(/^[A-Z].*\.$/u);
  expect(sentence).not.toMatch(/undefined|please|oops|!|\{|\}/iu);
  expect(PROBLEMS[PROBLEM_OF_REASON[reason]]).toBeGreaterThanOrEqual(400);
  expect(PROBLEMS[PROBLEM_OF_REASON[reason]]).toBeLessThan(500);
});

test('R9: a decision that was made is told in words for every status, with and without a name', () => {
  for (const status of ['provisioning', 'approved', 'declined', 'deleted', 'failed', 'unheard of']) {
    const named = refusalMessage({ reason: 'not_pending', params: { status, person: 'Ben Okoye' } });
    expect(named).toContain('Ben Okoye');
    const nameless = refusalMessage({ reason: 'not_pending', params: { status, person: '' } });
    expect(nameless).toMatch(/^This request was already [^_]+\.$/u);
    expect(nameless).not.toContain(' by ');
  }
});

test('the errors of a refusal have the status that the behaviours name', () => {
  const status = (reason: Reason): number => PROBLEMS[PROBLEM_OF_REASON[reason]];
  expect(status('not_owner_group_member')).toBe(403);
  expect(status('own_request')).toBe(403);
  expect(status('credentials_for_someone_else')).toBe(403);
  expect(status('credentials_lost_owner')).toBe(403);
  expect(status('not_requester')).toBe(403);
  expect(status('rotation_in_progress')).toBe(409);
  expect(status('not_pending')).toBe(409);
  expect(status('credentials_consumed')).toBe(410);
  expect(status('claim_mismatch')).toBe(410);
  expect(status('credentials_expired')).toBe(410);
});

test('operations have ids of their own and do not share a method with a path', () => {
  for (const [key, operation] of Object.entries(OPERATIONS)) expect(operation.id).toBe(key);
  const places = operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/gu, '{}')}`);
  expect(new Set(places).size).toBe(places.length);
});

test('what reads does not change, what changes says what it touches', () => {
  for (const operation of operations) {
    const { query, body, answer } = schemasOf(operation.id);
    if (operation.method === 'GET') {
      expect(operation.touches, `of ${operation.id}`).toEqual([]);
      expect(body, `of ${operation.id}`).toBeUndefined();
    } else if (operation.method !== 'DELETE') expect(query, `of ${operation.id}`).toBeUndefined();
    for (const code of operation.problems)
      expect(PROBLEMS[code], `${operation.id} ${code}`).toBeGreaterThan(0);
    if (operation.status === 204) expect(answer, `of ${operation.id}`).toBeUndefined();
    else if (operation.produces === 'json') expect(answer, `of ${operation.id}`).toBeDefined();
    // Whoever takes a body may be given a wrong one.
    if (body) expect(operation.problems, `of ${operation.id}`).toContain('invalid_request');
  }
});
