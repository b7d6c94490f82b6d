import { figuresOf, printTable, short, type Figures } from './figures.ts';
import type { LoadJob, LoadResult, Page } from './load.ts';
import type { LoadProcess } from './load-process.ts';
import type { ServerProcess } from './server-process.ts';

/** How many ask at once. */
export const CLIENTS = 50;
/** As browsers send it. */
export const BROWSER = 'gzip, deflate, br';

/** Slices of one kind, taken together. Throws when one was not answered with 200. */
export const combine = (slices: readonly LoadResult[]): Figures => {
  const failed = slices.reduce((sum, slice) => sum + slice.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests were not answered with 200`);
  const latencies = slices.flatMap((slice) => [...slice.latencies]);
  const seconds = slices.reduce((sum, slice) => sum + slice.seconds, 0);
  return figuresOf(latencies, seconds);
};

/** What is asked, and what the constants are asked in its stead. */
export interface Mix {
  readonly name: string;
  /** Pages for the next slice of the list. */
  readonly pages: () => readonly Page[];
  readonly walk: LoadJob['walk'];
  readonly constants: readonly Page[];
  readonly encoding: string;
  readonly seconds: number;
  readonly rounds: number;
}

export interface Measured {
  readonly name: string;
  readonly list: Figures;
  readonly text: Figures;
  readonly wire: Figures;
}

/** List and constants by turns, because a shared machine drifts. */
export const measureMix = async (load: LoadProcess, server: ServerProcess, mix: Mix): Promise<Measured> => {
  const slices: { list: LoadResult; text: LoadResult; wire: LoadResult }[] = [];
  for (let round = 0; round < mix.rounds; round += 1) {
    const job = { clients: CLIENTS, seconds: mix.seconds, encoding: mix.encoding };
    const list = await load.run({ ...job, url: server.api, pages: mix.pages(), walk: mix.walk });
    const constant = { ...job, seconds: mix.seconds / 2, pages: mix.constants, walk: 'shuffled' } as const;
    const text = await load.run({ ...constant, url: server.text });
    const wire = await load.run({ ...constant, url: server.wire });
    slices.push({ list, text, wire });
  }
  return {
    name: mix.name,
    list: combine(slices.map((slice) => slice.list)),
    text: combine(slices.map((slice) => slice.text)),
    wire: combine(slices.map((slice) => slice.wire)),
  };
};

/** Prints the figures, beside those of the small world where there is one. */
export const report = (
  measured: readonly Measured[],
  small: ReadonlyMap<string, Figures> | undefined,
): void =>
  printTable(
    [
      'Page or mix',
      'requests/s',
      'p50 ms',
      'p95 ms',
      'constant/s',
      'its p95',
      'throughput ratio',
      'p95 ratio',
      'precompressed/s',
      'ratio',
      'p95 ratio',
      ...(small ? ['p95 to small world'] : []),
    ],
    measured.map(({ name, list, text, wire }) => {
      const before = small?.get(name);
      return [
        name,
        short(list.perSecond),
        short(list.p50),
        short(list.p95),
        short(text.perSecond),
        short(text.p95),
        short(list.perSecond / text.perSecond),
        short(list.p95 / text.p95),
        short(wire.perSecond),
        short(list.perSecond / wire.perSecond),
        short(list.p95 / wire.p95),
        ...(small ? [before ? short(list.p95 / before.p95) : ''] : []),
      ];
    }),
  );

/** How many lines keep within what is aimed at. */
export const judge = (
  measured: readonly Measured[],
  small: ReadonlyMap<string, Figures> | undefined,
): void => {
  const within = (what: string, holds: (each: Measured) => boolean): string =>
    `${what}: ${measured.filter(holds).length} of ${measured.length}`;
  const aims = [
    within(
      'throughput at least half of the constant',
      ({ list, text }) => list.perSecond >= text.perSecond / 2,
    ),
    within('p95 at most 2.5 times the constant', ({ list, text }) => list.p95 <= text.p95 * 2.5),
    within('p95 under 50 ms', ({ list }) => list.p95 < 50),
    ...(small
      ? [
          within(
            'p95 at most 1.5 times the small world',
            ({ name, list }) => list.p95 <= (small.get(name)?.p95 ?? 0) * 1.5,
          ),
        ]
      : []),
  ];
  console.log(`\n${aims.join('; ')}`);
};

/** A page's JSON as it is answered now. */
export const readText = async (api: string, { path, cookie }: Page): Promise<string> => {
  const answer = await fetch(api + path, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
};

/** So many pages of which no two are the same. */
export const take = (pages: Iterator<Page, never>, count: number): Page[] =>
  Array.from({ length: count }, () => pages.next().value);
