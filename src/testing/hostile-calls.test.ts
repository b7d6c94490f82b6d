import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Operation } from '../contract/operation.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { IamProblemBody } from '../contract/schemas/iam.ts';
import { ProblemBody } from '../contract/schemas/shared.ts';
import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import { ORIGIN } from './client.ts';
import { makeHost, type TestHost } from './http-suite/host.ts';
import { pathParams, QUERIES } from './http-suite/steps.ts';
import { tokenOf } from './world.ts';

/** Parts of a path as they stand on the wire: broken escapes, bytes that are no text, characters that hide. */
const PARTS = [
  '%',
  '%2',
  '%zz',
  '%00',
  '%ff%fe',
  '%c0%80',
  '%ed%a0%80',
  '%f0%9f%98%80',
  '%e2%80%ae',
  '%2e%2e%2f',
  '9'.repeat(400),
  '__proto__',
];

/** Queries that no description allows, whatever the operation. */
const QUERIES_SENT = [
  'limit=1&limit=2&search=a&search=b&page_size=1&page_size=x',
  'limit=%&cursor=%00&search=%ff&page_token=%ed%a0%80',
  `limit=${'9'.repeat(400)}&page_size=-1&cursor=eyJ9&page_token=%7B%7D`,
  '__proto__=x&constructor=y&%00=z&=&&',
];

const encoder = new TextEncoder();

/** Bodies that no description allows, whatever the operation. */
const BODIES: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '{"a":1}{"b":2}',
  '[[[['.repeat(5000),
  '{"__proto__":{"admin":true},"constructor":null}',
  '{"message":"\\ud800","description":"\\u0000","claim":"\\udfff","spec":{"owner":{"id":"\\ud800"}}}',
  `{"number":${'9'.repeat(400)},"version":1e999,"max_age_seconds":-1e999,"seconds":9007199254740993}`,
  new Uint8Array([0xff, 0xfe, 0x00, 0xd8]),
  encoder.encode('\ufeff{"description":"begins with a mark"}'),
];

const TYPES = [
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  '@',
];

/** What no client sends: never a fault, and refused in the words of the contract. */
describe('hostile calls of every operation', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await makeHost(async () => createMemoryStore());
  });
  afterAll(() => host.close());

  const expectSober = async (operation: Operation, what: string, answer: Response): Promise<void> => {
    expect(answer.status, `${operation.id} ${what}`).toBeLessThan(500);
    if (answer.status < 400) {
      await answer.body?.cancel();
      return;
    }
    const schema = operation.dialect === 'iam' ? IamProblemBody : ProblemBody;
    const told: unknown = JSON.parse(await answer.text());
    // A path that begins with nothing we know is told in our own envelope.
    const { success } = z.safeParse(answer.status === 404 ? z.union([schema, ProblemBody]) : schema, told);
    expect(success, `${operation.id} ${what}: ${JSON.stringify(told)}`).toBe(true);
  };

  const call = async (operation: Operation, path: string, init: RequestInit = {}): Promise<Response> =>
    host.backend.app.fetch(
      new Request(ORIGIN + path, {
        method: operation.method,
        ...init,
        headers: { cookie: `latchkey_session=${tokenOf('eve')}`, ...init.headers },
      }),
    );

  // The demo's controls would end the session or the world; what signs out does so too.
  const operations = Object.values<Operation>(OPERATIONS).filter(
    ({ group, id }) => group !== 'Demo controls' && id !== 'signOut',
  );

  test.each(operations)('$id', async (operation) => {
    const params: Readonly<Record<string, string>> = {
      ...pathParams(host, operation.id),
      organization_id: 'org_acme',
    };
    const names = [...operation.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '');
    const pathWith = (change: Readonly<Record<string, string>> = {}): string =>
      operation.path.replaceAll(
        /\{(\w+)\}/gu,
        (_, name: string) => change[name] ?? encodeURIComponent(params[name] ?? ''),
      );
    const query = new URLSearchParams(QUERIES[operation.id]).toString();
    for (const name of names)
      for (const part of PARTS) {
        const path = `${pathWith({ [name]: part })}?${query}`;
        await expectSober(operation, path, await call(operation, path));
      }
    for (const sent of QUERIES_SENT)
      await expectSober(operation, sent, await call(operation, `${pathWith()}?${sent}&${query}`));
    const bodies = operation.method === 'GET' ? [] : BODIES;
    for (const body of bodies)
      for (const type of body === '{' ? TYPES : TYPES.slice(0, 1)) {
        const init = { body, headers: { 'content-type': type } };
        await expectSober(
          operation,
          `${type} ${String(body).slice(0, 60)}`,
          await call(operation, pathWith(), init),
        );
      }
    const keys = operation.method === 'GET' ? [] : ['', 'a b', 'x'.repeat(256), '\u00e9'];
    for (const key of keys) {
      const init = { body: '{}', headers: { 'idempotency-key': key } };
      await expectSober(operation, `key ${key}`, await call(operation, pathWith(), init));
    }
    expect(host.reported).toEqual([]);
    // All of that was asked by somebody signed in.
    expect((await call(OPERATIONS.getSession, OPERATIONS.getSession.path)).status).toBe(200);
  });
});
