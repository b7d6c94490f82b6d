import { describe, expect, test } from 'vitest';
import { propagateKey } from '../../service/jobs/keys.ts';
import { newClaim, type TestHost } from './host.ts';
import { auditOf, bind, keyBody, listedKey, makeKey, triedOn, unbind, propagate } from './key-steps.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What becomes of a key’s secret, and of the key on its resource (K7, K12, R19). */
export const keySecretTests = (current: () => TestHost): void => {
  describe('secrets of API keys', () => {
    test('R19: the same claim gets the same key and secret again, also twice at once, and nothing is made twice', async () => {
      const host = current();
      const body = keyBody({ claim: newClaim() });
      const replies = await Promise.all([1, 2, 3].map(() => host.as('ada').ok('createApiKey', { body })));
      replies.push(await host.as('ada').ok('createApiKey', { body }));
      expect(new Set(replies.map(({ key, secret }) => `${key.key} ${secret}`)).size).toBe(1);
      expect((await host.as('ada').ok('listApiKeys')).total_count).toBe(1);
      expect(await auditOf(host, 'api_key.created')).toHaveLength(1);
    });

    test('R19: once it is saved, the secret is gone for good; saving again changes nothing', async () => {
      const host = current();
      const body = keyBody({ claim: newClaim() });
      const { key } = await host.as('ada').ok('createApiKey', { body });
      const params = { key: key.key };
      await host
        .as('ada')
        .refused('confirmApiKeySaved', 'credentials_consumed', { params, body: { claim: newClaim() } });
      await host
        .as('eve')
        .refused('confirmApiKeySaved', 'api_key_not_found', { params, body: { claim: body.claim } });
      for (let i = 0; i < 2; i += 1)
        await host.as('ada').ok('confirmApiKeySaved', { params, body: { claim: body.claim } });
      const problem = await host.as('ada').refused('createApiKey', 'credentials_consumed', { body });
      expect(problem.message).toMatch(/Delete the key and create another one/u);
      expect(await auditOf(host, 'api_key.saved')).toHaveLength(1);
      expect((await host.store.dump()).apiKeys.map(({ sealed }) => sealed)).toEqual([null]);
    });

    test('R19: after ten minutes the secret is gone, also where the job that destroys it is late', async () => {
      const host = current();
      const body = keyBody({ claim: newClaim() });
      const { key } = await host.as('ada').ok('createApiKey', { body });
      await host.advance(10 * MINUTE - SECOND);
      await host.as('ada').ok('createApiKey', { body });
      await host.advance(SECOND);
      await host.as('ada').refused('createApiKey', 'credentials_consumed', { body });
      expect((await host.store.get('apiKeys', key.key))?.sealed).toBeNull();
      const late = keyBody({ claim: newClaim() });
      const { key: second } = await host.as('ada').ok('createApiKey', { body: late });
      await host.store.write((tx) =>
        tx.update('apiKeys', second.key, { createdAt: host.now() - 10 * MINUTE }),
      );
      await host.as('ada').refused('createApiKey', 'credentials_consumed', { body: late });
    });

    test('R19: another person’s claim tells nothing, in either organization', async () => {
      const host = current();
      const claim = newClaim();
      const { key, secret } = await makeKey(host, 'ada', { claim });
      for (const name of ['eve', 'cid', 'fay'] as const) {
        const resource = name === 'fay' ? 'lkc-globex' : 'lkc-orders';
        const reply = await host
          .as(name)
          .send('createApiKey', { body: keyBody({ claim, resource, owner: name }) });
        expect(reply.code).toBe('credentials_consumed');
        expect(reply.text).not.toContain(key.key);
        expect(reply.text).not.toContain(secret);
      }
    });

    test('R19: the claim of a deleted key makes no other key, whoever sends it and through whichever door it went', async () => {
      const host = current();
      const saved = keyBody({ claim: newClaim() });
      const { key } = await host.as('ada').ok('createApiKey', { body: saved });
      await host
        .as('ada')
        .ok('confirmApiKeySaved', { params: { key: key.key }, body: { claim: saved.claim } });
      await host.as('ada').ok('deleteApiKey', { params: { key: key.key } });
      const waiting = keyBody({ claim: newClaim() });
      const { key: second } = await host.as('ada').ok('createApiKey', { body: waiting });
      await host.as('eve').ok('deleteIamApiKey', { params: { id: second.key } });
      for (const body of [saved, waiting]) {
        const replies = await Promise.all(
          (['ada', 'eve', 'ada'] as const).map((name) => host.as(name).send('createApiKey', { body })),
        );
        expect(replies.map(({ status, code }) => `${status} ${code}`)).toEqual(
          Array(3).fill('410 credentials_consumed'),
        );
      }
      expect((await host.store.dump()).apiKeys).toEqual([]);
      // A claim of one's own is as good as ever.
      await makeKey(host, 'ada');
    });

    test('the owner or the right goes between create and the repeated claim', async () => {
      const host = current();
      const body = keyBody({ owner: 'sa-planner', claim: newClaim() });
      const { key } = await host.as('ada').ok('createApiKey', { body });
      await unbind(host, 'rb-ada');
      // She made it, and sees what she was shown before.
      expect((await host.as('ada').ok('createApiKey', { body })).key.key).toBe(key.key);
      await host.as('eve').ok('deleteServiceAccount', {
        params: { service_account_id: 'sa-planner' },
        body: { keys: [key.key] },
      });
      await host.as('ada').refused('createApiKey', 'credentials_consumed', { body });
      const another = { ...body, claim: newClaim() };
      await host.as('ada').refused('createApiKey', 'permission_denied', { body: another });
      await bind(host, 'ada', 'CloudClusterAdmin', { cluster_id: 'lkc-orders' });
      await host.as('ada').refused('createApiKey', 'service_account_not_found', { body: another });
      await host.as('ada').refused('createApiKey', 'credentials_consumed', { body });
      expect((await host.as('eve').ok('listApiKeys')).total_count).toBe(0);
    });

    test('K7, R21: the secret is in the answer that made it and nowhere else', async () => {
      const host = current();
      const claim = newClaim();
      const { key, secret } = await makeKey(host, 'ada', { claim });
      const params = { key: key.key, id: key.key };
      await host.advance(6 * SECOND);
      const look = async (): Promise<void> => {
        for (const name of ['ada', 'cid', 'eve'] as const) {
          for (const id of ['listApiKeys', 'exportApiKeys', 'listIamApiKeys', 'listEnvironments'] as const)
            await host.as(name).ok(id);
          await host.as(name).ok('getIamApiKey', { params });
          await host.as(name).ok('updateIamApiKey', { params, body: { spec: { description: 'Anew' } } });
          await host.as(name).ok('describeApiKey', { params, body: { description: 'Again' } });
        }
        const rows = JSON.stringify(await host.store.dump());
        for (const piece of [secret, claim, secret.slice(4, 30)]) expect(rows).not.toContain(piece);
      };
      await look();
      await host.as('ada').ok('confirmApiKeySaved', { params, body: { claim } });
      await look();
      await host.as('ada').ok('deleteApiKey', { params });
      await host.settle();
      const rows = JSON.stringify(await host.store.dump());
      expect(rows).not.toContain(secret);
      const telling = host.answers.filter(({ text }) => text.includes(secret));
      expect(telling.map(({ id }) => id)).toEqual(['createApiKey']);
      for (const { text } of host.answers) expect(text).not.toContain(claim);
      expect(host.answers.some(({ text }) => text.includes('secret_hash') || text.includes('salt'))).toBe(
        false,
      );
    });

    test('K1, K12: a key becomes ready when its resource accepts it, and works there alone', async () => {
      const host = current();
      const made = await makeKey(host, 'ada');
      await host.settle();
      expect(await triedOn(host, made)).toBe(false);
      expect((await listedKey(host, made.key.key))?.state).toBe('propagating');
      await propagate(host);
      expect((await listedKey(host, made.key.key))?.state).toBe('ready');
      expect(await triedOn(host, made)).toBe(true);
      for (const resource of ['lkc-stock', 'lksqlc-alerts', 'cloud', ''])
        expect(await triedOn(host, made, resource)).toBe(false);
      for (const secret of ['', `${made.secret}x`, made.secret.toLowerCase()])
        expect(await triedOn(host, { ...made, secret })).toBe(false);
      await host.as('ada').ok('deleteApiKey', { params: { key: made.key.key } });
      await host.settle();
      expect(await triedOn(host, made)).toBe(false);
    });

    test('K12: while the platform is down a key goes on propagating, and gets there in the end', async () => {
      const host = current();
      await host.setFaults('platform_down');
      const made = await makeKey(host, 'ada');
      await host.advance(MINUTE);
      expect((await listedKey(host, made.key.key))?.state).toBe('propagating');
      await host.setFaults();
      for (let i = 0; i < 4; i += 1) await host.advance(MINUTE);
      expect((await listedKey(host, made.key.key))?.state).toBe('ready');
      expect(await triedOn(host, made)).toBe(true);
    });

    test('K12: a key that is deleted while it is handed over ends on its resource, too', async () => {
      const host = current();
      const made = await makeKey(host, 'ada');
      const job = (await host.store.read((tx) => tx.find('jobs', { where: { kind: 'propagate_key' } }))).at(
        -1,
      );
      if (!job) throw new Error('no job hands the key over');
      const { deps } = host.backend;
      const platform: typeof deps.platform = {
        ...deps.platform,
        publishKey: async (key) => {
          await host.as('ada').ok('deleteApiKey', { params: { key: made.key.key } });
          await host.settle();
          await deps.platform.publishKey(key);
        },
      };
      await host.store.write((tx) =>
        tx.update('jobs', job.id, { status: 'queued', lockedUntil: null, runAt: 0 }),
      );
      const again = await propagateKey({ ...deps, platform }, job);
      expect(again).toBeDefined();
      await host.store.write((tx) =>
        tx.update('jobs', job.id, { status: 'queued', lockedUntil: null, runAt: 0 }),
      );
      await host.advance(MINUTE);
      expect(await triedOn(host, made)).toBe(false);
      expect((await host.store.dump()).simulatedKeys).toEqual([]);
    });

    test('K12: a Cloud key is ready at once, because the management API is our own', async () => {
      const { key } = await makeKey(current(), 'eve', { resource: 'cloud' });
      expect([key.state, key.resource]).toEqual([
        'ready',
        { id: 'cloud', kind: 'cloud', name: 'Cloud resource management' },
      ]);
    });
  });
};
