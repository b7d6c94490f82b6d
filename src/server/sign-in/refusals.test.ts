import { expect, it } from 'vitest';
import { sayNothing } from './refusals.ts';

it.each([
  [{}, true],
  [{ iss: 'https://id.example.com', sub: 'a', aud: 'latchkey', sid: 's' }, true],
  [{ sub: 'a', groups: [] }, false],
  [{ sub: 'a', name: 'Ada' }, false],
])('%j say nothing: %s', (claims, nothing) => {
  expect(sayNothing(claims)).toBe(nothing);
});
