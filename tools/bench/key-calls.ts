import { openConnection, requestHead, type Connection } from './connection.ts';
import { figuresOf, median, printTable, short } from './figures.ts';
import type { Ground } from './ground.ts';
import { signInOver, startServer } from './hosts.ts';

/** A cheap call, so that what comes before it is seen. */
const PATH = '/org/v2/environments';
/** Of one key and of one address in a minute (src/http/key-attempts.ts). */
const WRONG_OF_KEY = 20;
const WRONG_OF_ADDRESS = 100;

interface Program {
  readonly id: string;
  readonly head: string;
}

const basic = (id: string, secret: string): string => `Basic ${btoa(`${id}:${secret}`)}`;

const timed = async (connection: Connection, head: string, status: number): Promise<number> => {
  const sent = performance.now();
  const answer = await connection.send(head);
  if (answer.status !== status) throw new Error(`answered ${answer.status} instead of ${status}`);
  return performance.now() - sent;
};

/** So many Cloud keys of new service accounts, ten of each, as an API client makes them. */
const makePrograms = async (url: string, cookie: string, count: number): Promise<readonly Program[]> => {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const programs: Program[] = [];
  while (programs.length < count) {
    // Shapes of the contract (IamServiceAccount, IamApiKey).
    const { id: owner } = (await post('/iam/v2/service-accounts', {
      display_name: `caller-${programs.length}`,
    })) as { id: string };
    for (let i = 0; i < 10; i += 1) {
      const made = (await post('/iam/v2/api-keys', { spec: { owner: { id: owner } } })) as {
        id: string;
        spec: { secret: string };
      };
      const authorization = basic(made.id, made.spec.secret);
      programs.push({ id: made.id, head: requestHead('GET', PATH, { authorization }) });
    }
  }
  return programs;
};

/**
 * A key's first call of a minute, which notes its use beside the answer, and then its second one, each by turns with the
 * same call by session.
 */
const measureProof = async (
  url: string,
  cookie: string,
  programs: readonly Program[],
): Promise<readonly (readonly string[])[]> => {
  const session = requestHead('GET', PATH, { cookie });
  const connection = await openConnection(url);
  for (let i = 0; i < 300; i += 1) await timed(connection, session, 200);
  const rows: string[][] = [];
  // A key's use is noted once a minute, so the second kind may go round several times within it.
  for (const { kind, rounds } of [
    { kind: 'by key, its use noted', rounds: 1 },
    { kind: 'by key', rounds: 5 },
  ]) {
    const byKey: number[] = [];
    const bySession: number[] = [];
    const ask = {
      key: async (head: string) => byKey.push(await timed(connection, head, 200)),
      session: async () => bySession.push(await timed(connection, session, 200)),
    };
    for (let round = 0; round < rounds; round += 1)
      for (const [i, { head }] of programs.entries()) {
        if (i % 2 === 0) await ask.key(head);
        await ask.session();
        if (i % 2 === 1) await ask.key(head);
      }
    const [key, other] = [figuresOf(byKey, 1), figuresOf(bySession, 1)];
    const figures = [key.p50, other.p50, key.p95, other.p95, key.p95 - other.p95];
    rows.push([kind, ...figures.map(short)]);
  }
  connection.close();
  return rows;
};

/** Part of all pairs in which the left one is larger; 0.5 where neither tends to be. */
const partLarger = (left: readonly number[], right: readonly number[]): number => {
  const all = [...left.map((value) => ({ value, of: 1 })), ...right.map((value) => ({ value, of: 0 }))];
  all.sort((a, b) => a.value - b.value);
  const ranks = all.reduce((sum, { of }, index) => sum + of * (index + 1), 0);
  return (ranks - (left.length * (left.length + 1)) / 2) / (left.length * right.length);
};

/**
 * Wrong secrets of known keys beside unknown keys: one after the other in random order, and in runs of one kind, where
 * whatever a refusal leaves behind would hold up the next. From as many addresses as the limit on tries takes.
 */
const measureWrong = async (
  url: string,
  programs: readonly Program[],
  addresses: number,
  order: 'mixed' | 'runs',
  first: number,
): Promise<readonly string[]> => {
  const secret = `lks_${'0'.repeat(49)}`;
  const heads = (ids: readonly string[]): readonly string[] =>
    ids.map((id) => requestHead('GET', PATH, { authorization: basic(id, secret) }));
  const known: number[] = [];
  const unknown: number[] = [];
  const half = WRONG_OF_ADDRESS / 2;
  for (let address = 0; address < addresses; address += 1) {
    const number = first + address;
    const connection = await openConnection(
      url,
      `127.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`,
    );
    const keys = heads(programs.slice(0, Math.ceil(half / WRONG_OF_KEY)).map(({ id }) => id));
    const none = heads(keys.map((_, i) => `NONE${'ABCDEFGHIJKL'}`.slice(0, 15) + 'ABC'.charAt(i)));
    const left = { known: half, unknown: half };
    while (left.known + left.unknown > 0) {
      const isKnown =
        order === 'runs'
          ? address % 2 === 0
            ? left.known > 0
            : left.unknown === 0
          : Math.random() * (left.known + left.unknown) < left.known;
      const list = isKnown ? keys : none;
      const time = await timed(
        connection,
        list[left[isKnown ? 'known' : 'unknown'] % list.length] ?? '',
        401,
      );
      left[isKnown ? 'known' : 'unknown'] -= 1;
      (isKnown ? known : unknown).push(time);
    }
    connection.close();
  }
  const [of, none] = [figuresOf(known, 1), figuresOf(unknown, 1)];
  return [
    order === 'mixed' ? 'in random order' : 'in runs of 50',
    String(known.length),
    short(of.p50),
    short(none.p50),
    short(of.p95),
    short(none.p95),
    short(median(known) / median(unknown)),
    partLarger(known, unknown).toFixed(3),
  ];
};

/** Calls by key beside calls by session, and refused ones beside each other, on each store. */
export const measureKeyCalls = async (
  ground: Ground,
  stores: readonly (readonly [name: string, env: Readonly<Record<string, string>>])[],
): Promise<void> => {
  for (const [name, env] of stores) {
    const server = await startServer({ ...env, LATCHKEY_SEED: 'none' });
    ground.atEnd(() => server.stop());
    const cookie = `latchkey_session=${await signInOver(server.url, 'admin')}`;
    const programs = await makePrograms(server.url, cookie, ground.quick ? 200 : 600);
    console.log(`\n### ${name}: calls\n`);
    printTable(
      ['', 'p50 ms', 'by session', 'p95 ms', 'by session', 'p95 more'],
      await measureProof(server.url, cookie, programs),
    );
    const addresses = ground.quick ? 20 : 60;
    const rows = [
      await measureWrong(server.url, programs, addresses, 'mixed', 0),
      await measureWrong(server.url, programs, addresses, 'runs', addresses),
    ];
    console.log('');
    printTable(
      [
        'Refused',
        'of each',
        'wrong secret p50',
        'no key p50',
        'its p95',
        'its p95',
        'p50 ratio',
        'wrong secret slower',
      ],
      rows,
    );
    await server.stop();
  }
};
