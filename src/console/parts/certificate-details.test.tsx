import { render, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issue } from '../../testing/pki.ts';
import { CertificateDetails } from './certificate-details.tsx';

const BROKEN = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
let ca: string;
let client: string;
let end: number;

beforeAll(async () => {
  const authority = await createAuthority();
  ca = authority.certificate.toString('pem');
  const issued = (await issue(authority, 'orders-svc')).certificate;
  client = issued.toString('pem');
  end = issued.notAfter.getTime();
});

const show = (pem: string, now: number) => render(<CertificateDetails pem={pem} label="CA" now={now} />);

describe('the details of certificates', () => {
  it('come from the PEM itself, with the days that are left', async () => {
    show(client, end - 40 * 86_400_000);
    const one = await screen.findByRole('region', { name: 'CA' });
    expect(within(one).getByText('O=Acme\\, \\"Inc\\", CN=orders-svc')).toBeTruthy();
    expect(within(one).getByText('O=Acme\\, \\"Inc\\", CN=Kafka CA')).toBeTruthy();
    expect(within(one).queryByText('(itself)')).toBeNull();
    expect(within(one).getByText('40 days left')).toBeTruthy();
    expect(within(one).getByRole('img', { name: /^Valid .*, 40 days left$/u })).toBeTruthy();
  });

  it('say of each of several what it is, and show as such one that cannot be read', async () => {
    show(`${ca}\n${BROKEN}\n${client}\n`, end + 2 * 86_400_000);
    const first = await screen.findByRole('region', { name: 'CA 1 of 3' });
    expect(within(first).getByText('(itself)')).toBeTruthy();
    const second = screen.getByRole('region', { name: 'CA 2 of 3' });
    expect(within(second).getByText('This certificate cannot be read')).toBeTruthy();
    expect(within(second).getByRole('textbox', { name: 'CA 2 of 3, PEM' })).toHaveProperty('value', BROKEN);
    expect(
      within(screen.getByRole('region', { name: 'CA 3 of 3' })).getByText('expired 2 days ago'),
    ).toBeTruthy();
  });

  it('name the CA that signed, of two with one name', async () => {
    const other = (await createAuthority()).certificate.toString('pem');
    render(<CertificateDetails pem={client} label="CA" now={end} authorities={`${other}\n${ca}`} />);
    expect(await screen.findByText(/signed it, CA certificate 2 of 2$/u)).toBeTruthy();
  });

  it('say where none of the CAs signed it', async () => {
    const other = (await createAuthority()).certificate.toString('pem');
    render(<CertificateDetails pem={client} label="CA" now={end} authorities={other} />);
    expect(await screen.findByText(/Signed by none of the project/u)).toBeTruthy();
  });

  it.each(['', 'nonsense'])('a text that is none is shown as it came: %j', async (pem) => {
    show(pem, 0);
    expect(await screen.findByText('This certificate cannot be read')).toBeTruthy();
    expect(screen.getByRole('textbox')).toHaveProperty('value', pem);
  });
});
