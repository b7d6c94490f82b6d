import { describe, expect, test } from 'vitest';
import { makeRow } from '../rows.ts';
import type { PersonName } from '../world.ts';
import type { TestHost } from './host.ts';
import { WEBHOOK } from './steps.ts';

/** Puts a webhook into the store. */
export const putWebhook = (host: TestHost, organizationId = 'org_acme'): Promise<void> =>
  host.store.write((tx) => tx.insert('webhooks', makeRow('webhooks', WEBHOOK, { organizationId })));

const NEW = { description: 'Team chat', url: 'https://chat.example.com/hook/abc', topics: ['certificates'] };
const params = { webhook_id: WEBHOOK };

/** Webhooks as organization admins keep them; what is posted is in mail-suite/webhooks.ts. */
export const webhookAdminTests = (current: () => TestHost): void => {
  describe('webhooks', () => {
    test('organization admins add one; its secret is in that answer and nowhere else; audited without the path', async () => {
      const host = current();
      const { webhook, secret } = await host.as('eve').ok('createWebhook', { body: NEW });
      expect(secret).toMatch(/^whsec_[\w-]{43}$/u);
      const { url: _, ...kept } = NEW;
      expect(webhook).toMatchObject({
        ...kept,
        host: 'chat.example.com',
        state: 'on',
        created_by: 'Eve Tanaka',
      });
      const { webhooks, posts_leave: leave } = await host.as('eve').ok('listWebhooks');
      expect([webhooks, leave]).toEqual([[webhook], false]);
      const all = JSON.stringify(await host.store.dump());
      expect(all).not.toContain(secret);
      // In chat tools the path is a secret: it is in no answer, and rests sealed.
      expect(all).not.toContain('/hook/abc');
      expect(host.answers.filter(({ text }) => text.includes('/hook/abc'))).toEqual([]);
      const audit = JSON.stringify(await host.store.read((tx) => tx.find('audit')));
      expect(audit).toContain('"host":"chat.example.com"');
      await host.as('eve').ok('deleteWebhook', { params: { webhook_id: webhook.webhook_id } });
      expect((await host.as('eve').ok('listWebhooks')).webhooks).toEqual([]);
    });

    test('nobody else sees, makes or changes any, and another organization’s does not exist', async () => {
      const host = current();
      await putWebhook(host, 'org_globex');
      const statuses = async (by: PersonName) => [
        (await host.as(by).send('listWebhooks')).status,
        (await host.as(by).send('createWebhook', { body: NEW })).status,
        (await host.as(by).send('changeWebhook', { params, body: { state: 'off' } })).status,
        (await host.as(by).send('deleteWebhook', { params })).status,
        (await host.as(by).send('testWebhook', { params })).status,
        (await host.as(by).send('listWebhookDeliveries', { params })).status,
      ];
      expect(await statuses('cid')).toEqual([403, 403, 403, 403, 403, 403]);
      expect(await statuses('eve')).toEqual([200, 200, 404, 404, 404, 404]);
    });

    test('what is posted is changed, and on and off; each is audited', async () => {
      const host = current();
      await putWebhook(host);
      const change = (body: Record<string, unknown>) => host.as('eve').ok('changeWebhook', { params, body });
      expect((await change({ topics: ['resets', 'resets', 'approvals'] })).webhook.topics).toEqual([
        'resets',
        'approvals',
      ]);
      expect((await change({ state: 'off' })).webhook.state).toBe('off');
      expect((await host.as('eve').send('testWebhook', { params })).code).toBe('webhook_off');
      expect((await change({ state: 'on' })).webhook.topics).toEqual(['resets', 'approvals']);
      // This host posts nothing, and says so.
      await host.as('eve').ok('testWebhook', { params });
      expect((await host.as('eve').ok('listWebhookDeliveries', { params })).deliveries).toMatchObject([
        { kind: 'test', status: 'failed', answer: 'Nothing is posted from here.' },
      ]);
    });

    test.each([
      { ...NEW, url: 'chat.example.com' },
      { ...NEW, url: 'javascript:alert(1)' },
      { ...NEW, url: 'https://user:word@chat.example.com/' },
      { ...NEW, url: 'https://chat.example.com/\r\nx: y' },
      { ...NEW, topics: [] },
      { ...NEW, topics: ['weather'] },
      { ...NEW, description: '' },
    ])('%j is refused', async (body) => {
      expect((await current().as('eve').send('createWebhook', { body })).status).toBe(400);
    });

    test('at most 20 of one organization', async () => {
      const host = current();
      const another = (i: number) => ({ body: { ...NEW, url: `${NEW.url}${i}` } });
      for (let i = 0; i < 20; i += 1) await host.as('eve').ok('createWebhook', another(i));
      await host.as('eve').refused('createWebhook', 'webhook_limit_reached', another(20));
    });

    test('R13: sent again after a lost answer, or twice at once, there is one; deleted, its address is free', async () => {
      const host = current();
      const again = { ...NEW, description: 'The same', url: NEW.url.replace('https://chat', 'HTTPS://Chat') };
      const replies = await Promise.all(
        [NEW, again].map((body) => host.as('eve').send('createWebhook', { body })),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]));
      const problem = await host.as('eve').refused('createWebhook', 'webhook_exists', { body: NEW });
      expect(problem.errors[0]?.metadata?.['pointer']).toBe('/url');
      const { webhooks } = await host.as('eve').ok('listWebhooks');
      expect(webhooks).toHaveLength(1);
      // The path tells letters apart.
      await host.as('eve').ok('createWebhook', { body: { ...NEW, url: NEW.url.replace('abc', 'ABC') } });
      await host.as('eve').ok('deleteWebhook', { params: { webhook_id: webhooks[0]?.webhook_id ?? '' } });
      await host.as('eve').ok('createWebhook', { body: NEW });
    });
  });
};
