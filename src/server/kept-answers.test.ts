import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../runtime/memory-store/memory-store.ts';
import { makeRow } from '../testing/rows.ts';
import { keepAnswers, shareQuestions, STEADY_PATHS } from './kept-answers.ts';

/** A list of groups that counts how often it is made, behind the keeper. */
const makeApp = (revision?: () => Promise<string>) => {
  const store = createMemoryStore();
  const made: string[] = [];
  const app = new Hono();
  app.use(keepAnswers({ ...store, ...(revision && { revision }) }));
  app.all('/groups', async (c) => {
    const groups = await store.read((tx) => tx.find('groups'));
    made.push(c.req.header('cookie') ?? '');
    if (c.req.query('bad') !== undefined) return c.json({ made: made.length }, 403);
    return c.json({ groups: groups.map(({ name }) => name) }, 200, { 'cache-control': 'no-store' });
  });
  const ask = async (
    cookie = 'a',
    path = '/groups',
    method = 'GET',
    headers: Record<string, string> = {},
  ) => {
    const answer = await app.request(path, { method, headers: { cookie, ...headers } });
    return { text: await answer.text(), headers: answer.headers };
  };
  const add = (id: string) =>
    store.write((tx) => tx.insert('groups', makeRow('groups', id, { name: `Group ${id}` })));
  return { ask, add, made, store };
};

test('an answer is given again until something is committed', async () => {
  const { ask, add, made } = makeApp();
  const first = await ask();
  expect(await ask()).toStrictEqual(first);
  expect(first.headers.get('cache-control')).toBe('no-store');
  expect(made).toHaveLength(1);
  await add('g1');
  expect((await ask()).text).toContain('Group g1');
  expect(made).toHaveLength(2);
});

test('nobody gets what another session, path or method asked for', async () => {
  const { ask, made } = makeApp();
  await ask('a');
  await ask('b');
  await ask('a', '/groups?limit=3');
  await ask('a', '/groups', 'POST');
  await ask('a', '/groups', 'POST');
  expect(made).toEqual(['a', 'b', 'a', 'a', 'a']);
});

test('a caller with a token gets nothing that was made for a cookie, nor the other way round', async () => {
  const { ask, made } = makeApp();
  const token = (value: string) => ask('a', '/groups', 'GET', { authorization: value });
  await token('Bearer one');
  await ask('a');
  await token('Bearer one');
  await token('Bearer two');
  await ask('a');
  expect(made).toHaveLength(4);
});

test('those who ask at the same moment share one answer', async () => {
  const { ask, made } = makeApp();
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(made).toHaveLength(1);
});

test('nothing is given again after the line to the store broke, whatever the mark says', async () => {
  const { ask, made, store } = makeApp(() => Promise.resolve('the same'));
  await ask();
  await ask();
  expect(made).toHaveLength(1);
  // Its listeners are told that they may have missed something.
  await store.replaceAll(await store.dump());
  await ask();
  expect(made).toHaveLength(2);
});

test('standing before a path twice does no harm', async () => {
  const store = createMemoryStore();
  const app = new Hono();
  const keeper = keepAnswers(store);
  app.get('/groups', keeper).get('/:any', keeper);
  app.get('/groups', (c) => c.json({ groups: [] }));
  const answers = [1, 2].map(async () => app.request('/groups', { headers: { cookie: 'a' } }));
  for (const answer of await Promise.all(answers)) expect(await answer.json()).toEqual({ groups: [] });
});

test('refusals are never kept', async () => {
  const { ask, made } = makeApp();
  expect((await ask('a', '/groups?bad')).text).toContain('1');
  expect((await ask('a', '/groups?bad')).text).toContain('2');
  expect(made).toHaveLength(2);
});

test('an answer that was made while something was committed is not kept', async () => {
  let revision = 0;
  const { ask, made } = makeApp(async () => String((revision += 1)));
  await ask();
  await ask();
  expect(made).toHaveLength(2);
});

test.each([
  ['fails', () => Promise.reject(new Error('no store'))],
  ['is silent', () => new Promise<string>(() => undefined)],
])('when the store %s the list itself is asked', async (_, revision) => {
  const { ask, made } = makeApp(revision);
  await ask();
  await ask();
  expect(made).toHaveLength(2);
});

test('whoever asks while a question is under way gets the answer to a later one', async () => {
  const questions: PromiseWithResolvers<number>[] = [];
  const ask = shareQuestions(() => {
    const question = Promise.withResolvers<number>();
    questions.push(question);
    return question.promise;
  });
  const early = [ask(), ask()];
  await Promise.resolve();
  const late = [ask(), ask()];
  questions[0]?.resolve(1);
  expect(await Promise.all(early)).toEqual([1, 1]);
  await expect.poll(() => questions.length).toBe(2);
  questions[1]?.reject(new Error('cut'));
  await expect(Promise.all(late)).rejects.toThrow('cut');
  const after = ask();
  await expect.poll(() => questions.length).toBe(3);
  questions[2]?.resolve(3);
  expect(await after).toBe(3);
});

test('R21: nothing with secrets or with an effect is among what may be kept', () => {
  for (const path of STEADY_PATHS)
    expect(path).not.toMatch(/credential|claim|session|demo|export|event|token/u);
});
