import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Store } from '../service/ports/store.ts';
import { appendOnlyTests } from './store-suite/append-only.ts';
import { concurrencyTests } from './store-suite/concurrency.ts';
import { listeningTests } from './store-suite/listening.ts';
import { queryTests } from './store-suite/queries.ts';
import { summaryTests } from './store-suite/summaries.ts';
import { revisionTests } from './store-suite/revisions.ts';
import { rowTests } from './store-suite/rows-and-values.ts';
import { makeWorld } from './rows.ts';

/** The stores under test: two on one database where the adapter can, otherwise the same one twice. */
export interface StorePair {
  readonly store: Store;
  readonly other: Store;
  /** A store with a single connection lets writers wait for readers. */
  readonly readersBlockWriters?: true;
  /** The other store learns of a commit a moment later (another tab). */
  readonly otherLags?: true;
}

/** The contract of the port Store, for any adapter. `makeStores` runs once; rows are cleared between the tests. */
export const storeSuite = (name: string, makeStores: () => Promise<StorePair>): void => {
  describe(`store: ${name}`, () => {
    let pair: StorePair;
    const current = (): StorePair => pair;

    beforeAll(async () => {
      pair = await makeStores();
    }, 30_000);
    beforeEach(async () => {
      await pair.store.replaceAll(makeWorld());
    });
    afterAll(async () => {
      if (pair.other !== pair.store) await pair.other.close();
      await pair.store.close();
    });

    rowTests(current);
    queryTests(current);
    summaryTests(current);
    concurrencyTests(current);
    listeningTests(current);
    revisionTests(current);
    appendOnlyTests(current);
  });
};
