import { describe, expect, test } from 'vitest';
import { ask, ready } from '../http-suite/steps.ts';
import { report } from '../http-suite/compromise-steps.ts';
import { acknowledge, userPath } from '../http-suite/user-steps.ts';
import type { PersonName } from '../world.ts';
import { DAY, header, HOUR, only, outbox, PUBLIC_URL, subjects, to, type MailGround } from './ground.ts';

/** What people chose, digests, and one click that ends them. */
export const digestTests = (ground: MailGround): void => {
  const choose = (by: PersonName, topic: string, delivery: string) =>
    ground.host.as(by).ok('changeMailPreferences', { body: { preferences: [{ topic, delivery }] } });
  const unsubscribe = async (link: string | undefined): Promise<number> => {
    const url = new URL(/^<(.+)>$/u.exec(link ?? '')?.[1] ?? '');
    const answer = await ground.host.backend.app.request(url.pathname, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return answer.status;
  };

  describe('preferences', () => {
    test('none: no mail, and the console tells all the same', async () => {
      const { host } = ground;
      await choose('ben', 'approvals', 'none');
      await ask(host);
      await host.settle();
      expect(subjects(ground)).toEqual(['cid: To approve: new credentials for orders']);
      expect((await host.as('ben').ok('listNotifications')).unread_count).toBe(1);
      expect((await host.as('ben').ok('getMailPreferences')).mail_leaves).toBe(true);
    });

    test('daily: one mail at seven with everything that is still news, a link each', async () => {
      const { host } = ground;
      await choose('ben', 'approvals', 'daily');
      await choose('ben', 'resets', 'daily');
      const first = await ask(host);
      const second = await ask(host, { access: 'stock' });
      await host.as('cid').ok('resetServiceUser', { params: userPath('orders-user') });
      await host.as('ada').ok('deleteRequest', { params: { request_id: second } });
      await host.settle();
      expect(to(ground, 'ben')).toEqual([]);
      // The clock stands at 20:40 UTC.
      await host.advance(10 * HOUR);
      expect(to(ground, 'ben')).toEqual([]);
      await host.advance(HOUR);
      const digest = only(ground, 'ben');
      expect(digest.mail.subject).toBe('Latchkey: 2 notices');
      expect(digest.mail.text).toContain(`${PUBLIC_URL}/approvals/${first}`);
      expect(digest.mail.text).not.toContain(second);
      expect(digest.mail.text).toContain('Cid Romero reset the credentials of orders-user');
      expect(digest.mail.messageId).toMatch(/^<digest_ben_\d+@/u);
      expect(header(digest, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
      await host.advance(3 * DAY);
      expect(to(ground, 'ben')).toHaveLength(1);
    });

    test('daily: what was read in the console is left out, and of nothing there is no digest', async () => {
      const { host } = ground;
      await choose('ben', 'approvals', 'daily');
      await ask(host);
      await host.as('ben').ok('markNotificationsRead', { body: {} });
      await host.advance(DAY);
      expect(to(ground, 'ben')).toEqual([]);
      expect((await outbox(ground)).find(({ kind }) => kind === 'digest')?.status).toBe('dropped');
      await ask(host, { access: 'stock' });
      await host.advance(DAY);
      expect(only(ground, 'ben').mail.subject).toBe('Latchkey: 1 notice');
    });

    test('one click on a digest ends what came with it, as mail programs send it, and only that', async () => {
      const { host, smtp } = ground;
      await choose('ben', 'approvals', 'daily');
      await ask(host);
      await host.advance(DAY);
      expect(await unsubscribe(header(only(ground, 'ben'), 'list-unsubscribe'))).toBe(200);
      const { preferences } = await host.as('ben').ok('getMailPreferences');
      expect(preferences.filter(({ delivery }) => delivery !== 'at_once')).toEqual([
        { topic: 'approvals', delivery: 'none' },
      ]);
      smtp.arrived.length = 0;
      await ask(host, { access: 'stock' });
      await host.advance(DAY);
      expect(to(ground, 'ben')).toEqual([]);
    });

    test('P8: nothing silences reports: no choice about resets, and no click on a digest', async () => {
      const { host, smtp } = ground;
      await choose('ben', 'resets', 'none');
      await choose('ben', 'security', 'daily');
      await report(host);
      await host.advance(DAY);
      const digest = only(ground, 'ben');
      expect(digest.mail.text).toContain('compromised');
      expect(await unsubscribe(header(digest, 'list-unsubscribe'))).toBe(200);
      expect((await host.as('ben').ok('getMailPreferences')).preferences).toContainEqual({
        topic: 'security',
        delivery: 'at_once',
      });
      smtp.arrived.length = 0;
      await report(host, { access: 'stock' });
      await host.settle();
      expect(only(ground, 'ben').mail.text).toContain('compromised');
    });

    test('one click on a reminder ends reminders of its topic', async () => {
      const { host, smtp } = ground;
      await host.advance(730 * DAY);
      const [reminder] = to(ground, 'cid');
      const link = reminder && header(reminder, 'list-unsubscribe');
      expect([await unsubscribe(link), await unsubscribe(link)]).toEqual([200, 200]);
      expect((await host.as('cid').ok('getMailPreferences')).preferences).toContainEqual({
        topic: 'certificates',
        delivery: 'none',
      });
      smtp.arrived.length = 0;
      await host.advance(8 * DAY);
      expect(to(ground, 'cid')).toEqual([]);
      await ready(host);
      expect(to(ground, 'cid').map(({ mail }) => mail.subject)).toEqual([
        'To approve: new credentials for orders',
      ]);
    });

    test('a reminder that could not be sent is replaced by the next, and goes when it is settled', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      await host.advance(730 * DAY);
      await host.advance(7 * DAY);
      const waiting = async () =>
        (await outbox(ground)).filter(
          ({ address, status, params }) =>
            address === 'cid@example.com' && status === 'queued' && params['service'] === 'kafka-overlap',
        );
      expect((await waiting()).map(({ params }) => params['days'])).toEqual(['83']);
      await acknowledge(host, userPath('orders-user'));
      await acknowledge(host, userPath('lonely-user'));
      await host.settle();
      expect(await waiting()).toEqual([]);
    });

    test('whoever left gets nothing more', async () => {
      const { host } = ground;
      await choose('ben', 'approvals', 'daily');
      await ask(host);
      await host.store.write((tx) => tx.remove('people', 'ben'));
      await host.advance(DAY);
      expect(to(ground, 'ben')).toEqual([]);
    });
  });
};
