import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OVERLAP, type PersonName } from '../world.ts';
import type { TestHost } from './host.ts';
import { pathOf, saved, statusesOf, tryOn } from './steps.ts';
import { createUser, giveRole, historyOf, reset, tryUser, userPath, withSecrets } from './user-steps.ts';

const OK = 200;
const DAY = 86_400_000;
const params = pathOf(OVERLAP);
const orders = userPath('orders-user');

const introduce = (host: TestHost, number: unknown, by: PersonName = 'ben') =>
  host.as(by).send('introduceCa', { params, body: { number } });

const caOf = async (host: TestHost): Promise<string> =>
  (await host.as('ada').ok('getProjectCa', { params })).certificate;

const certificatesIn = (bundle: string): readonly X509Certificate[] =>
  (bundle.match(/-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n/gu) ?? []).map(
    (pem) => new X509Certificate(pem),
  );

/** What openssl says of a certificate against a bundle, as files that clients hold (C2). */
const verify = (host: TestHost, bundle: string, certificate = ''): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-ca-'));
  try {
    writeFileSync(join(folder, 'ca.pem'), bundle);
    writeFileSync(join(folder, 'service.cert'), certificate);
    const at = String(Math.floor(host.now() / 1000));
    const command = ['verify', '-attime', at, '-CAfile', 'ca.pem', 'service.cert'];
    return execFileSync('openssl', command, { cwd: folder, encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** A new CA beside a project's older ones. */
export const caRotationTests = (current: () => TestHost): void => {
  describe('CA rotation', () => {
    test('a second CA comes beside the first: old certificates stay good, new ones are of the new CA', async () => {
      const host = current();
      await giveRole(host, 'ben', 'admin');
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      const before = await caOf(host);
      const { status, answer } = await introduce(host, 2);
      expect(status).toBe(OK);
      const bundle = await caOf(host);
      expect(answer?.certificate).toBe(bundle);
      // Oldest first, so that what reads the first alone trusts what it trusted; one newline at the end.
      expect(bundle.startsWith(before)).toBe(true);
      expect(bundle).toMatch(/[^\n]\n$/u);
      const [one, two, ...more] = certificatesIn(bundle);
      expect(more).toEqual([]);
      expect(two?.ca).toBe(true);
      expect(two?.subject).not.toBe(one?.subject);
      expect(await tryUser(host, path, old)).toEqual({ password: 1, certificate: 1 });
      expect(verify(host, bundle, old.access_cert)).toBe('service.cert: OK');
      expect((await tryOn(host, host.accesses.orders, host.accesses.orders.first)).certificate).toBe(1);

      const next = await createUser(host, 'next');
      await reset(host, path);
      const made = [await withSecrets(host, next), await withSecrets(host, path)];
      const { credentials } = await saved(host);
      for (const { access_cert } of [...made, credentials]) {
        const certificate = new X509Certificate(access_cert ?? '');
        expect(certificate.issuer).toBe(two?.subject);
        expect(two && certificate.verify(two.publicKey)).toBe(true);
        expect(verify(host, bundle, access_cert)).toBe('service.cert: OK');
      }
      expect(credentials.ca_cert).toBe(bundle);
      expect((await tryUser(host, orders, credentials)).certificate).toBe(2);
      expect(await historyOf(host, 'shop')).toEqual(['project.ca_introduced Ben Okoye']);
    });

    test('what renews is of the new CA, while what it renews stays accepted', async () => {
      const host = current();
      await giveRole(host, 'ben', 'admin');
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      await introduce(host, 2);
      // What is kept was made before: it comes with the CAs of now.
      const shown = await host
        .as('cid')
        .ok('showServiceUserSecrets', { params: path, body: { purpose: 'download' } });
      expect(shown.credentials.ca_cert).toBe(await caOf(host));
      await host.advance(730 * DAY);
      const renewed = await withSecrets(host, path);
      expect(new X509Certificate(renewed.access_cert ?? '').issuer).toBe(
        certificatesIn(await caOf(host))[1]?.subject,
      );
      expect((await tryUser(host, path, renewed)).certificate).toBe(1);
      expect((await tryUser(host, path, old)).certificate).toBe(1);
    });

    test('asking twice makes one, also at the same instant; a gap is refused; then number 3', async () => {
      const host = current();
      await giveRole(host, 'ben', 'admin');
      const replies = await Promise.all([introduce(host, 2), introduce(host, 2), introduce(host, 2)]);
      expect(statusesOf(replies)).toEqual([OK, OK, OK]);
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect((await introduce(host, 2)).text).toBe(replies[0]?.text);
      expect(await historyOf(host, 'shop')).toEqual(['project.ca_introduced Ben Okoye']);
      const gap = await introduce(host, 4);
      expect([gap.code, gap.problem?.message]).toEqual([
        'stale_version',
        'shop has 2 CAs; the next one is number 3.',
      ]);
      expect((await introduce(host, 3)).status).toBe(OK);
      expect(certificatesIn(await caOf(host))).toHaveLength(3);
      for (const number of [1, 0, -1, 2.5, '2', null, undefined]) {
        const { code } = await introduce(host, number);
        expect(code, String(number)).toBe('invalid_request');
      }
    });

    test('only the project’s admins may', async () => {
      const host = current();
      const before = await caOf(host);
      for (const name of ['ada', 'ben', 'cid'] as const) {
        const { code, problem } = await introduce(host, 2, name);
        expect([code, problem?.message]).toEqual(['permission_denied', 'Only admins of shop can do this.']);
        const { service } = await host.as(name).ok('getServiceDetails', { params });
        expect(service.verdicts.introduce_ca).toMatchObject({ allowed: false, reason: 'not_project_admin' });
      }
      for (const name of ['dan', 'eve', 'fay'] as const)
        expect((await introduce(host, 2, name)).code).toBe('project_not_found');
      expect(await caOf(host)).toBe(before);
      await giveRole(host, 'ben', 'admin');
      const { service } = await host.as('ben').ok('getServiceDetails', { params });
      expect(service.verdicts.introduce_ca).toEqual({ allowed: true });
    });

    test.each(['platform_down', 'platform_refuses'] as const)(
      '%s: unavailable, and nothing is half done',
      async (fault) => {
        const host = current();
        await giveRole(host, 'ben', 'admin');
        const before = await caOf(host);
        await host.setFaults(fault);
        expect((await introduce(host, 2)).code).toBe('unavailable');
        await host.setFaults();
        expect(await caOf(host)).toBe(before);
        expect(await historyOf(host, 'shop')).toEqual([]);
        expect((await introduce(host, 2)).status).toBe(OK);
      },
    );

    test('while the platform does not answer, what is shown comes with the CAs of when it was made', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const before = await caOf(host);
      await host.setFaults('platform_down');
      const shown = await host
        .as('cid')
        .ok('showServiceUserSecrets', { params: path, body: { purpose: 'access_cert' } });
      expect(shown.credentials.ca_cert).toBe(before);
      await host.setFaults();
    });

    test('C2: one project’s CA is no other’s', async () => {
      const host = current();
      const params_ = { project: 'globex-core' };
      const fay = host.as('fay');
      const before = (await fay.ok('getProjectCa', { params: params_ })).certificate;
      await fay.ok('introduceCa', { params: params_, body: { number: 2 } });
      expect(certificatesIn((await fay.ok('getProjectCa', { params: params_ })).certificate)).toHaveLength(2);
      expect(certificatesIn(await caOf(host))).toHaveLength(1);
      expect(await caOf(host)).not.toBe(before);
    });
  });
};
