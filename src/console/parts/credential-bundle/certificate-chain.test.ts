import { describe, expect, it } from 'vitest';
import { chainAmong } from './certificate-chain.ts';
import { createAuthority, issue, type Issued } from '../../../testing/pki.ts';

const pemOf = ({ certificate }: Issued) => certificate.toString('pem');

describe('chainAmong', () => {
  it('finds the CA that signed among several of one name (two CAs side by side)', async () => {
    const [first, second, stranger] = await Promise.all([
      createAuthority(),
      createAuthority(),
      createAuthority(),
    ]);
    const both = `${pemOf(first)}\n${pemOf(second)}\n`;
    expect(await chainAmong(pemOf(await issue(first, 'orders-svc')), both)).toEqual([0]);
    expect(await chainAmong(pemOf(await issue(second, 'orders-svc')), both)).toEqual([1]);
    expect(await chainAmong(pemOf(await issue(stranger, 'orders-svc')), both)).toEqual([]);
    expect(await chainAmong(pemOf(first), both)).toEqual([]);
  });

  it.each(['', 'nonsense', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'refuses what is no certificate: %j',
    async (pem) => {
      await expect(chainAmong(pem, pemOf(await createAuthority()))).rejects.toMatchObject({
        problem: 'unreadable_certificate',
      });
    },
  );
});
