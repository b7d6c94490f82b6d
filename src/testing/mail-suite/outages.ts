import { describe, expect, test } from 'vitest';
import { startCourier } from '../../host/courier.ts';
import { deliverMail, mailOutbox, takeDueMails } from '../../service/mail/deliver.ts';
import { listen } from '../http-suite/events.ts';
import { elsewhere } from '../http-suite/host.ts';
import { ask, ready, requestOf } from '../http-suite/steps.ts';
import { DAY, header, HOUR, outbox, PUBLIC_URL, subjects, to, type MailGround } from './ground.ts';

const APPROVE = 'To approve: new credentials for orders';

/** Servers that are down, refuse, or see the same mail twice. */
export const outageTests = (ground: MailGround): void => {
  const mailing = () => ({ mailer: ground.mailer, publicUrl: PUBLIC_URL });

  describe('outages', () => {
    test('an SMTP server that is down for an hour costs nothing and holds nothing up', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      const id = await ready(host);
      expect((await requestOf(host, id)).status).toBe('approved');
      const waiting = await outbox(ground);
      // What Ben was to approve he approved; Cid need not hear of it.
      expect(waiting.filter(({ status }) => status === 'queued').map(({ kind }) => kind)).toContain(
        'credentials_ready',
      );
      await host.advance(HOUR);
      expect((await outbox(ground)).filter(({ status }) => status === 'failed')).toEqual([]);
      await smtp.start();
      await host.settle();
      expect(subjects(ground)).toEqual(['ada: Ready: new credentials for orders']);
      expect(host.reported.map(String).join()).toContain('Mail cannot be sent. It is kept and tried again.');
    });

    test('what was decided or withdrawn before it could be sent is sent no more', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      const id = await ask(host);
      await host.settle();
      await host.as('ada').ok('deleteRequest', { params: { request_id: id } });
      await smtp.start();
      await host.settle();
      expect(subjects(ground)).toEqual([]);
      expect((await outbox(ground)).map(({ status }) => status)).toEqual(['dropped', 'dropped']);
    });

    test('after two days nobody wants it any more', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      await ask(host);
      await host.settle();
      await host.advance(2 * DAY + 1000);
      await smtp.start();
      await host.settle();
      expect(subjects(ground)).toEqual([]);
      expect((await outbox(ground)).map(({ status }) => status)).toEqual(['failed', 'failed']);
    });

    test('a server that wants it later gets it later, ever less often, and others are not held up', async () => {
      const { host, smtp } = ground;
      smtp.refusals.set('ben@example.com', { code: 451, message: 'Greylisted' });
      await ask(host);
      await host.settle();
      expect(subjects(ground)).toEqual([`cid: ${APPROVE}`]);
      const dues: number[] = [];
      for (let i = 0; i < 4; i += 1) {
        const [put] = (await outbox(ground)).filter(({ status }) => status === 'queued');
        expect(put?.lastError).toContain('Greylisted');
        dues.push(((put?.dueAt ?? 0) - host.now()) / 60_000);
        await host.advance((put?.dueAt ?? 0) - host.now());
      }
      expect(dues).toEqual([1, 2, 4, 8]);
      smtp.refusals.clear();
      await host.advance(HOUR);
      expect(subjects(ground)).toEqual([`ben: ${APPROVE}`, `cid: ${APPROVE}`]);
      expect((await host.as('eve').ok('listMailBounces')).bounces).toEqual([]);
    });

    test('an address that is refused for good gets nothing more until an admin tries it again', async () => {
      const { host, smtp } = ground;
      smtp.refusals.set('ben@example.com', { code: 550, message: 'No such user here' });
      const ben = await listen(host.as('ben'));
      const first = await ask(host);
      await host.settle();
      // His page of mail says so by itself (A5).
      await ben.until('mailPreferences');
      const { bounces } = await host.as('eve').ok('listMailBounces');
      expect(bounces).toMatchObject([
        {
          address: 'ben@example.com',
          reason: '550 No such user here',
          real_name: 'Ben Okoye',
          withheld_count: 1,
        },
      ]);
      await ask(host, { access: 'stock' });
      await host.settle();
      smtp.refusals.clear();
      await host.advance(HOUR);
      expect(to(ground, 'ben')).toEqual([]);
      await host.as('ada').ok('deleteRequest', { params: { request_id: first } });
      await host.as('eve').ok('retryMailBounce', { body: { address: 'ben@example.com' } });
      await ben.until('mailPreferences');
      await ben.close();
      await host.settle();
      // What is no news any more stays unsent.
      expect(to(ground, 'ben').map(({ mail }) => mail.subject)).toEqual([
        'To approve: new credentials for stock',
      ]);
      expect((await host.as('eve').ok('listMailBounces')).bounces).toEqual([]);
      const actions = (await host.store.read((tx) => tx.find('audit'))).map(({ action }) => action);
      expect(actions).toContain('mail.bounced');
      expect(actions).toContain('mail.bounce_cleared');
    });

    test('another address of the same person is not bouncing', async () => {
      const { host, smtp } = ground;
      smtp.refusals.set('ben@example.com', { code: 553, message: 'Moved' });
      await ask(host);
      await host.settle();
      await host.store.write((tx) => tx.update('people', 'ben', { email: 'ben@new.example.com' }));
      await ask(host, { access: 'stock' });
      await host.settle();
      expect(smtp.arrived.map((one) => one.to)).toContain('ben@new.example.com');
    });

    test('a sender that dies between sending and noting: the same message again, by its Message-ID', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      await ask(host);
      await host.settle();
      await smtp.start();
      const [mail] = await takeDueMails(host.backend.deps, 1);
      if (!mail) throw new Error('nothing is due');
      const dying = {
        ...host.backend.deps,
        store: { ...host.store, write: () => new Promise<never>(() => undefined) },
      };
      // Sent, and never noted: what a killed process leaves behind.
      void deliverMail(dying, mailing(), mail);
      await expect.poll(() => smtp.arrived.length).toBe(1);
      await host.advance(4 * 60_000);
      const twice = smtp.arrived.filter((one) => one.to === mail.address);
      expect(twice).toHaveLength(2);
      expect(twice[0]?.raw).toBe(twice[1]?.raw);
      expect(new Set(twice.map((one) => header(one, 'message-id'))).size).toBe(1);
      expect((await outbox(ground)).map(({ status }) => status)).toEqual(['sent', 'sent']);
    });

    test('a sender that is late changes nothing that another has done meanwhile', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      await ask(host);
      await host.settle();
      await smtp.start();
      const [mail] = await takeDueMails(host.backend.deps, 1);
      if (!mail) throw new Error('nothing is due');
      await host.advance(4 * 60_000);
      expect((await host.store.get('mails', mail.id))?.status).toBe('sent');
      smtp.refusals.set(mail.address, { code: 550, message: 'Gone' });
      await deliverMail(host.backend.deps, mailing(), mail);
      expect((await host.store.get('mails', mail.id))?.status).toBe('sent');
      expect((await host.as('eve').ok('listMailBounces')).bounces).toEqual([]);
    });

    test('several couriers on one outbox: each mail once', async () => {
      const { host, smtp } = ground;
      await smtp.stop();
      for (let i = 0; i < 6; i += 1) {
        const id = await ask(host);
        await host
          .as('ben')
          .ok('declineRequest', { params: { request_id: id }, body: { reason: `No ${i}` } });
      }
      await host.settle();
      await smtp.start();
      const report = (error: unknown) => host.reported.push(error);
      const others = [1, 2, 3].map(() =>
        startCourier(host.backend.deps, mailOutbox(host.backend.deps, mailing()), report),
      );
      await Promise.all([host.settle(), ...others.map((one) => one.catchUp())]);
      await Promise.all(others.map((one) => one.stop()));
      await host.settle();
      expect(to(ground, 'ada')).toHaveLength(6);
      expect(new Set(smtp.arrived.map((one) => one.mail.messageId)).size).toBe(smtp.arrived.length);
    });

    test('a server without SMTP beside one that has it: it writes no mail, and sends none', async () => {
      const { host } = ground;
      await elsewhere(host, host.store, async (as) => {
        await as('ada').ok('createRequest', {
          body: {
            request_type: 'rotate_credentials',
            access_id: host.accesses.orders.id,
            message: 'From elsewhere',
          },
        });
      });
      await host.settle();
      expect(await outbox(ground)).toEqual([]);
    });
  });
};
