import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { ask, ready } from '../http-suite/steps.ts';
import { DAY, HOUR, PUBLIC_URL, type MailGround } from './ground.ts';

interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { readonly text: string; readonly kind: string; readonly link: string };
}

/** What is posted to chat tools. */
export const webhookTests = (ground: MailGround): void => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** A chat tool that answers with `status()`, and a webhook that posts to it. */
  const chat = async (topics: readonly string[], status: () => number = () => 200) => {
    const posted: Posted[] = [];
    const server = createServer((request, response) => {
      let raw = '';
      request.setEncoding('utf8').on('data', (text: string) => (raw += text));
      request.once('end', () => {
        posted.push({ headers: request.headers, raw, body: JSON.parse(raw) as Posted['body'] });
        response.writeHead(status()).end();
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
    const { webhook, secret } = await ground.host
      .as('eve')
      .ok('createWebhook', { body: { description: 'Team chat', url, topics } });
    return { posted, secret, params: { webhook_id: webhook.webhook_id } };
  };

  describe('webhooks', () => {
    test('a notice is posted once, however many it concerns, signed, with a link and no mention', async () => {
      const { host } = ground;
      await host.store.write((tx) => tx.update('people', 'ada', { name: 'Ada <!channel> & co' }));
      const { posted, secret, params } = await chat(['approvals']);
      const id = await ask(host);
      await host.settle();
      expect(posted).toHaveLength(1);
      const [first] = posted;
      expect(first?.body).toMatchObject({
        kind: 'request_to_approve',
        organization_id: 'org_acme',
        link: `${PUBLIC_URL}/approvals/${id}`,
      });
      expect(first?.body.text).toContain(
        'To approve: new credentials for orders. Ada &lt;!channel&gt; &amp; co asks; Payments decides.',
      );
      expect(first?.body.text.endsWith(`\n${PUBLIC_URL}/approvals/${id}`)).toBe(true);
      const [, t, v1] =
        /^t=(\d+),v1=([\da-f]{64})$/u.exec(String(first?.headers['latchkey-signature'])) ?? [];
      expect(Number(t)).toBe(Math.floor(host.now() / 1000));
      expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${first?.raw}`).digest('hex'));
      const { deliveries } = await host.as('eve').ok('listWebhookDeliveries', { params });
      expect(deliveries).toMatchObject([
        { kind: 'request_to_approve', status: 'delivered', answer: 'HTTP 200' },
      ]);
    });

    test('only what was chosen is posted, nothing while it is off, and no secret', async () => {
      const { host } = ground;
      const { posted, params, secret } = await chat(['own_requests']);
      await ready(host);
      expect(posted.map(({ body }) => body.kind)).toEqual(['credentials_ready']);
      expect(JSON.stringify(posted)).not.toContain(secret);
      await host.as('eve').ok('changeWebhook', { params, body: { state: 'off' } });
      await ready(host, { access: 'stock' });
      await host.as('eve').ok('changeWebhook', { params, body: { state: 'on' } });
      await host.settle();
      expect(posted).toHaveLength(1);
    });

    test('one that fails is tried again, ever less often, under the same delivery id, and recovers', async () => {
      const { host } = ground;
      let status = 500;
      const { posted, params } = await chat(['approvals'], () => status);
      await ask(host);
      await host.settle();
      await ask(host, { access: 'stock' });
      await host.settle();
      // The second waits with the first.
      expect(posted).toHaveLength(1);
      expect((await host.as('eve').ok('listWebhooks')).webhooks).toMatchObject([
        { state: 'on', last_error: 'HTTP 500', failing_since_time: '2026-05-10T20:40:03Z' },
      ]);
      await host.advance(10 * 60_000);
      expect(posted.length).toBeLessThan(12);
      status = 200;
      await host.advance(HOUR);
      const { deliveries } = await host.as('eve').ok('listWebhookDeliveries', { params });
      expect(deliveries.map((one) => one.status)).toEqual(['delivered', 'delivered']);
      expect(new Set(posted.map(({ headers }) => headers['latchkey-delivery'])).size).toBe(2);
      const [webhook] = (await host.as('eve').ok('listWebhooks')).webhooks;
      expect(webhook?.failing_since_time).toBeUndefined();
    });

    test('one that fails for three days is turned off, which is audited, and can be turned on again', async () => {
      const { host } = ground;
      let status = 410;
      const { posted, params } = await chat(['approvals'], () => status);
      const first = await ask(host);
      await host.settle();
      for (let day = 0; day < 3; day += 1) {
        await host.advance(DAY);
        if (day === 0) await host.as('ada').ok('deleteRequest', { params: { request_id: first } });
        if (day === 1) await ask(host, { access: 'stock' });
        await host.settle();
      }
      await ask(host);
      await host.settle();
      expect((await host.as('eve').ok('listWebhooks')).webhooks).toMatchObject([
        { state: 'off', last_error: 'HTTP 410' },
      ]);
      const actions = (await host.store.read((tx) => tx.find('audit'))).map(({ action }) => action);
      expect(actions).toContain('webhook.turned_off');
      status = 200;
      posted.length = 0;
      await host.as('eve').ok('changeWebhook', { params, body: { state: 'on' } });
      await host.as('eve').ok('testWebhook', { params });
      await host.settle();
      expect(posted.map(({ body }) => body.kind)).toEqual(['test']);
      expect(posted[0]?.body.text).toContain('Latchkey can post here');
    });

    test('private networks and plain http are refused when one is added', async () => {
      const { host } = ground;
      for (const url of ['http://chat.example.com/', 'https://10.0.0.5/', 'https://[fd00::1]/'])
        expect(
          (
            await host.as('eve').send('createWebhook', {
              body: { description: 'x', url, topics: ['resets'] },
            })
          ).status,
        ).toBe(400);
    });
  });
};
