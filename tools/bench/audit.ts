import { digest } from '../../src/runtime/digest.ts';
import { signer } from '../../src/runtime/signer.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { verifyChain } from '../../src/service/audit/verify-chain.ts';
import { query } from '../../src/testing/postgres.ts';
import { addAuditEvents, ORGANIZATION } from './audit-world.ts';
import { figuresOf, printTable, short, type Figures } from './figures.ts';
import type { Ground } from './ground.ts';
import { startServer } from './hosts.ts';
import { startLoadProcess } from './load-process.ts';
import { BROWSER, CLIENTS, combine } from './mixes.ts';
import { ORGANIZATION_PATH } from './people.ts';

const AUDIT = `${ORGANIZATION_PATH}/audit`;
const EVENTS = 1_000_000;

/** A page by its query; `limit` is added, so that no two answers are the same. */
interface AskedPage {
  readonly name: string;
  readonly query: string;
}

interface Facts {
  readonly actor: string;
  readonly request: string;
  readonly access: string;
  readonly name: string;
  /** In the middle of the log. */
  readonly deep: string;
  readonly middle: string;
}

const wire = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z');

/** What there is to ask for: somebody and something in the middle of the log. */
const findFacts = async (databaseUrl: string): Promise<Facts> => {
  const [row] = await query(
    databaseUrl,
    `with fitting as (
       select id, actor_id as actor, request_id as request, access_id as access, resource_name as name,
         extract(epoch from at) * 1000 as at
       from audit
       where organization_id = $1 and actor_id is not null and access_id is not null and request_id is not null
     )
     select * from fitting order by at, id offset (select count(*) / 2 from fitting) limit 1`,
    [ORGANIZATION],
  );
  // The columns named above.
  const found = row as Readonly<Record<'id' | 'actor' | 'request' | 'access' | 'name' | 'at', string>>;
  const at = Number(found.at);
  const cursor = JSON.stringify(['a', 1000, at, found.id]);
  return { ...found, middle: wire(at), deep: encodeURIComponent(encodeURIComponent(cursor)) };
};

const pagesOf = ({ actor, request, access, name, deep, middle }: Facts): readonly AskedPage[] => [
  { name: 'first page', query: '' },
  { name: 'oldest first', query: 'direction=asc' },
  { name: 'of one person', query: `actor=${actor}` },
  { name: 'one action', query: 'action=webhook.changed' },
  { name: 'about approvals', query: 'topic=requests' },
  { name: 'of one person, one action', query: `actor=${actor}&action=credential.shown` },
  { name: 'of one request', query: `request=${request}` },
  { name: 'of one access', query: `access=${access}` },
  { name: 'refused', query: 'outcome=refused' },
  { name: 'refused, of one person', query: `outcome=refused&actor=${actor}` },
  { name: 'until the middle', query: `to=${middle}` },
  { name: 'of one person until the middle', query: `actor=${actor}&to=${middle}` },
  { name: 'search: a resource', query: `search=${encodeURIComponent(name)}` },
  { name: 'search: an address', query: 'search=10.1.17.4' },
  { name: 'search: in every second event', query: 'search=prod' },
  { name: 'search: nothing found', query: 'search=zeppelin' },
  { name: 'deep page', query: `cursor=${deep}` },
  { name: 'last page', query: 'cursor=end' },
];

/** The first call counts what there is, which is remembered for some seconds where it is much. */
interface Asked extends Figures {
  readonly first: number;
}

const measurePage = async (url: string, cookie: string, page: AskedPage, times: number): Promise<Asked> => {
  const latencies: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const from = performance.now();
    const answer = await fetch(`${url}${AUDIT}?${page.query}&limit=${30 + i}`.replace('?&', '?'), {
      headers: { cookie },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${page.name}: ${answer.status} ${text.slice(0, 200)}`);
    latencies.push(performance.now() - from);
  }
  const [first = Number.NaN, ...rest] = latencies;
  return { ...figuresOf(rest, 1), first };
};

/** Until an export's first bytes are there; nobody waits for the rest. */
const firstBytes = async (url: string, cookie: string, path: string): Promise<number> => {
  const from = performance.now();
  const answer = await fetch(`${url}${ORGANIZATION_PATH}/${path}`, { headers: { cookie } });
  if (!answer.ok || !answer.body) throw new Error(`${path}: ${answer.status}`);
  const reader = answer.body.getReader();
  await reader.read();
  const after = performance.now() - from;
  await reader.cancel();
  return after;
};

const measureExports = async (url: string, cookie: string, facts: Facts, times: number): Promise<void> => {
  const rows: string[][] = [];
  for (const [name, path] of [
    ['CSV', 'audit-export'],
    ['CSV of one person', `audit-export?actor=${facts.actor}`],
    ['JSON, signed', 'audit-export-json'],
  ] as const) {
    const found: number[] = [];
    for (let i = 0; i < times; i += 1) found.push(await firstBytes(url, cookie, path));
    const { p50, p95 } = figuresOf(found, 1);
    rows.push([name, short(p50), short(p95)]);
  }
  printTable(['Export, first bytes after, ms', 'p50', 'p95'], rows);
};

/** The audit log of a million events on PostgreSQL beside the same installation before it had them. */
export const measureAudit = async (ground: Ground): Promise<void> => {
  const { quick } = ground;
  const count = quick ? EVENTS / 10 : EVENTS;
  const world = await ground.world({ accesses: 1000 });
  const times = quick ? 15 : 40;
  const measure = async (): Promise<ReadonlyMap<string, Asked>> => {
    await query(world.databaseUrl, 'checkpoint');
    const facts = await findFacts(world.databaseUrl);
    const server = await startServer(world.env);
    ground.atEnd(() => server.stop());
    const cookie = `latchkey_session=${await server.signIn('admin')}`;
    const figures = new Map<string, Asked>();
    for (const page of pagesOf(facts))
      figures.set(page.name, await measurePage(server.url, cookie, page, times));
    await measureExports(server.url, cookie, facts, quick ? 3 : 5);
    const load = startLoadProcess();
    const pages = pagesOf(facts).flatMap(({ query: asked }) =>
      Array.from({ length: 400 }, (_, i) => ({
        path: `${AUDIT}?${asked}&limit=${20 + i}`.replace('?&', '?'),
        cookie,
      })),
    );
    // Each kind of page by turns, no page twice.
    const mixed = pages.map((_, i) => pages[(i * 401) % pages.length]).filter((page) => page !== undefined);
    const seconds = quick ? 2 : 5;
    const job = { url: server.url, clients: CLIENTS, seconds, walk: 'once', encoding: BROWSER } as const;
    const many = combine([await load.run({ ...job, pages: mixed })]);
    figures.set(`${CLIENTS} clients, never the same page`, { ...many, first: Number.NaN });
    load.stop();
    await server.stop();
    return figures;
  };
  console.log('Before:\n');
  const before = await measure();
  const adding = performance.now();
  await addAuditEvents(world, count);
  console.log(
    `\n${count.toLocaleString('en')} events made and linked in ${short((performance.now() - adding) / 1000)} s\n`,
  );
  const after = await measure();
  console.log('');
  printTable(
    ['Page, asked for anew each time', 'first ms', 'p50 ms', 'p95 ms', 'p50 before', 'p95 before'],
    [...after].map(([name, { first, p50, p95 }]) => {
      const small = before.get(name);
      const once = Number.isNaN(first) ? '' : short(first);
      return [
        name,
        once,
        short(p50),
        short(p95),
        small ? short(small.p50) : '',
        small ? short(small.p95) : '',
      ];
    }),
  );
  const store = await openPostgres(world.databaseUrl, { poolSize: 2 });
  const from = performance.now();
  const { events, fault } = await verifyChain({ store, digest, signer }, { id: ORGANIZATION, name: '' });
  await store.close();
  console.log(
    `\n${events.toLocaleString('en')} events verified in ${short((performance.now() - from) / 1000)} s: ${fault?.message ?? 'nothing was changed'}`,
  );
};
