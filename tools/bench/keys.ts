import { measureKeyCalls } from './key-calls.ts';
import { short, type Figures } from './figures.ts';
import type { Ground } from './ground.ts';
import { deepCursor, differentKeyPages, KEY_PERSONAS, namedKeyPages } from './key-pages.ts';
import type { Page } from './load.ts';
import { startLoadProcess, type LoadProcess } from './load-process.ts';
import {
  BROWSER,
  CLIENTS,
  judge,
  measureMix,
  readText,
  report,
  take,
  type Measured,
  type Mix,
} from './mixes.ts';
import { signInOver } from './hosts.ts';
import { constantKey, startServerProcess } from './server-process.ts';

/** How many constants stand for pages that are never asked for twice. */
const SAMPLE = 60;

type Env = Readonly<Record<string, string>>;

/** Lists of keys on one world, beside constants; figures by name. */
const measureLists = async (
  ground: Ground,
  load: LoadProcess,
  name: string,
  env: Env,
  small: ReadonlyMap<string, Figures> | undefined,
): Promise<ReadonlyMap<string, Figures>> => {
  const { quick } = ground;
  const server = await startServerProcess({ env }, ground.serverFlags);
  ground.atEnd(() => server.stop());
  const signed = await Promise.all(
    KEY_PERSONAS.map(async (who) => [who, `latchkey_session=${await signInOver(server.api, who)}`] as const),
  );
  // Has each of KEY_PERSONAS.
  const cookies = Object.fromEntries(signed) as Record<(typeof KEY_PERSONAS)[number], string>;
  const walking = performance.now();
  const named = namedKeyPages(cookies, await deepCursor(server.api, cookies.admin));
  const again = named.filter(({ fresh: anew }) => anew !== true);
  console.log(`\n### ${name}, walked through in ${short((performance.now() - walking) / 1000)} s\n`);
  // Of those who see many.
  const different = differentKeyPages([cookies.admin, cookies.operator], 20_261_121);
  const sample = take(different, SAMPLE);
  const constants: [string, string][] = [];
  for (const page of [...named, ...sample])
    constants.push([constantKey(page.cookie, page.path), await readText(server.api, page)]);
  await server.setConstants(constants);

  const [seconds, rounds] = quick ? [2, 1] : [5, 3];
  const rest = { encoding: BROWSER, seconds, rounds };
  // More than can be answered in the time.
  const fresh = (): Page[] => take(different, seconds * 3000);
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
    {
      ...rest,
      name: `(b) ${again.length} pages shuffled`,
      pages: () => again,
      walk: 'shuffled',
      constants: again,
    },
    { ...rest, name: '(c) never the same page', pages: fresh, walk: 'once', constants: sample },
  ];
  const warm = { clients: CLIENTS, seconds: 2, pages: named, walk: 'shuffled', encoding: BROWSER } as const;
  for (const url of [server.api, server.text, server.wire]) await load.run({ ...warm, url });
  const measured: Measured[] = [];
  for (const mix of mixes) measured.push(await measureMix(load, server, mix));
  report(measured, small);
  judge(measured, small);
  await server.stop();
  return new Map(measured.map(({ name: mix, list }) => [mix, list]));
};

/** Lists of API keys under 50 clients, and calls that a key opens or does not. */
export const measureKeys = async (ground: Ground): Promise<void> => {
  const load = startLoadProcess();
  ground.atEnd(async () => load.stop());
  const embedded = (keys: number): Env => ({
    DATA_DIR: ground.grownFolder({ accesses: 40, keys }),
    LATCHKEY_SEALING_KEY: ground.sealingKey,
  });
  const postgres = async (keys: number): Promise<Env> => (await ground.world({ accesses: 40, keys })).env;
  for (const [store, envOf] of [
    ['PostgreSQL', postgres],
    ['Embedded', embedded],
  ] as const) {
    let small: ReadonlyMap<string, Figures> | undefined;
    for (const keys of ground.keySizes) {
      const name = `${store}, ${keys.toLocaleString('en')} keys`;
      const found = await measureLists(ground, load, name, await envOf(keys), small);
      small ??= found;
    }
  }
  const most = Math.max(...ground.keySizes);
  await measureKeyCalls(ground, [
    ['PostgreSQL', await postgres(most)],
    ['Embedded', embedded(most)],
  ]);
};
