import { once } from 'node:events';
import { createServer } from 'node:net';
import { keepBusy } from './commands.ts';
import { median, short, type Figures } from './figures.ts';
import type { Ground } from './ground.ts';
import type { Page } from './load.ts';
import { startLoadProcess, type LoadProcess } from './load-process.ts';
import {
  BROWSER,
  CLIENTS,
  combine,
  judge,
  measureMix,
  readText,
  report,
  take,
  type Measured,
  type Mix,
} from './mixes.ts';
import { differentPages, findCursors, namedPages } from './pages.ts';
import { findFilters, findPeople, findRotatable, signInAs } from './people.ts';
import { constantKey, startServerProcess } from './server-process.ts';

const COMMANDS_PER_SECOND = 10;
/** How many different people ask. */
const PEOPLE = 7;
/** How many constants stand for pages that are never asked for twice. */
const SAMPLE = 60;

/** What the load could ask for at most: a peer that answers with one page's bytes and does nothing else. */
const measureCeiling = async (load: LoadProcess, bytes: number, seconds: number): Promise<Figures> => {
  const answer = Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes}\r\n\r\n`),
    Buffer.alloc(bytes, 'x'),
  ]);
  const peer = createServer((socket) => {
    socket.on('data', () => socket.write(answer)).on('error', () => socket.destroy());
  });
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const address = peer.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  const result = await load.run({
    url,
    clients: CLIENTS,
    seconds,
    pages: [{ path: '/', cookie: '' }],
    walk: 'shuffled',
    encoding: BROWSER,
  });
  peer.close();
  return combine([result]);
};

/** Everything on one world; figures by name. */
const measureWorld = async (
  ground: Ground,
  load: LoadProcess,
  accesses: number,
  small: ReadonlyMap<string, Figures> | undefined,
): Promise<ReadonlyMap<string, Figures>> => {
  const { quick } = ground;
  const world = await ground.world({ accesses });
  const people = await findPeople(world.databaseUrl, PEOPLE);
  const cookies = [...(await signInAs(world.databaseUrl, people)).values()];
  const server = await startServerProcess(world, ground.serverFlags);
  ground.atEnd(() => server.stop());
  const walking = performance.now();
  const cursors = await findCursors(server.api, cookies[0] ?? '');
  console.log(
    `\n### ${accesses.toLocaleString('en')} accesses, ${cookies.length} people, ${cursors.flat().length} cursors walked in ${short((performance.now() - walking) / 1000)} s\n`,
  );

  const filters = await findFilters(world.databaseUrl);
  const named = namedPages(cookies, cursors, filters);
  const walked = named.flatMap((page, i) =>
    [0, 2, 4].map((step) => ({ path: page.path, cookie: cookies[(i + step) % cookies.length] ?? '' })),
  );
  const different = differentPages(cookies, cursors, filters, 20_261_121);
  const sample = take(different, SAMPLE);
  const constants: [string, string][] = [];
  for (const page of [...named, ...walked, ...sample])
    constants.push([constantKey(page.cookie, page.path), await readText(server.api, page)]);
  await server.setConstants(constants);
  const sizes = constants.map(([, text]) => text.length);
  console.log(`answers: median ${short(median(sizes) / 1024)} KB of JSON\n`);

  const [sliceSeconds, rounds] = quick ? [2, 1] : [5, 3];
  // More than can be answered in the time.
  const fresh = (): Page[] => take(different, sliceSeconds * 3000);
  const mixes: readonly Mix[] = [
    ...named.map((page) => ({
      name: page.name,
      pages: () => [page],
      walk: 'shuffled' as const,
      constants: [page],
      encoding: BROWSER,
      seconds: quick ? 1 : 2,
      rounds: quick ? 1 : 2,
    })),
    ...[BROWSER, ''].flatMap((encoding): Mix[] => {
      const rest = { encoding, seconds: sliceSeconds, rounds };
      const suffix = encoding === '' ? ', uncompressed' : '';
      return [
        {
          ...rest,
          name: `(b) ${walked.length} pages shuffled${suffix}`,
          pages: () => walked,
          walk: 'shuffled',
          constants: walked,
        },
        {
          ...rest,
          name: `(c) never the same page${suffix}`,
          pages: fresh,
          walk: 'once',
          constants: sample,
        },
      ];
    }),
  ];

  const warm = { clients: CLIENTS, seconds: 2, pages: walked, walk: 'shuffled', encoding: BROWSER } as const;
  for (const url of [server.api, server.text, server.wire]) await load.run({ ...warm, url });

  const found = new Map<string, Figures>();
  for (const busy of [false, true]) {
    const rotatable = busy ? await findRotatable(world.databaseUrl, Math.floor(accesses / 2)) : [];
    const work = busy ? await keepBusy(server.api, rotatable, COMMANDS_PER_SECOND) : undefined;
    const measured: Measured[] = [];
    for (const mix of mixes) measured.push(await measureMix(load, server, mix));
    const suffix = busy ? ', busy' : '';
    const labelled = measured.map((each) => ({ ...each, name: each.name + suffix }));
    if (work) console.log(`\nWhile ${short(await work.stop())} commands per second are carried out:\n`);
    report(labelled, small);
    judge(labelled, small);
    for (const { name, list } of labelled) found.set(name, list);
  }
  await server.stop();
  return found;
};

/**
 * Lists on PostgreSQL under 50 clients, beside constants of the same bytes out of the same process: compressed for each
 * request as the API's answers are, and compressed beforehand.
 */
export const measureLists = async (ground: Ground): Promise<void> => {
  const load = startLoadProcess();
  ground.atEnd(async () => load.stop());
  const ceiling = await measureCeiling(load, 4096, 2);
  console.log(
    `the load's own ceiling at 4 KB: ${short(ceiling.perSecond)} requests/s, p95 ${short(ceiling.p95)} ms`,
  );
  let small: ReadonlyMap<string, Figures> | undefined;
  for (const accesses of ground.listSizes) {
    const found = await measureWorld(ground, load, accesses, small);
    small ??= found;
  }
};
