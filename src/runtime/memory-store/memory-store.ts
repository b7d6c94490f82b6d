import type { Store, World } from '../../service/ports/store.ts';
import { Engine, takeDueJobs } from './engine.ts';
import { Listeners } from './listeners.ts';
import { makeTables } from './view.ts';

/** Runs one piece of work after another. */
const makeQueue = (): (<R>(work: () => Promise<R>) => Promise<R>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
};

/** A store that lives as long as the page or process. Throws DuplicateError when the world contradicts itself. */
export const createMemoryStore = ({ world = {} }: { readonly world?: Partial<World> } = {}): Store => {
  const engine = new Engine(world);
  const listeners = new Listeners();
  const inTurn = makeQueue();

  const write: Store['write'] = (work) =>
    inTurn(async () => {
      const { result, changes, announced } = await engine.stage(work);
      engine.apply(changes);
      listeners.tell(announced);
      return result;
    });

  return {
    read: (work) => engine.read(work),
    get: (table, id) => engine.read((tx) => tx.get(table, id)),
    write,
    takeJobs: (now, lockUntil, limit) => write((tx) => takeDueJobs(tx, now, lockUntil, limit)),
    nextJobAt: async () => engine.nextJobMoment(),
    listen: (onChange, onResync) => listeners.add(onChange, onResync),
    revision: async () => engine.revision,
    ping: async () => undefined,
    replaceAll: (next) =>
      inTurn(async () => {
        engine.install(makeTables(next));
        listeners.resync();
      }),
    dump: async () => engine.dump(),
    close: async () => undefined,
  };
};
