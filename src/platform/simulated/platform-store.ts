import { DuplicateError, type Store, type Transaction } from '../../service/ports/store.ts';

/** What the platform needs of a store. */
export type PlatformStore = Pick<Store, 'read' | 'write'>;

/** A write that inserts what it did not find; where another process inserted it meanwhile, it looks once more. */
export async function writeNew<R>(store: PlatformStore, work: (tx: Transaction) => Promise<R>): Promise<R> {
  try {
    return await store.write(work);
  } catch (error) {
    if (error instanceof DuplicateError) return store.write(work);
    throw error;
  }
}
