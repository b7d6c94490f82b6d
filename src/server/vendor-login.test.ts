import { expect, it, onTestFinished } from 'vitest';
import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { makeHost } from '../testing/http-suite/host.ts';
import { accessTokenOf } from '../testing/world.ts';
import { createVendorLogin } from './vendor-login.ts';

it('counts its callers and writes down refused tokens and used ones, as the API does', async () => {
  const host = await makeHost(async () => createMemoryStore());
  onTestFinished(() => host.close());
  const counted = new Set<string>();
  const app = createVendorLogin({
    deps: host.backend.deps,
    limit: { take: (name) => void counted.add(name) },
    report: (error) => host.reported.push(error),
  });
  const open = async (email: string, password: string, address: string): Promise<number> => {
    const body = JSON.stringify({ email, password });
    return (await app.request('/api/sessions', { method: 'POST', body }, { address })).status;
  };
  const me = async (token: string, address: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await app.request('/api/me', { headers }, { address })).status;
  };
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:a::2']) {
    expect(await open('ada@example.com', 'wrong', address)).toBe(403);
    expect(await me('wrong', address)).toBe(401);
  }
  expect([...counted]).toEqual(['address 2001:db8:1:2::/64']);

  const token = accessTokenOf('ada');
  expect(await me(`${token.slice(0, -4)}AAAA`, '203.0.113.7')).toBe(401);
  const refused = () => host.store.read((tx) => tx.find('audit', { where: { action: 'token.refused' } }));
  await expect.poll(refused).toMatchObject([{ via: 'token', address: '203.0.113.7' }]);

  expect(await open('ada@example.com', token, '203.0.113.8')).toBe(200);
  const used = () => host.store.read((tx) => tx.find('accessTokens', { where: { personId: 'ada' } }));
  await expect.poll(used).toMatchObject([{ lastIp: '203.0.113.8' }]);
  expect(host.reported).toEqual([]);
});

it('says when to try again while the store does not answer', async () => {
  const host = await makeHost(async () => createMemoryStore());
  onTestFinished(() => host.close());
  const { deps } = host.backend;
  const away = () => Promise.reject(new UnavailableError('The database does not answer.'));
  const store = { ...deps.store, read: away, get: away, write: away };
  const app = createVendorLogin({ deps: { ...deps, store }, limit: null, report: () => undefined });
  const headers = { authorization: `Bearer ${accessTokenOf('ada')}` };
  const answer = await app.request('/api/me', { headers });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toEqual({ error: { code: 503, message: 'The database does not answer.' } });
});
