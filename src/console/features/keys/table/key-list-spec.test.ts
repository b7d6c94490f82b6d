import { describe, expect, test } from 'vitest';
import { keyListArgs, scopedQuery } from './key-list-spec.ts';

describe('the scope of a list of keys', () => {
  test('narrows what the URL leaves open, and cannot be left through the URL', () => {
    expect(scopedQuery({ state: 'ready' }, { resource_id: 'lkc-1' })).toEqual({
      state: 'ready',
      resource_id: 'lkc-1',
    });
    expect(scopedQuery({ resource_id: 'lkc-2' }, { resource_id: 'lkc-1' })).toEqual({ resource_id: 'lkc-1' });
  });
  test('may be narrowed further', () => {
    const scope = { resource_id: 'lksqlc-1,lksqlc-2' };
    expect(scopedQuery({ resource_id: 'lksqlc-2,lkc-9' }, scope)).toEqual({ resource_id: 'lksqlc-2' });
  });
});

test('an unknown value in the URL is left out', () => {
  const params = new URLSearchParams('state=gone&stale_authority=yes&unused=true&sort=owner');
  expect(keyListArgs(params, { owner_id: 'sa-1' }).query).toEqual({
    unused: 'true',
    sort: 'owner',
    direction: 'asc',
    owner_id: 'sa-1',
  });
});
