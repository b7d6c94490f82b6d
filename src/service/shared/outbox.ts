import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Tables, Where } from '../ports/store.ts';

/** The tables that are outboxes: rows wait as `queued` until they are due. */
type Waiting = 'mails' | 'webhookDeliveries';

/** What waits to leave the host, for a courier that sends it. */
export interface Outbox<Item> {
  /** What commits announce when something was put in. */
  readonly noun: string;
  /** What is reported when nobody takes anything. */
  readonly outage: string;
  /** Takes what is due, each for one courier at a time however many servers there are. */
  take(limit: number): Promise<readonly Item[]>;
  /** Sends one and notes what became of it. Throws UnavailableError when nobody takes anything; it was put back then. */
  deliver(item: Item): Promise<void>;
  /** Gives one back that was not tried. */
  putBack(item: Item, reason: string): Promise<void>;
  /** When the next is due, or null. */
  nextAt(): Promise<Instant | null>;
}

/** Rows of either table have these columns; a generic table hides it from the compiler. */
const queued = <T extends Waiting>(dueBy?: Instant): Where<Tables[T]> =>
  ({ status: 'queued', ...(dueBy === undefined ? {} : { dueAt: { atMost: dueBy } }) }) as Where<Tables[T]>;

/**
 * Takes what is due, each row for one courier at a time however many servers there are: until `lock` milliseconds from now
 * it is nobody else's. Its attempts are the fence that stillTaken looks at.
 */
export const takeDue = <T extends Waiting>(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  table: T,
  lock: number,
  limit: number,
): Promise<readonly Tables[T][]> =>
  store.write(async (tx) => {
    const now = clock.now();
    const due = await tx.find(table, {
      where: queued<T>(now),
      order: { column: 'dueAt', direction: 'asc' },
      limit,
    });
    const taken: Tables[T][] = [];
    for (const row of due) {
      const change = { attempts: row.attempts + 1, dueAt: now + lock };
      // As in queued.
      await tx.update(table, row.id, change as Partial<Tables[T]>);
      taken.push({ ...row, ...change });
    }
    return taken;
  });

/** When the next row is due, or null. */
export const nextDue = <T extends Waiting>(
  { store }: Pick<Deps, 'store'>,
  table: T,
): Promise<Instant | null> =>
  store.read(async (tx) => {
    const [next] = await tx.find(table, {
      where: queued<T>(),
      order: { column: 'dueAt', direction: 'asc' },
      limit: 1,
    });
    return next?.dueAt ?? null;
  });

/** Whether a row is still this courier's: another may have taken it over after the lock ran out. */
export const stillTaken = async <T extends Waiting>(
  tx: ReadTransaction,
  table: T,
  row: Tables[T],
): Promise<boolean> => {
  const current = await tx.get(table, row.id);
  return current?.status === 'queued' && current.attempts === row.attempts;
};
