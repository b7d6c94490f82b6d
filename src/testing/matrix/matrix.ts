import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../contract/operation.ts';
import { OPERATIONS, type OperationId } from '../../contract/operations.ts';
import { PlatformRefusedError } from '../../service/ports/ports.ts';
import type { World } from '../../service/ports/store.ts';
import { createClient, type CallInput } from '../client.ts';
import type { TestHost } from '../http-suite/host.ts';
import { CALLERS, plantCallers, type Caller } from './callers.ts';
import { ROWS, type Row } from './calls.ts';
import { callAbout, plantElsewhere, withoutNames } from './elsewhere.ts';
import { byProof, expectedOf, type Told } from './rules.ts';

/** What a caller was told, and the text of it. */
interface Answer {
  readonly what: Told;
  readonly text: string;
}

const call = async (host: TestHost, id: OperationId, caller: Caller, input: CallInput): Promise<Answer> => {
  const wire = {
    // Wrong secrets are counted by address; each operation is called from one of its own.
    fetch: async (request: Request) => host.backend.app.fetch(request, { address: `matrix ${id}` }),
    note: () => undefined,
    reached: () => undefined,
  };
  const client = createClient(wire, 'org_acme', caller.cookie, caller.authorization);
  const operation: Operation = OPERATIONS[id];
  if (operation.produces === 'events') {
    const response = await client.open(id, input);
    if (response.status === operation.status) {
      await response.body?.cancel();
      return { what: 'an answer', text: '' };
    }
  }
  const { code, text } = await client.send(id, input);
  return { what: code ?? 'an answer', text };
};

/** Everything but the audit trail, in which a refusal may well stand. */
const contentOf = (world: World): string =>
  JSON.stringify(Object.entries(world).filter(([table]) => !table.startsWith('audit')));

/** Puts a world back, and says whether it was changed. */
const makeKeeper = async (host: TestHost, { group }: Operation) => {
  const world = await host.store.dump();
  const content = contentOf(world);
  let revision = await host.store.revision();
  return {
    /** Whether anything differs from what was kept. */
    changed: async (): Promise<boolean> =>
      (await host.store.revision()) !== revision && contentOf(await host.store.dump()) !== content,
    restore: async (): Promise<void> => {
      if ((await host.store.revision()) === revision) return;
      await host.settle();
      await host.store.replaceAll(world);
      if (group === 'Demo controls') {
        // Has the backend look at the clock and the faults again.
        await host.setFaults();
        await host.store.replaceAll(world);
      }
      revision = await host.store.revision();
    },
  };
};

/** Names of the other organization, which no answer to a caller of this one may hold. */
const FOREIGN_WORDS = /globex|novak|fay@/iu;

/** What a call says, so that two can be told apart. */
const namesOf = ({ path }: Operation, { params, query, body }: CallInput): string =>
  JSON.stringify([
    path.replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
      name === 'organization_id' ? '' : (params?.[name] ?? ''),
    ),
    query,
    body,
  ]);

const isForeseen = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof PlatformRefusedError;

/** What is wrong in one row of the matrix. */
const wrongCells = async (host: TestHost, { id, rule, prepare }: Row): Promise<readonly string[]> => {
  const operation: Operation = OPERATIONS[id];
  await plantCallers(host.store);
  await plantElsewhere(host);
  const input = await prepare(host);
  await host.settle();
  const keeper = await makeKeeper(host, operation);
  const wrong: string[] = [];

  const differs = async (
    caller: Caller,
    told: Answer,
    one: CallInput,
    unknown: CallInput,
  ): Promise<string[]> => {
    const other = await call(host, id, caller, unknown);
    const plain = ({ what, text }: Answer): string => withoutNames([input, one, unknown], `${what} ${text}`);
    const [here, nowhere] = [plain(told), plain(other)];
    return here === nowhere ? [] : [`was told ${here}, but of what is not there ${nowhere}`];
  };

  const inOwn = async (caller: Caller): Promise<string[]> => {
    const wanted = expectedOf(operation, rule, caller);
    const told = await call(host, id, caller, input);
    const refused = told.what !== 'an answer';
    const hidden = told.what.endsWith('_not_found');
    const abroad = caller.is?.abroad === true;
    return [
      ...(told.what === wanted ? [] : [`got ${told.what} instead of ${wanted}`]),
      ...(refused && (await keeper.changed()) ? ['was refused, and something changed'] : []),
      ...(!abroad && FOREIGN_WORDS.test(told.text) ? ['learned of another organization'] : []),
      ...(hidden ? await differs(caller, told, input, callAbout(host, id, input, 'unknown', !abroad)) : []),
    ];
  };

  /** A foreign thing and one that is not there are told alike, and neither call changes anything. */
  const inForeign = async (caller: Caller, inside: boolean): Promise<string[]> => {
    const foreign = callAbout(host, id, input, 'foreign', inside);
    const told = await call(host, id, caller, foreign);
    const proof = byProof(operation, caller);
    const wanted = proof ?? (inside ? told.what : 'organization_not_found');
    return [
      ...(told.what === wanted ? [] : [`got ${told.what} instead of ${wanted}`]),
      ...((await keeper.changed()) ? ['changed something'] : []),
      ...(await differs(caller, told, foreign, callAbout(host, id, input, 'unknown', inside))),
    ];
  };

  const named = operation.path.includes('{organization_id}');
  const about = namesOf(operation, callAbout(host, id, input, 'foreign', true)) !== namesOf(operation, input);
  for (const caller of CALLERS) {
    const cells = [
      { where: 'own organization', run: () => inOwn(caller) },
      // The demo's controls know no organizations, and to Fay the foreign one is this.
      ...(operation.group === 'Demo controls' || caller.is?.abroad
        ? []
        : [
            ...(named ? [{ where: 'foreign organization', run: () => inForeign(caller, false) }] : []),
            ...(about ? [{ where: 'foreign thing', run: () => inForeign(caller, true) }] : []),
          ]),
    ];
    for (const { where, run } of cells) {
      wrong.push(...(await run()).map((words) => `${caller.name}, ${where}: ${words}`));
      await keeper.restore();
    }
  }
  return wrong;
};

/** Every operation × every kind of caller × own and foreign organization, on any store. */
export const matrixSuite = (name: string, makeTestHost: () => Promise<TestHost>): void => {
  const size = `${ROWS.length} operations × ${CALLERS.length} kinds of caller × own and foreign organization`;
  const cells = ROWS.length * CALLERS.length * 2;
  describe(`authorization matrix on ${name}: ${size}, ${cells} cells`, { timeout: 60_000 }, () => {
    let host: TestHost;
    beforeAll(async () => {
      host = await makeTestHost();
    });
    beforeEach(async () => {
      await host.reset();
    });
    afterAll(async () => {
      await host.close();
    });

    test.each(ROWS)('$name', async (row) => {
      expect(await wrongCells(host, row)).toEqual([]);
      // Faults that nobody foresaw; retryRequest has the platform refuse something before it begins.
      expect(host.reported.splice(0).filter((error) => !isForeseen(error))).toEqual([]);
    });
  });
};
