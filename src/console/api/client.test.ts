import { afterEach, describe, expect, test, vi } from 'vitest';
import { exportAccesses, getAccess, listAccesses } from '../../contract/operations/accesses.ts';
import { updateMembers } from '../../contract/operations/directory.ts';
import { createRequest } from '../../contract/operations/requests.ts';
import { getSession } from '../../contract/operations/session.ts';
import { call, onUnauthorized } from './client.ts';
import { isConnectionLost } from './connection.ts';
import { ApiError, messageOf, OfflineError } from './errors.ts';
import { setOrganization } from './organization.ts';

type Answer = () => Response | Promise<Response>;

/** The network, not a module of ours: records what is sent and answers in turn. */
function network(...answers: Answer[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return (answers[Math.min(sent.length, answers.length) - 1] ?? (() => Response.json({})))();
  });
  return sent;
}

const problem = (
  status: number,
  code: string,
  message: string,
  headers: HeadersInit = {},
  errors?: unknown,
) =>
  Response.json({ message, errors: errors ?? [{ message, status, error_code: code }] }, { status, headers });

const refused = async (answer: Answer): Promise<unknown> => {
  network(answer);
  return call(getSession, {}).then(
    () => undefined,
    (error: unknown) => error,
  );
};

afterEach(() => {
  vi.unstubAllGlobals();
  setOrganization(undefined);
});

describe('call', () => {
  test('fills in path, query and body', async () => {
    setOrganization('org 1');
    const sent = network();
    await call(getAccess, { params: { access_id: 'a/b' } });
    await call(listAccesses, { query: { search: 'a&b', cursor: undefined, owner_user_group_id: '' } });
    await call(createRequest, {
      body: { request_type: 'rotate_credentials', access_id: 'a1', message: 'why' },
    });
    expect(sent.map(({ url }) => url)).toEqual([
      '/v1/organization/org%201/governance/access/a%2Fb',
      '/v1/organization/org%201/governance/access?search=a%26b',
      '/v1/organization/org%201/governance/requests',
    ]);
    expect(sent[2]?.init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      body: '{"request_type":"rotate_credentials","access_id":"a1","message":"why"}',
    });
    expect(sent[0]?.init.body).toBeUndefined();
  });

  test('waits for the session to tell the organization', async () => {
    const sent = network();
    const waiting = call(exportAccesses, {}).catch(() => {});
    await Promise.resolve();
    expect(sent).toHaveLength(0);
    setOrganization('org1');
    await waiting;
    expect(sent[0]?.url).toBe('/v1/organization/org1/governance/access-export');
  });

  test('an operation without an answer gives none', async () => {
    setOrganization('org1');
    network(() => new Response(null, { status: 204 }));
    const body = { operation: 'add_members', member_ids: ['u1'] } as const;
    const answer = await call(updateMembers, {
      params: { user_group_id: 'g1' },
      body: { ...body, member_ids: ['u1'] },
    });
    expect(answer).toBeUndefined();
  });

  test('a missing parameter is a mistake of ours and sends nothing', async () => {
    setOrganization('org1');
    const sent = network();
    await expect(call(getAccess, { params: { access_id: '' } })).rejects.toThrow('getAccess needs access_id');
    expect(sent).toHaveLength(0);
  });
});

describe('errors', () => {
  test('a refusal keeps its code, its sentence and its fields', async () => {
    const errors = [
      {
        message: 'message: Must not be empty.',
        status: 400,
        error_code: 'invalid_request',
        metadata: { pointer: '/message', detail: 'Must not be empty.' },
      },
      {
        message: 'Too many.',
        status: 400,
        error_code: 'invalid_request',
        metadata: { pointer: '/acls/0/host' },
      },
      {
        message: 'Second for the same field.',
        status: 400,
        error_code: 'invalid_request',
        metadata: { pointer: '/message' },
      },
      { message: 'Unknown.', status: 400, error_code: 'invalid_request', metadata: { parameter: 'sort' } },
    ];
    const error = await refused(() => problem(400, '', '', {}, errors));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid_request',
      message: 'message: Must not be empty.',
      fields: { message: 'Must not be empty.', 'acls/0/host': 'Too many.', sort: 'Unknown.' },
    });
    expect(messageOf(error)).toBe('message: Must not be empty.');
  });

  test('503 knows when to come back', async () => {
    const error = await refused(() =>
      problem(503, 'unavailable', 'The database cannot be reached.', { 'retry-after': '5' }),
    );
    expect(error).toMatchObject({ retryAfter: 5 });
    expect(messageOf(error)).toBe('The database cannot be reached.');
  });

  test('an answer that is not ours still becomes a sentence', async () => {
    const error = await refused(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(error).toMatchObject({ status: 502, code: 'http_502' });
    expect(messageOf(error)).toContain('502');
  });

  test('401 is told to whoever listens', async () => {
    const heard = vi.fn<() => void>();
    const stop = onUnauthorized(heard);
    await refused(() => problem(401, 'session_required', 'Sign in.'));
    stop();
    await refused(() => problem(401, 'session_required', 'Sign in.'));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test('no answer is offline until the next answer, whatever it says', async () => {
    const error = await refused(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(error).toBeInstanceOf(OfflineError);
    expect(isConnectionLost()).toBe(true);
    await refused(() => problem(500, 'internal_error', 'Failed.'));
    expect(isConnectionLost()).toBe(false);
  });

  test('an answer cut off in the middle is offline, not a broken page', async () => {
    expect(await refused(() => new Response('{"user":', { status: 200 }))).toBeInstanceOf(OfflineError);
    await refused(() => Response.json({}));
  });

  test('a caller that gives up hears of that and of nothing else', async () => {
    const leaving = new AbortController();
    network(async () => {
      leaving.abort();
      throw new TypeError('Failed to fetch');
    });
    await expect(call(getSession, { signal: leaving.signal })).rejects.toThrow(/abort/iu);
    expect(isConnectionLost()).toBe(false);
  });

  test('anything else thrown has a sentence as well', () => {
    for (const thrown of [undefined, 'text', new Error('x is not a function'), { status: 401 }]) {
      expect(messageOf(thrown)).toBe('Something went wrong in this page. Reload it, then try again.');
    }
  });
});
