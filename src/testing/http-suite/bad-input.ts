import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../contract/operations.ts';
import { OVERLAP } from '../world.ts';
import { newAccess, type TestHost } from './host.ts';
import { report } from './compromise-steps.ts';
import { makeKey } from './key-steps.ts';
import { putWebhook } from './webhooks.ts';
import { ask, pathParams, QUERIES, ready, requestOf } from './steps.ts';

const EMOJI = '\u{1f600}';
/** Texts that people may write and that must come back as they were. */
const KEPT = [
  '<script>alert(1)</script>',
  '"; drop table requests; --',
  '=cmd|calc',
  'Zeile 1\nZeile 2\tTab',
  '日本語 и ещё ümläut',
  `${EMOJI}${EMOJI}`,
  '\\u0000 %00 \\n ${x} {{y}}',
  'e\u0301 stays two code points',
  '\u05e9\u05dc\u05d5\u05dd',
];
/** Characters that hide or turn text. */
const REFUSED = [
  'a\0b',
  'a\u0007b',
  'a\u001bb',
  'a\u007fb',
  'a\u0085b',
  'a\u202eb',
  'a\u2066b',
  'a\u200fb',
  'a\ufeffb',
  'a\ud800b',
  'a\rb\u0001',
];

const detail = (
  problem: { errors: readonly { metadata?: Record<string, string> | undefined }[] },
  key: string,
) => problem.errors[0]?.metadata?.[key];

/** Input that does not fit the contract is refused in words, with its place. */
export const badInputTests = (current: () => TestHost): void => {
  describe('bad input', () => {
    const asking = (host: TestHost, message: unknown) => ({
      body: { request_type: 'rotate_credentials', access_id: host.accesses.orders.id, message },
    });

    test('R2: a message has 1 to 500 characters, counted as people count them', async () => {
      const host = current();
      const ada = host.as('ada');
      for (const wrong of ['', '   \n ', 'x'.repeat(501), EMOJI.repeat(501)]) {
        const problem = await ada.refused('createRequest', 'invalid_request', asking(host, wrong));
        expect(detail(problem, 'pointer')).toBe('/message');
      }
      const { request } = await ada.ok('createRequest', asking(host, ` ${EMOJI.repeat(500)} `));
      expect(request.message).toBe(EMOJI.repeat(500));
    });

    test('R8: a reason has 1 to 300 characters, an approval’s message at most 500', async () => {
      const host = current();
      const request_id = await ask(host);
      const params = { request_id };
      const ben = host.as('ben');
      for (const reason of ['', ' ', 'x'.repeat(301)])
        await ben.refused('declineRequest', 'invalid_request', { params, body: { reason } });
      await ben.refused('declineRequest', 'invalid_request', { params, body: {} });
      await ben.refused('approveRequest', 'invalid_request', { params, body: { message: 'x'.repeat(501) } });
      await ben.refused('approveRequest', 'invalid_request', { params, body: { version: 0 } });
      const { request } = await ben.ok('declineRequest', { params, body: { reason: 'x'.repeat(300) } });
      expect(request.decision_message).toHaveLength(300);
    });

    test.each(KEPT)('text comes back as it was: %j', async (text) => {
      const host = current();
      const { request } = await host.as('ada').ok('createRequest', asking(host, text));
      expect((await requestOf(host, request.request_id, 'ben')).message).toBe(text);
      await host
        .as('ben')
        .ok('declineRequest', { params: { request_id: request.request_id }, body: { reason: text } });
      expect((await requestOf(host, request.request_id)).decision_message).toBe(text);
    });

    test('text that hides something is refused', async () => {
      const host = current();
      const ada = host.as('ada');
      for (const text of REFUSED) await ada.refused('createRequest', 'invalid_request', asking(host, text));
      const request_id = await ask(host);
      for (const reason of REFUSED)
        await host
          .as('ben')
          .refused('declineRequest', 'invalid_request', { params: { request_id }, body: { reason } });
      for (const message of REFUSED)
        await host
          .as('ben')
          .refused('approveRequest', 'invalid_request', { params: { request_id }, body: { message } });
      for (const name of [...REFUSED, 'two\nlines', '', 'x'.repeat(101)])
        await ada.refused('createAccess', 'invalid_request', {
          body: newAccess(name, 'grp_payments', OVERLAP, ['orders']),
        });
    });

    test.each([
      ['{', 1, 2],
      ['{"message": }', 1, 13],
      ['{\n  "a": 1,\n  b\n}', 3, 3],
      ['nonsense', 1, 1],
      ['{"a": "x\ny"}', 1, 9],
      ['{"a":1}}', 1, 8],
      ['[1,]', 1, 4],
      ['{"a": tru}', 1, 7],
      ['{"a": 01}', 1, 7],
      ['['.repeat(60_000), 1, 60_001],
    ] as const)('malformed JSON %.30j is refused with its place', async (text, line, column) => {
      const host = current();
      const problem = await host.as('ada').refused('createRequest', 'malformed_json', { text });
      expect([detail(problem, 'line'), detail(problem, 'column')]).toEqual([String(line), String(column)]);
      expect(problem.message).toContain(`line ${line}, column ${column}`);
    });

    test.each([
      [{ request_type: 'rotate_credentials', message: 'x' }, '/access_id'],
      [{ request_type: 'rotate_credentials', access_id: 5, message: 'x' }, '/access_id'],
      [{ request_type: 'else', access_id: 'a', message: 'x' }, '/request_type'],
      [{ request_type: 'rotate_credentials', access_id: 'a', message: ['x'] }, '/message'],
      [{ request_type: 'rotate_credentials', access_id: 'a', message: 'x', overlap: 'forever' }, '/overlap'],
      [{ request_type: 'rotate_credentials', access_id: 'a'.repeat(65), message: 'x' }, '/access_id'],
      [[], ''],
      [null, ''],
      ['text', ''],
    ])('a body of the wrong shape names the place: %j', async (body, pointer) => {
      const problem = await current().as('ada').refused('createRequest', 'invalid_request', { body });
      expect(detail(problem, 'pointer')).toBe(pointer);
    });

    test('every wrong place is named at once, also inside lists', async () => {
      const host = current();
      const good = newAccess('mine', 'grp_payments', OVERLAP, ['orders', 'refunds']);
      const body: unknown = JSON.parse(
        JSON.stringify(good).replaceAll('"Read"', '"Steal"').replace('"KAFKA"', '"X"'),
      );
      const problem = await host.as('ada').refused('createAccess', 'invalid_request', { body });
      expect(problem.errors.map((error) => error.metadata?.['pointer'] ?? '').toSorted()).toEqual([
        '/access_data/acls/0/operation',
        '/access_data/acls/1/operation',
        '/access_type',
      ]);
    });

    test('a missing body says what is missing', async () => {
      const host = current();
      const missing = async (body?: unknown) => {
        const input = body === undefined ? {} : { body };
        const problem = await host.as('ada').refused('createRequest', 'invalid_request', input);
        return problem.errors.map((error) => error.metadata?.['pointer'] ?? '').toSorted();
      };
      expect(await missing()).toEqual(['/request_type']);
      expect(await missing({ request_type: 'rotate_credentials' })).toEqual(['/access_id', '/message']);
      expect(await missing({ request_type: 'create_api_key' })).toEqual([
        '/message',
        '/owner_id',
        '/resource_id',
      ]);
      const request_id = await ask(host);
      await host.as('ben').ok('approveRequest', { params: { request_id } });
    });

    test('unknown fields of a body are passed over', async () => {
      const host = current();
      const { body } = asking(host, 'Why');
      await host.as('ada').ok('createRequest', { body: { ...body, status: 'approved', requester: 'ben' } });
    });

    test('a body over 64 KiB is refused, whatever its length header says', async () => {
      const host = current();
      const { body } = asking(host, 'x'.repeat(70_000));
      await host.as('ada').refused('createRequest', 'body_too_large', { body });
      await host
        .as('ada')
        .refused('createRequest', 'body_too_large', { body, headers: { 'content-length': '10' } });
      await host.as('ada').refused('createRequest', 'invalid_request', asking(host, 'x'.repeat(60_000)));
    });

    test('an operation without a body takes any, and any content type', async () => {
      const host = current();
      const request_id = await ask(host);
      const headers = { 'content-type': 'application/octet-stream' };
      await host.as('ada').ok('deleteRequest', { params: { request_id }, text: '{not json', headers });
    });

    test('limit=999, unknown and empty query parameters are taken by every operation', async () => {
      const host = current();
      const request_id = await ready(host);
      await putWebhook(host);
      const base: Record<string, string> = { ...pathParams(host), request_id };
      const made = [await makeKey(host, 'ada'), await makeKey(host, 'ada'), await makeKey(host, 'ada')];
      const keys = made.map(({ key }) => key.key);
      base['incident_id'] = (await report(host, { access: 'stock' })).incident_id;
      const { kafka_acl: acls } = await host.as('ada').ok('listKafkaAcls', { params: base });
      base['acl_id'] = acls[0]?.id ?? '';
      base['key'] = keys[0] ?? '';
      const [event] = await host.store.read((tx) =>
        tx.find('audit', { where: { organizationId: 'org_acme' }, limit: 1 }),
      );
      base['event_id'] = event?.id ?? '';
      const query = { limit: '999', surprise: 'yes', search: '', cursor: '', status: '', sort: '' };
      for (const operation of Object.values(OPERATIONS)) {
        if (operation.produces === 'events' || operation.group === 'Demo controls') continue;
        if (operation.session === 'none') continue;
        // Some lists are for organization admins alone.
        const name =
          operation.group === 'Audit' || /^list(?:MailBounces|Webhook)/u.test(operation.id) ? 'eve' : 'ada';
        const person = operation.callers === 'token' ? host.byToken(name) : host.as(name);
        const id = operation.id.endsWith('IamApiKey') ? keys[1] : pathParams(host, operation.id)['id'];
        const reply = await person.send(operation.id, {
          params: {
            ...base,
            id: id ?? '',
            // The other one was deleted on the way.
            ...(operation.id === 'previewKeyCompromise' ? { key: keys[2] ?? '' } : {}),
          },
          query: { ...query, ...QUERIES[operation.id] },
          sweep: true,
        });
        expect(
          detail(reply.problem ?? { errors: [] }, 'parameter'),
          `${operation.id}: ${reply.text}`,
        ).toBeUndefined();
        if (operation.method === 'GET') expect(reply.status, `answer of ${operation.id}`).toBe(200);
      }
    });

    test('limits outside the range are moved into it', async () => {
      const host = current();
      for (const limit of ['0', '1', '30', '1000', '999999999'])
        await host.as('ada').ok('listAccesses', { query: { limit } });
      for (const limit of ['-1', '1.5', 'many', '9999999999'])
        await host.as('ada').refused('listAccesses', 'invalid_request', { query: { limit } });
    });

    test.each([
      ['listAccesses', { sort: 'password' }, 'sort'],
      ['listAccesses', { direction: 'up' }, 'direction'],
      ['listAccesses', { credential_state: 'active,lost' }, 'credential_state'],
      ['listAccesses', { expiry: 'soon' }, 'expiry'],
      ['listAccesses', { search: 'x'.repeat(201) }, 'search'],
      ['listRequests', { scope: 'all' }, 'scope'],
      ['listRequests', { status: 'gone' }, 'status'],
      ['exportRequests', { type: 'gone' }, 'type'],
      ['exportAccesses', { sort: '1' }, 'sort'],
    ] as const)('%s refuses %j and names the parameter', async (id, query, parameter) => {
      const problem = await current().as('ada').refused(id, 'invalid_request', { query });
      expect(detail(problem, 'parameter')).toBe(parameter);
    });

    test('forged cursors are refused, whatever they hold', async () => {
      const host = current();
      await ask(host);
      const forged = [
        'x',
        '%',
        '%E0%A4%A',
        '[]',
        'null',
        '{}',
        JSON.stringify(['a', 0, null, 'x']),
        JSON.stringify(['a', -1, 'x', 'x']),
        JSON.stringify(['c', 0, 'x', 'x']),
        JSON.stringify(['a', 0.5, 'x', 'x']),
        JSON.stringify(['a', 0, { a: 1 }, 'x']),
        encodeURIComponent(JSON.stringify(['a', 0, '\0', 'id'])),
        encodeURIComponent(JSON.stringify(['a', 0, 'a', '\0'])),
        encodeURIComponent(JSON.stringify(['a', 0, 'a\ud800', 'id'])),
        'x'.repeat(1001),
      ];
      for (const id of ['listAccesses', 'listRequests'] as const)
        for (const cursor of forged)
          await host.as('ada').refused(id, 'invalid_request', { query: { cursor } });
    });

    test('a cursor of another sorting, with values of another kind, is never a fault', async () => {
      const host = current();
      await ask(host);
      const values = ['text', '\0', '', 5, -1, 1e300, true, '2026-01-01', 'not a date'];
      const sorts = {
        listAccesses: ['access_name', 'create_time', 'credential_state'],
        listRequests: ['create_time', 'requester'],
      };
      for (const id of ['listAccesses', 'listRequests'] as const)
        for (const sort of sorts[id])
          for (const value of values)
            for (const kind of ['a', 'b']) {
              const cursor = encodeURIComponent(JSON.stringify([kind, 40, value, 'id']));
              const reply = await host.as('ada').send(id, { query: { cursor, sort } });
              expect([200, 400], `${id} ${sort} ${String(value)}: ${reply.text}`).toContain(reply.status);
            }
    });
  });
};
