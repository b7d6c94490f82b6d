import { describe, expect, test } from 'vitest';
import { START } from '../rows.ts';
import type { TestHost } from './host.ts';
import { accessOf, generationsOf, ready, requestOf, saved, shown, tryOn } from './steps.ts';

const HOUR = 3_600_000;
const second = (moment: number): number => Math.floor(moment / 1000) * 1000;

/** The agreed end of the old credentials (R2, R22, P3). */
export const retirementTests = (current: () => TestHost): void => {
  describe('the end of the old credentials', () => {
    test('R22: before the new ones are shown only the old ones work', async () => {
      const host = current();
      const { orders } = host.accesses;
      await ready(host);
      expect(await generationsOf(host, orders)).toEqual(['1 active', '2 prepared']);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      expect((await accessOf(host)).verdicts.retire_old_credentials).toMatchObject({
        allowed: false,
        reason: 'no_old_credentials',
      });
    });

    test.each([
      ['1_hour', HOUR],
      ['24_hours', 24 * HOUR],
      ['7_days', 168 * HOUR],
    ] as const)('R2, R22: with %s both work until then, and it is shown', async (overlap, length) => {
      const host = current();
      const { orders } = host.accesses;
      const { credentials } = await saved(host, { overlap });
      const access = await accessOf(host);
      expect(access.old_credentials?.open).toBe(false);
      expect(Date.parse(access.old_credentials?.valid_until_time ?? '')).toBe(second(START + length));
      await host.advance(length - 1000);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      await host.advance(1000);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: null, certificate: null });
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      expect((await accessOf(host)).old_credentials).toBeUndefined();
      expect(await generationsOf(host, orders)).toEqual(['1 retired', '2 active']);
    });

    test('R2: immediately ends the old ones with the confirmation, not before', async () => {
      const host = current();
      const { orders } = host.accesses;
      const { claim } = await shown(host, { overlap: 'immediately' });
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      await host.as('ada').ok('confirmSaved', { params: { access_id: orders.id }, body: { claim } });
      await host.settle();
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: null, certificate: null });
    });

    test('R2: where passwords cannot overlap the old one ends when the new is shown, the certificate with the confirmation', async () => {
      const host = current();
      const { stock } = host.accesses;
      const { credentials, claim } = await shown(host, { access: 'stock' });
      expect(await tryOn(host, stock, credentials)).toEqual({ password: 2, certificate: 2 });
      expect(await tryOn(host, stock, stock.first)).toEqual({ password: null, certificate: 1 });
      await host.as('ada').ok('confirmSaved', { params: { access_id: stock.id }, body: { claim } });
      await host.settle();
      expect(await tryOn(host, stock, stock.first)).toEqual({ password: null, certificate: null });
      expect(await tryOn(host, stock, credentials)).toEqual({ password: 2, certificate: 2 });
    });

    test.each(['ada', 'ben'] as const)('R22: %s ends them early', async (name) => {
      const host = current();
      const { orders } = host.accesses;
      const { credentials, requestId } = await saved(host, { overlap: '7_days' });
      expect((await accessOf(host, 'orders', name)).verdicts.retire_old_credentials).toEqual({
        allowed: true,
      });
      await host.as(name).ok('retireOldCredentials', { params: { access_id: orders.id } });
      await host.settle();
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: null, certificate: null });
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      expect((await accessOf(host)).old_credentials).toBeUndefined();
      await host
        .as(name)
        .refused('retireOldCredentials', 'no_old_credentials', { params: { access_id: orders.id } });
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id: requestId } });
      expect(history.map((entry) => entry.action)).toContain('credential.old_retired');
    });

    test.each(['dan', 'eve'] as const)('R22: %s may not', async (name) => {
      const host = current();
      const { orders } = host.accesses;
      await saved(host);
      await host
        .as(name)
        .refused('retireOldCredentials', 'permission_denied', { params: { access_id: orders.id } });
      expect((await tryOn(host, orders, orders.first)).password).toBe(1);
    });

    test('R22: not while the new ones are shown and not yet saved; nothing to retire without a rotation', async () => {
      const host = current();
      const { orders, stock } = host.accesses;
      await host
        .as('ada')
        .refused('retireOldCredentials', 'no_old_credentials', { params: { access_id: stock.id } });
      await shown(host);
      await host.as('ada').refused('retireOldCredentials', 'governance_request_already_in_progress', {
        params: { access_id: orders.id },
      });
    });

    test('R19, R22: never confirmed: the old ones stay alive until somebody ends them', async () => {
      const host = current();
      const { orders } = host.accesses;
      const { credentials, requestId } = await shown(host, { overlap: 'immediately' });
      await host.advance(30 * 24 * HOUR);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      expect(await accessOf(host)).toMatchObject({
        credential_state: 'unconfirmed',
        old_credentials: { open: true },
      });
      expect((await requestOf(host, requestId)).outcome).toBe('unconfirmed');
      await host.as('ben').ok('retireOldCredentials', { params: { access_id: orders.id } });
      await host.settle();
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: null, certificate: null });
    });

    test('R22: while the platform is down the end is kept in mind and carried out afterwards', async () => {
      const host = current();
      const { orders } = host.accesses;
      await saved(host, { overlap: '1_hour' });
      await host.setFaults('platform_down');
      await host.advance(2 * HOUR);
      expect((await tryOn(host, orders, orders.first)).password).toBe(1);
      expect((await accessOf(host)).old_credentials).toBeDefined();
      await host.setFaults();
      await host.advance(HOUR);
      expect((await tryOn(host, orders, orders.first)).password).toBeNull();
      expect((await accessOf(host)).old_credentials).toBeUndefined();
    });

    test('R22: asked again when the end has come but was not carried out, it is tried again at once', async () => {
      const host = current();
      const { orders } = host.accesses;
      await saved(host, { overlap: '1_hour' });
      await host.setFaults('platform_down');
      for (let i = 0; i < 8; i += 1) await host.advance(HOUR);
      await host.setFaults();
      await host.settle();
      // The next attempt of its own accord is minutes away.
      expect((await tryOn(host, orders, orders.first)).password).toBe(1);
      expect((await accessOf(host)).verdicts.retire_old_credentials).toEqual({ allowed: true });
      await host.as('ben').ok('retireOldCredentials', { params: { access_id: orders.id } });
      await host.settle();
      expect((await tryOn(host, orders, orders.first)).password).toBeNull();
      expect((await accessOf(host)).old_credentials).toBeUndefined();
    });

    test.each([
      ['wait to be shown', HOUR, ['1 retired', '2 active', '3 prepared']],
      ['expired unviewed', 168 * HOUR, ['1 retired', '2 active']],
    ] as const)(
      'R22: while newer credentials %s, the old ones are those before the ones in use',
      async (_, wait, generations) => {
        const host = current();
        const { orders } = host.accesses;
        const { requestId, credentials } = await shown(host);
        await host.advance(600_000);
        const newer = await ready(host, { by: 'ben' });
        await host.advance(wait);
        const access = await accessOf(host);
        expect(access.old_credentials).toEqual({ open: true });
        expect(access.verdicts.retire_old_credentials).toEqual({ allowed: true });
        const pane = async (request_id: string) =>
          (await host.as('cid').ok('getRequest', { params: { request_id } })).access;
        expect(await pane(requestId)).toMatchObject({
          old_credentials: { open: true },
          retire_old_credentials: { allowed: true },
        });
        expect((await pane(newer))?.old_credentials).toBeUndefined();
        await host.as('cid').ok('retireOldCredentials', { params: { access_id: orders.id } });
        await host.settle();
        expect(await generationsOf(host, orders)).toEqual(generations);
        expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
        expect((await accessOf(host)).old_credentials).toBeUndefined();
        await host
          .as('cid')
          .refused('retireOldCredentials', 'no_old_credentials', { params: { access_id: orders.id } });
      },
    );

    test('R22: a second rotation inside the overlap of the first ends both in turn', async () => {
      const host = current();
      const { orders } = host.accesses;
      const second_ = await saved(host, { overlap: '24_hours' });
      const third = await saved(host, { overlap: '1_hour', by: 'ben' });
      await host.advance(HOUR);
      expect((await tryOn(host, orders, third.credentials)).password).toBe(3);
      expect((await tryOn(host, orders, second_.credentials)).password).toBeNull();
      expect((await tryOn(host, orders, orders.first)).password).toBeNull();
      expect((await accessOf(host)).old_credentials).toBeUndefined();
      await host.advance(48 * HOUR);
      expect((await tryOn(host, orders, third.credentials)).password).toBe(3);
    });

    test('R22: an overlap that ends while newer credentials wait to be shown is no longer named', async () => {
      const host = current();
      await saved(host, { overlap: '1_hour' });
      await ready(host, { by: 'ben' });
      expect((await accessOf(host)).old_credentials).toMatchObject({ open: false });
      await host.advance(HOUR);
      expect((await accessOf(host)).old_credentials).toBeUndefined();
      expect(await generationsOf(host, host.accesses.orders)).toEqual([
        '1 retired',
        '2 active',
        '3 prepared',
      ]);
    });
  });
};
