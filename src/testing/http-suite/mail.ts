import { describe, expect, test } from 'vitest';
import type { OperationId } from '../../contract/operations.ts';
import { makeRow } from '../rows.ts';
import type { CallInput } from '../client.ts';
import { OVERLAP, SINGLE, type PersonName } from '../world.ts';
import type { TestHost } from './host.ts';
import { pathOf, WEBHOOK } from './steps.ts';
import { giveRole } from './user-steps.ts';
import { putWebhook } from './webhooks.ts';

const SERVICE = pathOf(OVERLAP);
const TEAM = 'kafka-team@example.com';

const bounce = (host: TestHost, address: string, organizationId = 'org_acme'): Promise<void> =>
  host.store.write((tx) =>
    tx.insert(
      'mailBounces',
      makeRow('mailBounces', `${organizationId}/${address}`, { organizationId, address }),
    ),
  );

/** Commands of this part, prepared as the tests of repetition want them. */
export const MAIL_COMMANDS: {
  readonly [Id in OperationId]?: (host: TestHost) => Promise<readonly [by: PersonName, input: CallInput]>;
} = {
  changeMailPreferences: async () => [
    'ada',
    { body: { preferences: [{ topic: 'certificates', delivery: 'daily' }] } },
  ],
  changeTechnicalAddresses: async (host) => {
    await giveRole(host, 'ben', 'admin');
    return ['ben', { params: SERVICE, body: { technical_addresses: [TEAM] } }];
  },
  changeWebhook: async (host) => {
    await putWebhook(host);
    return ['eve', { params: { webhook_id: WEBHOOK }, body: { state: 'off' } }];
  },
  deleteWebhook: async (host) => {
    await putWebhook(host);
    return ['eve', { params: { webhook_id: WEBHOOK } }];
  },
  testWebhook: async (host) => {
    await putWebhook(host);
    return ['eve', { params: { webhook_id: WEBHOOK } }];
  },
  retryMailBounce: async (host) => {
    await bounce(host, 'ada@example.com');
    return ['eve', { body: { address: 'ada@example.com' } }];
  },
};

const actionsIn = async (host: TestHost, name: string): Promise<readonly string[]> =>
  (await host.store.read((tx) => tx.find('audit', { where: { resourceName: name } }))).map(
    ({ action, actorName, details }) => `${action} ${actorName} ${JSON.stringify(details)}`,
  );

/** Preferences of mail, technical addresses and addresses that bounce; the mails themselves are in mail-suite.ts. */
export const mailTests = (current: () => TestHost): void => {
  describe('mail', () => {
    test('R13: everybody chooses for themselves; what is not named stays; this host sends no mail', async () => {
      const host = current();
      const first = await host.as('ada').ok('getMailPreferences');
      expect(first).toEqual({
        mail_leaves: false,
        address: 'ada@example.com',
        preferences: [
          'approvals',
          'own_requests',
          'waiting_credentials',
          'certificates',
          'resets',
          'security',
        ].map((topic) => ({ topic, delivery: 'at_once' })),
      });
      const change = (topic: string, delivery: string) =>
        host.as('ada').ok('changeMailPreferences', { body: { preferences: [{ topic, delivery }] } });
      await change('certificates', 'daily');
      await change('resets', 'none');
      const { preferences } = await change('certificates', 'none');
      expect(preferences.filter(({ delivery }) => delivery !== 'at_once')).toEqual([
        { topic: 'certificates', delivery: 'none' },
        { topic: 'resets', delivery: 'none' },
      ]);
      expect(await host.as('ada').ok('getMailPreferences')).toMatchObject({ preferences });
      expect(await host.as('ben').ok('getMailPreferences')).toMatchObject({ preferences: first.preferences });
    });

    test('P8: of security nobody can want no mail, and nothing beside it is changed then', async () => {
      const host = current();
      const change = (preferences: readonly { topic: string; delivery: string }[]) =>
        ({ body: { preferences } }) as const;
      const problem = await host.as('eve').refused(
        'changeMailPreferences',
        'invalid_request',
        change([
          { topic: 'resets', delivery: 'none' },
          { topic: 'security', delivery: 'none' },
        ]),
      );
      expect(problem.errors[0]?.metadata?.['pointer']).toBe('/preferences/1/delivery');
      const { preferences } = await host
        .as('eve')
        .ok('changeMailPreferences', change([{ topic: 'security', delivery: 'daily' }]));
      expect(preferences.filter(({ delivery }) => delivery !== 'at_once')).toEqual([
        { topic: 'security', delivery: 'daily' },
      ]);
    });

    test('R13: where no mail leaves the host, none is written', async () => {
      const host = current();
      await host.advance(800 * 86_400_000);
      expect(await host.store.read((tx) => tx.count('mails'))).toBe(0);
    });

    test.each([
      { preferences: [{ topic: 'weather', delivery: 'daily' }] },
      { preferences: [{ topic: 'resets', delivery: 'hourly' }] },
      { preferences: Array.from({ length: 7 }, () => ({ topic: 'resets', delivery: 'none' })) },
      {},
    ])('preferences that do not exist are refused: %j', async (body) => {
      expect((await current().as('ada').send('changeMailPreferences', { body })).status).toBe(400);
    });

    test('one click with a token that nobody has changes nothing and says nothing else', async () => {
      const host = current();
      const answer = await host
        .stranger()
        .ok('unsubscribeFromMail', { params: { mail_token: 'uns_unknown' } });
      expect(answer).toEqual({ message: 'You get no more mail of this kind.' });
      expect(await host.store.read((tx) => tx.count('mailPreferences'))).toBe(0);
    });

    test('C4: admins of the project say who else is told; everybody with a role sees it; audited', async () => {
      const host = current();
      const put = (by: PersonName, addresses: readonly string[]) =>
        host
          .as(by)
          .send('changeTechnicalAddresses', { params: SERVICE, body: { technical_addresses: addresses } });
      expect((await put('cid', [TEAM])).status).toBe(403);
      expect((await put('dan', [TEAM])).status).toBe(404);
      await giveRole(host, 'cid', 'admin');
      const changed = await host.as('cid').ok('changeTechnicalAddresses', {
        params: SERVICE,
        body: { technical_addresses: [TEAM, ' Ops@Example.com ', 'ops@example.com'] },
      });
      expect(changed.technical_addresses.map((one) => one.toLowerCase())).toEqual([TEAM, 'ops@example.com']);
      const seen = await host.as('ada').ok('getTechnicalAddresses', { params: SERVICE });
      expect(seen.technical_addresses).toEqual(changed.technical_addresses);
      expect(seen.verdicts.change).toMatchObject({ allowed: false, reason: 'not_project_admin' });
      expect(
        (await host.as('ada').ok('getTechnicalAddresses', { params: pathOf(SINGLE) })).technical_addresses,
      ).toEqual([]);
      expect((await host.as('fay').send('getTechnicalAddresses', { params: SERVICE })).status).toBe(404);
      await put('cid', [TEAM]);
      // Saying the same again records nothing.
      await put('cid', [TEAM.toUpperCase()]);
      const told = (await actionsIn(host, 'kafka-overlap')).filter((line) => line.includes('technical'));
      expect(told).toHaveLength(2);
      expect(told[1]).toContain('"removed":');
    });

    test.each([
      'team',
      'team@',
      '@example.com',
      'a@b, c@d.example',
      'Team <team@example.com>',
      'team@example.com\r\nBcc: all@example.com',
      'team@exa mple.com',
      `${'a'.repeat(65)}@example.com`,
      '"quoted"@example.com',
      'te\u202eam@example.com',
    ])('C4: %j is no technical address', async (address) => {
      const host = current();
      await giveRole(host, 'cid', 'admin');
      const answer = await host
        .as('cid')
        .send('changeTechnicalAddresses', { params: SERVICE, body: { technical_addresses: [address] } });
      expect(answer.status).toBe(400);
    });

    test('C4: at most 20 technical addresses', async () => {
      const host = current();
      await giveRole(host, 'cid', 'admin');
      const many = (count: number) => Array.from({ length: count }, (_, i) => `team-${i}@example.com`);
      const put = async (count: number) =>
        (
          await host.as('cid').send('changeTechnicalAddresses', {
            params: SERVICE,
            body: { technical_addresses: many(count) },
          })
        ).status;
      expect([await put(20), await put(21)]).toEqual([200, 400]);
    });

    test('an address that bounces is shown to organization admins, who try it again; audited', async () => {
      const host = current();
      await bounce(host, 'ada@example.com');
      await bounce(host, 'fay@example.com', 'org_globex');
      await host.store.write((tx) =>
        tx.insert(
          'mails',
          makeRow('mails', 'mal_held', {
            organizationId: 'org_acme',
            address: 'ada@example.com',
            status: 'withheld',
          }),
        ),
      );
      expect((await host.as('ben').send('listMailBounces')).status).toBe(403);
      const { bounces } = await host.as('eve').ok('listMailBounces');
      expect(bounces).toEqual([
        {
          address: 'ada@example.com',
          reason: '550 No such user',
          bounce_time: '2026-05-10T20:40:03Z',
          user_id: 'ada',
          real_name: 'Ada Lind',
          withheld_count: 1,
        },
      ]);
      expect((await host.as('ada').ok('getMailPreferences')).bounced_time).toBe('2026-05-10T20:40:03Z');
      const retry = (by: PersonName, address: string) =>
        host.as(by).send('retryMailBounce', { body: { address } });
      expect((await retry('ben', 'ada@example.com')).status).toBe(403);
      expect((await retry('eve', 'fay@example.com')).text).toContain('takes mail already');
      expect((await retry('eve', 'ADA@example.com')).status).toBe(200);
      expect((await host.as('eve').ok('listMailBounces')).bounces).toEqual([]);
      expect(await host.store.get('mails', 'mal_held')).toMatchObject({ status: 'queued' });
      expect(await actionsIn(host, 'ada@example.com')).toContain('mail.bounce_cleared Eve Tanaka {}');
    });
  });
};
