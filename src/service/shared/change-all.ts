import type { Store, TableName, Tables, Transaction, Where } from '../ports/store.ts';

/** Rows in one transaction, so that none holds others up for long. */
const BATCH = 500;

/**
 * Changes every row that is found, each once, in the order of ids, some hundred in a transaction. Answers how many it
 * changed: a `change` that left its row alone says false. What was done stays done should the store not answer any more
 * (UnavailableError).
 */
export const changeAll = async <T extends TableName>(
  store: Pick<Store, 'write'>,
  table: T,
  where: Where<Tables[T]>,
  change: (tx: Transaction, row: Tables[T]) => Promise<boolean | void>,
): Promise<number> => {
  let changed = 0;
  let after: { readonly value: string; readonly id: string } | undefined;
  for (;;) {
    const next = after;
    const batch = await store.write(async (tx) => {
      const rows = await tx.find(table, { where, ...(next ? { after: next } : {}), limit: BATCH });
      let count = 0;
      for (const row of rows) if ((await change(tx, row)) !== false) count += 1;
      return { count, last: rows.length < BATCH ? undefined : rows.at(-1)?.id };
    });
    changed += batch.count;
    if (batch.last === undefined) return changed;
    after = { value: batch.last, id: batch.last };
  }
};
