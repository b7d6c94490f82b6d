import { describe, expect, test } from 'vitest';
import { approveKey, askForKey, withSecondAdmin } from '../http-suite/approval-steps.ts';
import { ask, approve, noticesOf, ready, saved, shown } from '../http-suite/steps.ts';
import { acknowledge, giveRole, userPath } from '../http-suite/user-steps.ts';
import { OVERLAP } from '../world.ts';
import { pathOf } from '../http-suite/steps.ts';
import { DAY, header, only, outbox, PUBLIC_URL, subjects, to, type MailGround } from './ground.ts';

const DUE = 730 * DAY;
const SERVICE = pathOf(OVERLAP);

/** Every kind of mail, to whom, and what it says. */
export const kindTests = (ground: MailGround): void => {
  describe('kinds', () => {
    test('R13: approvers get the request with one link to its pane, in two parts', async () => {
      const { host } = ground;
      const id = await ask(host);
      await host.settle();
      expect(subjects(ground)).toEqual([
        'ben: To approve: new credentials for orders',
        'cid: To approve: new credentials for orders',
      ]);
      const one = only(ground, 'ben');
      const link = `${PUBLIC_URL}/approvals/${id}`;
      expect(one.mail.text).toContain(`Review the request:\n${link}\n`);
      expect(one.mail.text).toContain('Ada Lind asks for new credentials for orders, which Payments owns.');
      expect(one.mail.html).toContain(`href="${link}"`);
      expect(one.mail.from).toEqual({ name: 'Latchkey', address: 'latchkey@halden.example' });
      expect(one.mail.to).toMatchObject([{ address: 'ben@example.com' }]);
      expect(header(one, 'auto-submitted')).toBe('auto-generated');
      // It waits for one's own decision, so one click must not end it.
      expect(header(one, 'list-unsubscribe')).toBeUndefined();
      expect(one.mail.messageId).toMatch(/^<mal[\w-]+@halden\.example>$/u);
    });

    test('R13: approved, declined with its reason, failed: the requester learns of each', async () => {
      const { host, smtp } = ground;
      const first = await ready(host);
      expect(only(ground, 'ada').mail).toMatchObject({
        subject: 'Ready: new credentials for orders',
        text: expect.stringContaining(`${PUBLIC_URL}/requests/${first}`),
      });
      expect(to(ground, 'ada').map((one) => header(one, 'list-unsubscribe'))).toEqual([undefined]);
      smtp.arrived.length = 0;
      const second = await ask(host, { access: 'stock' });
      await host.as('ben').ok('declineRequest', {
        params: { request_id: second },
        body: { reason: 'Not before\nthe <b>release</b> & "freeze"' },
      });
      await host.settle();
      const declined = only(ground, 'ada').mail;
      expect(declined.subject).toBe('Declined: new credentials for stock');
      expect(declined.text).toContain('Reason: Not before\nthe <b>release</b> & "freeze"');
      expect(declined.html).toContain('the &lt;b&gt;release&lt;/b&gt; &amp; &quot;freeze&quot;');
      smtp.arrived.length = 0;
      await host.setFaults('platform_refuses');
      const third = await ask(host, { access: 'stock' });
      await approve(host, third);
      await host.setFaults();
      expect(only(ground, 'ada').mail).toMatchObject({
        subject: 'Failed: new credentials for stock',
        text: expect.stringContaining('Reason: The Kafka platform refuses this change.'),
      });
      expect(subjects(ground)).toContain('ben: Failed: new credentials for stock');
    });

    test('R20: unseen credentials are reminded of two days and one day before, once each, also in the console', async () => {
      const { host, smtp } = ground;
      const id = await ready(host);
      smtp.arrived.length = 0;
      await host.advance(5 * DAY - 1000);
      expect(subjects(ground)).toEqual([]);
      await host.advance(1000);
      const two = only(ground, 'ada');
      expect(two.mail.subject).toBe('Not looked at yet: credentials for orders end in two days');
      expect(two.mail.text).toContain(`${PUBLIC_URL}/requests/${id}`);
      expect(header(two, 'list-unsubscribe')).toMatch(
        /^<https:\/\/keys\.halden\.example\/v1\/mail\/unsubscribe\/uns/u,
      );
      expect(header(two, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
      await host.advance(DAY);
      await host.advance(DAY / 2);
      expect(to(ground, 'ada').map(({ mail }) => mail.subject)).toEqual([
        'Not looked at yet: credentials for orders end in two days',
        'Not looked at yet: credentials for orders end within a day',
      ]);
      // In the console the later one took the earlier one's place.
      const told = await noticesOf(host, 'ada');
      expect(told.filter(({ kind }) => kind === 'credentials_expiring')).toMatchObject([
        { params: { access: 'orders', days: '1' } },
      ]);
      await host.advance(DAY / 2);
      expect(to(ground, 'ada').at(-1)?.mail.subject).toBe('Destroyed unseen: credentials for orders');
      expect((await noticesOf(host, 'ada')).map(({ kind }) => kind)).not.toContain('credentials_expiring');
    });

    test('R20: credentials that were looked at are reminded of no more', async () => {
      const { host, smtp } = ground;
      await saved(host);
      smtp.arrived.length = 0;
      await host.advance(8 * DAY);
      expect(subjects(ground)).toEqual([]);
    });

    test('R20: after long downtime there is one reminder, that of the last day', async () => {
      const { host, smtp } = ground;
      await ready(host);
      smtp.arrived.length = 0;
      await host.advance(6.5 * DAY);
      expect(subjects(ground)).toEqual(['ada: Not looked at yet: credentials for orders end within a day']);
    });

    test('C4: renewed certificates go to admins, operators and technical addresses, with the console’s cadence', async () => {
      const { host, smtp } = ground;
      await giveRole(host, 'ben', 'admin');
      await host.as('ben').ok('changeTechnicalAddresses', {
        params: SERVICE,
        body: { technical_addresses: ['kafka-team@example.com', 'CID@example.com'] },
      });
      await host.advance(DUE);
      const about = '2 renewed certificates on kafka-overlap wait to be put to use';
      const got = () => subjects(ground).filter((line) => line.includes('kafka-overlap'));
      // Cid is an operator, whose address is given in other letters as well: one mail.
      expect(got()).toEqual([`ben: ${about}`, `cid: ${about}`, `kafka-team: ${about}`]);
      const team = smtp.arrived.find((one) => one.to === 'kafka-team@example.com');
      expect(team?.mail.text).toContain(
        `${PUBLIC_URL}/services/shop/kafka-overlap/users?renewal_state=renewed%2Cfailed`,
      );
      expect(team?.mail.text).toContain('This is a technical address of kafka-overlap.');
      expect(team && header(team, 'list-unsubscribe')).toBeUndefined();
      smtp.arrived.length = 0;
      await host.advance(6 * DAY);
      expect(got()).toEqual([]);
      await host.advance(DAY);
      expect(got()).toHaveLength(3);
      smtp.arrived.length = 0;
      await acknowledge(host, userPath('orders-user'));
      await acknowledge(host, userPath('lonely-user'));
      await host.advance(20 * DAY);
      expect(got()).toEqual([]);
    });

    test('C4: a renewal that fails is mailed too, with its reason; muted services are silent', async () => {
      const { host } = ground;
      await host.setFaults('platform_refuses');
      await host.as('cid').ok('changeCertificateNotices', { params: SERVICE, body: { muted: true } });
      await host.advance(DUE);
      await host.setFaults();
      expect(subjects(ground).filter((line) => line.startsWith('cid'))).toEqual([
        'cid: Not renewed: the certificate of stock-user on kafka-single',
      ]);
      expect(to(ground, 'cid')[0]?.mail.text).toContain('Reason: The Kafka platform refuses this change.');
    });

    test('C11: the owner group learns who reset credentials, in the console as well', async () => {
      const { host } = ground;
      await host.as('cid').ok('resetServiceUser', { params: userPath('orders-user') });
      await host.settle();
      const one = only(ground, 'ada');
      expect(one.mail.subject).toBe('Reset: the credentials of orders-user on kafka-overlap');
      expect(one.mail.text).toContain('Cid Romero reset the credentials of orders-user on kafka-overlap');
      const [told] = (await noticesOf(host, 'ada')).filter(({ kind }) => kind === 'service_user_reset');
      expect(told?.params['actor']).toBe('Cid Romero');
      // The next one who resets is named instead.
      expect(
        (await host.store.read((tx) => tx.find('serviceUsers'))).map((user) => user.resetBy),
      ).not.toContain('Cid Romero');
    });

    test('R13: the first credentials of a new access are mailed with a link to it', async () => {
      const { host } = ground;
      const { access } = await host.as('ada').ok('createAccess', {
        body: {
          access_name: 'newcomer',
          access_type: 'KAFKA',
          owner_user_group_id: 'grp_payments',
          access_data: {
            ...OVERLAP,
            username: 'newcomer-user',
            acls: [
              {
                resource_name: 'orders',
                resource_type: 'Topic',
                operation: 'Read',
                permission_type: 'ALLOW',
                host: '*',
              },
            ],
          },
        },
      });
      await host.settle();
      expect(only(ground, 'ada').mail.text).toContain(`${PUBLIC_URL}/accesses/${access.access_id}`);
    });

    test('K6, R13: a key that takes approval: the other admins, then the requester, with a link to its one look', async () => {
      const { host, smtp } = ground;
      await withSecondAdmin(host);
      const id = await askForKey(host);
      await host.settle();
      expect(smtp.arrived.length).toBeGreaterThan(0);
      for (const { mail } of smtp.arrived) {
        expect(mail.subject).toMatch(/^To approve: an API key of .+ for .+$/u);
        expect(mail.text).toContain(`${PUBLIC_URL}/approvals/${id}`);
      }
      smtp.arrived.length = 0;
      await approveKey(host, id);
      await host.settle();
      expect(only(ground, 'cid').mail).toMatchObject({
        subject: expect.stringMatching(/^Ready: an API key of /u),
        text: expect.stringContaining(`${PUBLIC_URL}/requests/${id}?key=${id}`),
      });
      smtp.arrived.length = 0;
      await host.advance(8 * DAY);
      expect(to(ground, 'cid').map(({ mail }) => mail.subject)).toContainEqual(
        expect.stringMatching(/^Deleted unseen: an API key of /u),
      );
    });

    test('R21: no mail and no row of the outbox carries a secret', async () => {
      const { host, smtp } = ground;
      const { credentials, claim } = await shown(host);
      await host.as('ada').ok('confirmSaved', {
        params: { access_id: host.accesses.orders.id },
        body: { claim },
      });
      await host.as('cid').ok('modifyServiceUser', {
        params: userPath('stock-user', { project_name: 'shop', service_name: 'kafka-single' }),
        body: { operation: 'reset-credentials', new_password: 'canary-of-a-chosen-password' },
      });
      await host.advance(DUE);
      const lines = (pem: string): readonly string[] =>
        pem.split('\n').filter((line) => line.length > 40 && !line.startsWith('-----'));
      const secrets = [
        credentials.password,
        claim,
        'canary-of-a-chosen-password',
        ...lines(credentials.access_key),
      ];
      const written = [
        JSON.stringify(await outbox(ground)),
        ...smtp.arrived.flatMap(({ raw, mail }) => [raw, mail.text ?? '', mail.html ?? '']),
      ].join('\n');
      expect(smtp.arrived.length).toBeGreaterThan(5);
      for (const secret of secrets) expect(written).not.toContain(secret);
      expect(written).not.toContain('PRIVATE KEY');
    });

    test('names that mean to be more than names stay names', async () => {
      const { host, smtp } = ground;
      const hostile = 'Ada\r\nBcc: all@example.com\r\n\r\n<img src=x onerror=alert(1)>\u202e "x" <y@z>';
      await host.store.write((tx) => tx.update('people', 'ada', { name: hostile }));
      await host.store.write((tx) =>
        tx.update('accesses', host.accesses.orders.id, { name: `orders\r\nX-Evil: 1 ${'é'.repeat(300)}` }),
      );
      await ask(host);
      await host.settle();
      expect(smtp.arrived.map((one) => one.to).toSorted()).toEqual(['ben@example.com', 'cid@example.com']);
      const one = only(ground, 'ben');
      expect(header(one, 'bcc')).toBeUndefined();
      expect(header(one, 'x-evil')).toBeUndefined();
      expect(one.mail.subject).toMatch(/^To approve: new credentials for orders X-Evil: 1 é+…$/u);
      expect(one.mail.html).not.toContain('<img');
      expect(one.mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(one.mail.text).not.toContain('\u202e');
    });

    test('an address that is none is held back and shown, and nobody else gets that mail', async () => {
      const { host, smtp } = ground;
      await host.store.write((tx) =>
        tx.update('people', 'ben', { email: 'ben@example.com, eve@example.com' }),
      );
      await ask(host);
      await host.settle();
      expect(smtp.arrived.map((one) => one.to)).toEqual(['cid@example.com']);
      const { bounces } = await host.as('eve').ok('listMailBounces');
      expect(bounces).toMatchObject([
        { address: 'ben@example.com, eve@example.com', real_name: 'Ben Okoye' },
      ]);
    });
  });
};
