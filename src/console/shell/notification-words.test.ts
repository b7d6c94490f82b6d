import { describe, expect, it } from 'vitest';
import type { Notification } from '../../contract/schemas/session.ts';
import { linkOf, sentenceOf } from './notification-words.ts';

const place = { project: 'prod', service: 'kafka-orders' };
const of = (kind: Notification['kind'], params: Record<string, string>, access?: string) => ({
  kind,
  params: { ...place, ...params },
  ...(access !== undefined && { access_id: access }),
});

describe('what is told of service users (C4, C11)', () => {
  it.each([
    [{ count: '1', user: 'router', days: '65' }, /^The certificate of router .* runs out in 65 days\./u],
    [{ count: '3', user: 'router', days: '0' }, /^3 renewed .* runs out in less than a day\./u],
    [{ count: '3', user: 'router', days: '-8' }, /^3 renewed .* of router ran out 8 days ago\./u],
    [{ count: '2', user: 'router' }, /the old one of router runs out\. Download/u],
  ])('renewed: %j', (params, words) => {
    expect(sentenceOf(of('certificates_renewed', params))).toMatch(words);
  });

  it('says why a renewal failed, and who reset where that is known', () => {
    expect(sentenceOf(of('certificate_renewal_failed', { user: 'etl', reason: 'No quorum.' }))).toContain(
      'of etl on kafka-orders could not be renewed: No quorum.',
    );
    expect(sentenceOf(of('service_user_reset', { user: 'etl', actor: 'Tomás' }))).toMatch(
      /^Tomás reset the credentials of etl on kafka-orders\./u,
    );
    expect(sentenceOf(of('service_user_reset', { user: 'etl' }))).toMatch(
      /^The credentials of etl on kafka-orders were reset\./u,
    );
  });

  it('leads to the rows on the Users tab, and those without a role there to their access', () => {
    const roles = { prod: 'operator' };
    const users = '/services/prod/kafka-orders/users';
    expect(linkOf(of('certificates_renewed', { count: '1', user: 'a/b' }), roles)).toBe(
      `${users}?search=a%2Fb`,
    );
    expect(linkOf(of('certificates_renewed', { count: '4', user: 'a' }), roles)).toBe(
      `${users}?renewal_state=renewed%2Cfailed`,
    );
    expect(linkOf(of('service_user_reset', { user: 'a' }, 'acc_1'), roles)).toBe(`${users}?search=a`);
    expect(linkOf(of('service_user_reset', { user: 'a' }, 'acc_1'), {})).toBe('/accesses/acc_1');
    expect(linkOf(of('certificates_renewed', { count: '4' }), {})).toBeUndefined();
  });
});

describe('what is told of keys that were asked for (K6, R13, R20)', () => {
  const key = { owner: 'terraform', resource: 'shipments' };
  const told = (kind: Notification['kind'], params: Record<string, string> = {}) =>
    sentenceOf({ kind, params: { ...key, ...params } });

  it.each([
    ['request_to_approve', { person: 'Tomás' }, 'Tomás asks for an API key of terraform for shipments.'],
    [
      'request_declined',
      { person: 'Astrid', reason: 'No' },
      'Astrid declined your request for an API key of terraform for shipments: No',
    ],
    [
      'request_failed',
      { reason: 'The key was not created.' },
      'The request for an API key of terraform for shipments failed: The key was not created.',
    ],
    ['api_key_ready', {}, 'An API key of terraform for shipments is ready. You can see it once.'],
    [
      'api_key_expired',
      {},
      'An API key of terraform for shipments was deleted, because nobody looked at it in time.',
    ],
  ] as const)('%s', (kind, params, sentence) => {
    expect(told(kind, params)).toBe(sentence);
  });

  it('leads to the confirmation before the key is shown', () => {
    const link = (kind: Notification['kind']) => linkOf({ kind, request_id: 'r1', params: key }, {});
    expect(link('api_key_ready')).toBe('/requests/r1?key=r1');
    expect(link('api_key_expired')).toBe('/requests/r1');
    expect(link('request_to_approve')).toBe('/approvals/r1');
  });
});
