import { caContext } from '../platform/simulated/project-cas.ts';
import { secretsContext } from '../service/credentials/secrets.ts';
import { keyContext } from '../service/keys/create-key.ts';
import { resealSigningKey } from '../service/audit/signing-key.ts';
import type { Sealer } from '../service/ports/ports.ts';
import type { Store, TableName, Tables } from '../service/ports/store.ts';
import { changeAll } from '../service/shared/change-all.ts';
import { sessionContext } from '../service/sign-in/session-context.ts';
import { userSecretsContext, wishContext } from '../service/service-users/user-secrets.ts';
import { webhookContext, webhookUrlContext } from '../service/webhooks/webhook-secret.ts';

interface Place {
  readonly table: TableName;
  readonly column: string;
  /** What a text there is bound to. */
  readonly context: (id: string) => string;
}

const place = <T extends TableName>(
  table: T,
  column: keyof Tables[T] & string,
  context: (id: string) => string,
): Place => ({ table, column, context });

/** Every column that holds sealed texts; a test looks for others. */
export const SEALED_PLACES: readonly Place[] = [
  place('credentials', 'sealed', secretsContext),
  place('serviceUsers', 'sealed', userSecretsContext),
  place('serviceUsers', 'nextSealed', userSecretsContext),
  place('serviceUsers', 'sealedWish', wishContext),
  place('apiKeys', 'sealed', keyContext),
  place('webhooks', 'sealedSecret', webhookContext),
  place('webhooks', 'sealedUrl', webhookUrlContext),
  place('sessions', 'sealed', sessionContext),
  place('simulatedCas', 'sealedKey', caContext),
];

/** The sealed text in a row's column, null where there is none. */
const sealedIn = (row: Tables[TableName], { column }: Place): string | null => {
  // Columns are named by `place`, which holds them against the table.
  const value = (row as unknown as Readonly<Record<string, unknown>>)[column];
  return typeof value === 'string' ? value : null;
};

/**
 * Seals again, with the key that seals now, whatever an older one sealed, so that the older one can be taken away. Says
 * how many texts it sealed. May be repeated, and run by several servers at once. Throws UnavailableError when the store
 * does not answer; what was done stays done.
 */
export const resealAll = async (store: Store, sealer: Sealer): Promise<number> => {
  let resealed = 0;
  for (const where of SEALED_PLACES)
    resealed += await changeAll(store, where.table, {}, async (tx, row) => {
      const sealed = sealedIn(row, where);
      if (sealed === null || sealer.isCurrent(sealed)) return false;
      const context = where.context(row.id);
      const again = await sealer.seal(await sealer.open(sealed, context), context);
      // A column of this table, as in sealedIn.
      await tx.update(where.table, row.id, { [where.column]: again } as Partial<Tables[TableName]>);
      return true;
    });
  return resealed + (await resealSigningKey(store, sealer));
};
