import { expect, it } from 'vitest';
import { safeReturn } from './return-to.ts';

const PUBLIC = 'https://console.example.com';

it.each([
  [undefined, '/'],
  ['/accesses?credentials=acc1#x', '/accesses?credentials=acc1#x'],
  ['/services/a%2Fb', '/services/a%2Fb'],
  ['/accesses/../approvals', '/approvals'],
  ['https://evil.example/', '/'],
  ['//evil.example', '/'],
  ['///evil.example', '/'],
  [String.raw`/\evil.example`, '/'],
  [String.raw`\/evil.example`, '/'],
  ['/\t/evil.example', '/'],
  ['/\n//evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/x/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['accesses', '/'],
  ['', '/'],
  ['/@evil.example', '/@evil.example'],
  ['/auth/login/corporate', '/'],
  ['/v1/session', '/'],
  ['/sign-in?return_to=/x', '/'],
  [`/${'x'.repeat(3000)}`, '/'],
])('%s leads to %s', (wanted, expected) => {
  expect(safeReturn(wanted, PUBLIC)).toBe(expected);
});
