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
