import { describe, expect, test } from 'vitest';
import { OPERATIONS, type OperationId } from '../../contract/operations.ts';
import { sessionHandle } from '../../domain/sign-in/session.ts';
import { prefixOf } from '../../domain/access-token/access-token.ts';
import { UnavailableError, type Store } from '../../service/ports/store.ts';
import type { CallInput } from '../client.ts';
import { accessTokenOf, OVERLAP, type PersonName } from '../world.ts';
import { COMPROMISE_COMMANDS } from './compromise-steps.ts';
import { otherSession } from './own-sessions.ts';
import { KEY_COMMANDS } from './key-steps.ts';
import { MAIL_COMMANDS } from './mail.ts';
import { besidesTrail, elsewhere, newAccess, newClaim, type TestHost } from './host.ts';
import { ask, pathOf, ready, requestOf, saved, shown, statusesOf } from './steps.ts';
import { createPrimary, createUser, giveRole } from './user-steps.ts';

const DAY = 86_400_000;
const SERVICE = pathOf(OVERLAP);
const ADAS_TOKEN = prefixOf(accessTokenOf('ada'));

/** A call under this key. */
const under = (key: string, input: CallInput): CallInput => ({
  ...input,
  headers: { 'idempotency-key': key },
});

const asking = (host: TestHost, message = 'The key was shared'): CallInput => ({
  body: { request_type: 'rotate_credentials', access_id: host.accesses.orders.id, message },
});

const emptyGroup = async (host: TestHost): Promise<string> => {
  const body = { user_group_name: 'Empty', description: '' };
  return (await host.as('eve').ok('createGroup', { body })).user_group_id;
};

/** A command that would succeed, with everything before it done. */
type Prepared = readonly [by: PersonName, input: CallInput];
export const PREPARE: { readonly [Id in OperationId]?: (host: TestHost) => Promise<Prepared> } = {
  markNotificationsRead: async (host) => {
    await ask(host);
    return ['ben', { body: {} }];
  },
  updateMembers: async () => [
    'eve',
    { params: { user_group_id: 'grp_payments' }, body: { operation: 'add_members', member_ids: ['dan'] } },
  ],
  createGroup: async () => ['eve', { body: { user_group_name: 'Twice', description: '' } }],
  updateGroup: async () => [
    'eve',
    { params: { user_group_id: 'grp_payments' }, body: { user_group_name: 'Pay', description: 'Us' } },
  ],
  deleteGroup: async (host) => ['eve', { params: { user_group_id: await emptyGroup(host) } }],
  createAccess: async () => ['ada', { body: newAccess('twice', 'grp_payments', OVERLAP, ['orders']) }],
  deleteAccess: async (host) => ['ada', { params: { access_id: host.accesses.orders.id } }],
  confirmSaved: async (host) => {
    const { claim } = await shown(host);
    return ['ada', { params: { access_id: host.accesses.orders.id }, body: { claim } }];
  },
  retireOldCredentials: async (host) => {
    await saved(host);
    return ['ben', { params: { access_id: host.accesses.orders.id }, body: {} }];
  },
  createRequest: async (host) => ['ada', asking(host)],
  approveRequest: async (host) => ['ben', { params: { request_id: await ask(host) }, body: {} }],
  declineRequest: async (host) => [
    'ben',
    { params: { request_id: await ask(host) }, body: { reason: 'No' } },
  ],
  deleteRequest: async (host) => ['ada', { params: { request_id: await ask(host) } }],
  updateAccessToken: async () => [
    'ada',
    { params: { token_prefix: ADAS_TOKEN }, body: { description: 'Once' } },
  ],
  revokeAccessToken: async () => ['ada', { params: { token_prefix: ADAS_TOKEN } }],
  createServiceUser: async () => ['cid', { params: SERVICE, body: { username: 'twice' } }],
  deleteServiceUser: async (host) => ['cid', { params: await createUser(host, 'brief') }],
  modifyServiceUser: async (host) => [
    'cid',
    { params: await createUser(host, 'brief'), body: { operation: 'reset-credentials' } },
  ],
  resetServiceUser: async (host) => [
    'cid',
    { params: { ...SERVICE, username: host.accesses.orders.username } },
  ],
  resetServiceCredentials: async (host) => {
    await createPrimary(host);
    return ['cid', { params: SERVICE }];
  },
  changeCertificateNotices: async () => [
    'cid',
    { params: SERVICE, body: { muted: true, renewal_window_days: 30 } },
  ],
  introduceCa: async (host) => {
    await giveRole(host, 'ben', 'admin');
    return ['ben', { params: SERVICE, body: { number: 2 } }];
  },
  ...KEY_COMMANDS,
  ...MAIL_COMMANDS,
  ...COMPROMISE_COMMANDS,
  endBreakGlass: async () => ['eve', {}],
  revokeSession: async (host) => {
    const other = await otherSession(host, 'ada', 'elsewhere');
    return ['ada', { params: { session_id: sessionHandle(other) } }];
  },
  revokeOtherSessions: async (host) => {
    await otherSession(host, 'ada', 'elsewhere');
    return ['ada', {}];
  },
  retryRequest: async (host) => {
    await host.setFaults('platform_refuses');
    const request_id = await ready(host);
    await host.setFaults();
    return ['cid', { params: { request_id }, body: {} }];
  },
};
// The keys of PREPARE, which Object.keys cannot know.
const KEYED = Object.keys(PREPARE) as readonly OperationId[];

/** Beside them lie the claims of deleted keys, which answer nothing. */
const keptIn = (host: TestHost): Promise<number> =>
  host.store.read((tx) => tx.count('keptAnswers', { where: { outcome: { not: 'null' } } }));

/** A command whose answer got lost can be sent again under its Idempotency-Key (convention 14). */
export const repetitionTests = (current: () => TestHost): void => {
  describe('repetition', () => {
    test('every command of the contract takes a key, but for the reveal, which has its claim, and what carries a token or secrets', () => {
      const keyed = Object.values(OPERATIONS).filter((operation) => operation.keyed);
      expect(keyed.map(({ id }) => id).toSorted()).toEqual(KEYED.toSorted());
      const others = Object.values(OPERATIONS).filter(
        ({ keyed: takes, method, group }) => !takes && method !== 'GET' && group !== 'Demo controls',
      );
      expect(others.map(({ id }) => id).toSorted()).toEqual([
        'claimApiKey',
        'claimCredentials',
        'createAccessToken',
        'createApiKey',
        'createIamApiKey',
        'createIamRoleBinding',
        'createIamServiceAccount',
        'createWebhook',
        'deleteIamApiKey',
        'deleteIamRoleBinding',
        'deleteIamServiceAccount',
        'deleteIamUser',
        'showServiceUserSecrets',
        'signIn',
        'signInByCode',
        'signOut',
        'unsubscribeFromMail',
        'updateIamApiKey',
        'updateIamServiceAccount',
        'updateIamUser',
      ]);
    });

    test.each(KEYED)('%s again under its key: the first answer, and nothing done twice', async (id) => {
      const host = current();
      const [by, input] = (await PREPARE[id]?.(host)) ?? ['ada', {}];
      const first = await host.as(by).send(id, under('again', input));
      expect(first.status).toBe(OPERATIONS[id].status);
      await host.settle();
      const before = besidesTrail(await host.store.dump());
      const events = await host.store.read((tx) => tx.count('audit'));
      const second = await host.as(by).send(id, under('again', input));
      expect([second.status, second.text]).toEqual([first.status, first.text]);
      await elsewhere(host, host.store, async (as) => {
        const third = await as(by).send(id, under('again', input));
        expect([third.status, third.text]).toEqual([first.status, first.text]);
      });
      expect(besidesTrail(await host.store.dump())).toEqual(before);
      expect(await host.store.read((tx) => tx.count('audit'))).toBe(events);
    });

    test.each(KEYED)('%s five times at the same instant under one key has one effect', async (id) => {
      const host = current();
      const [by, input] = (await PREPARE[id]?.(host)) ?? ['ada', {}];
      const audited = async () => host.store.read((tx) => tx.count('audit'));
      const before = await audited();
      const replies = await Promise.all(
        Array.from({ length: 5 }, () => host.as(by).send(id, under('at-once', input))),
      );
      const [first] = replies;
      expect(first?.status).toBe(OPERATIONS[id].status);
      for (const { status, text } of replies) expect([status, text]).toEqual([first?.status, first?.text]);
      expect(await keptIn(host)).toBe(1);
      await host.settle();
      const caused = (await audited()) - before;
      await host.reset();
      const [, once] = (await PREPARE[id]?.(host)) ?? ['ada', {}];
      const afresh = await audited();
      await host.as(by).ok(id, once);
      await host.settle();
      expect(caused).toBe((await audited()) - afresh);
    });

    test('a refusal is repeated as well, although it would succeed by now; a new key succeeds', async () => {
      const host = current();
      const ada = host.as('ada');
      const request_id = await ask(host);
      const first = await ada.send('createRequest', under('key-1', asking(host)));
      expect(first.code).toBe('governance_request_already_in_progress');
      await ada.ok('deleteRequest', { params: { request_id } });
      const again = await ada.send('createRequest', under('key-1', asking(host)));
      expect([again.status, again.text]).toEqual([first.status, first.text]);
      await ada.ok('createRequest', under('key-2', asking(host)));
    });

    test('a key belongs to one person and one operation', async () => {
      const host = current();
      const { request } = await host.as('ada').ok('createRequest', under('mine', asking(host)));
      const refused = await host.as('ben').send('createRequest', under('mine', asking(host)));
      expect(refused.code).toBe('governance_request_already_in_progress');
      const params = { request_id: request.request_id };
      await host.as('ben').ok('approveRequest', under('mine', { params, body: {} }));
      await host.as('ada').refused('deleteRequest', 'governance_request_already_decided', {
        ...under('mine', { params }),
      });
    });

    test('the same key with another request is refused with 422, and nothing is done', async () => {
      const host = current();
      const ada = host.as('ada');
      const first = await ask(host);
      const second = await ask(host, { access: 'stock' });
      await ada.ok('deleteRequest', under('key', { params: { request_id: first } }));
      const problem = await ada.refused(
        'deleteRequest',
        'idempotency_key_reused',
        under('key', { params: { request_id: second } }),
      );
      expect(problem.message).toBe(
        'This Idempotency-Key came with another request before. Send a new key with each new request.',
      );
      expect((await requestOf(host, second)).status).toBe('pending');
      await ada.ok('createRequest', under('key', asking(host, 'One')));
      const reply = await ada.send('createRequest', under('key', asking(host, 'Another')));
      expect([reply.status, reply.code]).toEqual([422, 'idempotency_key_reused']);
      // The same in other words: fields nobody knows and another order of them change nothing.
      const { access_id } = { access_id: host.accesses.orders.id };
      const text = JSON.stringify({ x: 1, message: 'One', access_id, request_type: 'rotate_credentials' });
      expect((await ada.send('createRequest', under('key', { text }))).status).toBe(201);
    });

    test('two different requests at the same instant under one key: one is done, the other refused', async () => {
      const host = current();
      const create = (name: string) =>
        host
          .as('ada')
          .send('createAccess', under('key', { body: newAccess(name, 'grp_payments', OVERLAP, ['orders']) }));
      expect(statusesOf(await Promise.all([create('left'), create('right')]))).toEqual([200, 422]);
      const { total_count: made } = await host.as('ada').ok('listAccesses');
      expect(made).toBe(4);
      await host.settle();
    });

    test('a key has 1 to 255 visible ASCII characters', async () => {
      const host = current();
      const ada = host.as('ada');
      for (const wrong of ['', 'two words', 'x'.repeat(256), 'schl\u00fcssel', 'tab\tbed']) {
        const problem = await ada.refused('createRequest', 'invalid_request', under(wrong, asking(host)));
        expect(problem.errors[0]?.metadata?.['header']).toBe('Idempotency-Key');
      }
      // Reading takes none and minds none.
      await ada.ok('listRequests', under('two words', {}));
      await ada.ok('createRequest', under(`"${'~'.repeat(253)}"`, asking(host)));
      expect(await keptIn(host)).toBe(1);
    });

    test('what did not get as far as the command leaves the key free', async () => {
      const host = current();
      const ada = host.as('ada');
      await ada.refused('createRequest', 'invalid_request', under('key', asking(host, '')));
      await host.stranger().refused('createRequest', 'session_required', under('key', asking(host)));
      await host.setFaults('store_down');
      await ada.refused('createRequest', 'unavailable', under('key', asking(host)));
      await host.setFaults();
      const failing: Store = {
        ...host.store,
        write: (work) =>
          host.store.write(async (tx) => {
            const before = await tx.count('requests');
            const result = await work(tx);
            // Not what the worker writes for itself.
            if ((await tx.count('requests')) > before)
              throw new UnavailableError('The line to the database was cut.');
            return result;
          }),
      };
      await elsewhere(host, failing, async (as) => {
        await as('ada').refused('createRequest', 'unavailable', under('key', asking(host)));
      });
      expect(await keptIn(host)).toBe(0);
      expect((await ada.send('createRequest', under('key', asking(host)))).status).toBe(201);
    });

    test('the commit’s own answer gets lost: done and kept are one, so the repetition tells', async () => {
      const host = current();
      const forgetful: Store = {
        ...host.store,
        write: async (work) => {
          let asked = false;
          const result = await host.store.write(async (tx) => {
            const before = await tx.count('requests');
            const done = await work(tx);
            asked = (await tx.count('requests')) > before;
            return done;
          });
          // Not what the worker writes for itself.
          if (asked) throw new UnavailableError('The line to the database was cut.');
          return result;
        },
      };
      await elsewhere(host, forgetful, async (as) => {
        await as('ada').refused('createRequest', 'unavailable', under('key', asking(host)));
      });
      const { request } = await host.as('ada').ok('createRequest', under('key', asking(host)));
      expect((await host.as('ada').ok('listRequests', { query: { scope: 'mine' } })).requests).toEqual([
        request,
      ]);
    });

    test('R18, R21: for the reveal the key changes nothing, and nothing of it is kept', async () => {
      const host = current();
      await ready(host);
      const ada = host.as('ada');
      const params = { access_id: host.accesses.orders.id };
      await ada.ok('claimCredentials', under('key', { params, body: { claim: newClaim() } }));
      await ada.refused(
        'claimCredentials',
        'credentials_consumed',
        under('key', { params, body: { claim: newClaim() } }),
      );
      expect(await keptIn(host)).toBe(0);
    });

    test('after 24 hours a key is forgotten', async () => {
      const host = current();
      const ada = host.as('ada');
      const { request } = await ada.ok('createRequest', under('key', asking(host)));
      await host.advance(DAY - 60_000);
      expect((await ada.ok('createRequest', under('key', asking(host)))).request).toEqual(request);
      await host.advance(DAY);
      await ada.refused(
        'createRequest',
        'governance_request_already_in_progress',
        under('key', asking(host)),
      );
    });
  });
};
