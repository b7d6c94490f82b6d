import { describe, expect, it } from 'vitest';
import type { CertificateAttention } from '../../contract/schemas/certificates.ts';
import { certificateRows, certificateSentence, certificateSummary, runsOut } from './certificate-words.ts';

const NOW = Date.UTC(2026, 4, 10);
const DAY = 86_400_000;
const inDays = (days: number): string => new Date(NOW + days * DAY).toISOString();

const of = (
  count: number,
  failed: number,
  usernames: string[],
  days = 5,
  more: Partial<CertificateAttention> = {},
): CertificateAttention => ({
  project_name: 'prod',
  service_name: 'kafka-orders',
  count,
  failed_count: failed,
  usernames,
  soonest_time: inDays(days),
  severity: 'error',
  ...more,
});
const said = (...args: Parameters<typeof of>) => certificateSentence(of(...args), NOW, true);

describe('the banner of a service (C5)', () => {
  it.each([
    [65, 'runs out in 65 days'],
    [1.5, 'runs out in 1 day'],
    [0.5, 'runs out in less than a day'],
    [0, 'ran out today'],
    [-0.5, 'ran out today'],
    [-1, 'ran out 1 day ago'],
    [-200, 'ran out 200 days ago'],
  ])('in %j days: %s', (days, words) => {
    expect(runsOut(inDays(days), NOW)).toBe(words);
  });

  it('says whose, how long and what to do', () => {
    expect(said(1, 0, ['order-router'], 65)).toBe(
      'The certificate of order-router on kafka-orders is renewed, and the old one runs out in 65 days. Download the new one, then acknowledge.',
    );
    expect(said(2, 0, ['order-router', 'tracker'])).toBe(
      '2 renewed certificates on kafka-orders wait: the old one of order-router runs out in 5 days, then tracker. Download, then acknowledge.',
    );
  });

  it('counts, whatever the number of users', () => {
    expect(said(1200, 0, ['a', 'b', 'c'], -8)).toBe(
      '1200 renewed certificates on kafka-orders wait: the old one of a ran out 8 days ago, then b, c and 1197 more. Download, then acknowledge.',
    );
  });

  it('tells one name fewer where the line would not hold them', () => {
    const three = ['geofence-alerts', 'vehicle-ingest', 'payment-gateway'];
    expect(said(3, 0, three, -7)).toBe(
      '3 renewed certificates on kafka-orders wait: the old one of geofence-alerts ran out 7 days ago, then vehicle-ingest and 1 more. Download, then acknowledge.',
    );
  });

  it('tells of failed renewals, and asks nothing that cannot be done', () => {
    expect(said(1, 1, ['legacy-etl'], 12)).toMatch(
      /^The certificate of legacy-etl on kafka-orders could not be renewed and runs out in 12 days\./u,
    );
    expect(said(3, 3, ['a', 'b', 'c'])).not.toContain('acknowledge');
    expect(said(3, 1, ['a', 'b', 'c'])).toContain('3 certificates on kafka-orders wait, 1 renewal failed');
  });

  it('asks nobody to do what only operators can', () => {
    expect(certificateSentence(of(2, 0, ['a', 'b']), NOW, false)).toMatch(
      /Admins and operators of prod can fetch the new ones\.$/u,
    );
  });

  it('cuts what a name of 64 letters would push off the line', () => {
    expect(said(1, 0, ['x'.repeat(64)])).toContain(`of ${'x'.repeat(31)}… on`);
  });

  it('leads to the row, or to the rows', () => {
    expect(certificateRows(of(1, 0, ['a/b c']))).toBe('/services/prod/kafka-orders/users?search=a%2Fb+c');
    expect(certificateRows(of(2, 0, ['a', 'b']))).toBe(
      '/services/prod/kafka-orders/users?renewal_state=renewed%2Cfailed',
    );
  });
});

describe('the banner over all services (C5)', () => {
  it('is one, as severe as the worst, and names each service', () => {
    const summary = certificateSummary(
      [
        of(2, 0, ['a', 'b'], 40, { severity: 'info' }),
        of(1, 0, ['c'], 12, { severity: 'warning', service_name: 'kafka-fleet' }),
      ],
      3,
      NOW,
    );
    expect(summary).toMatchObject({
      severity: 'warning',
      what: '3 renewed certificates wait',
      elsewhere: 0,
      first: 'The old one of c runs out in 12 days.',
    });
    expect(summary?.services.map(({ label, count }) => `${label} ${count}`)).toEqual([
      'kafka-orders 2',
      'kafka-fleet 1',
    ]);
  });

  it('counts what is on services that it does not name, and tells namesakes apart', () => {
    const summary = certificateSummary(
      [of(2, 1, ['a', 'b']), of(1, 0, ['c'], 9, { project_name: 'staging' })],
      10,
      NOW,
    );
    expect(summary).toMatchObject({ what: '10 certificates wait, 1 renewal failed', elsewhere: 7 });
    expect(summary?.services.map(({ label }) => label)).toEqual([
      'kafka-orders in prod',
      'kafka-orders in staging',
    ]);
  });

  it('is not there where nothing is to be done', () => {
    expect(certificateSummary([], 0, NOW)).toBeUndefined();
  });
});
