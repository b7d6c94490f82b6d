import { UnavailableError } from '../../service/ports/store.ts';
import type { Store, World } from '../../service/ports/store.ts';
import { Engine, takeDueJobs } from '../../runtime/memory-store/engine.ts';
import { Listeners } from '../../runtime/memory-store/listeners.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { OverlayDatabase } from './overlay-database.ts';
import type { Position } from './overlay-database.ts';
import { openTabChannel } from './tab-channel.ts';
import { makeTables } from '../../runtime/memory-store/view.ts';

export interface BrowserStore extends Store {
  /** False where the browser keeps nothing: the demo then lasts until the page is left. */
  readonly persistent: boolean;
  /** In every tab: back to the build's world, or on to another. Throws UnavailableError. */
  reset(world?: World): Promise<void>;
}

export interface BrowserStoreOptions {
  /** Of the database, the lock and the channel. */
  readonly name: string;
  /** Differs whenever the build's world does; what was kept on top of another world is dropped. */
  readonly worldId: string;
  readonly world: World;
}

/**
 * The demo's store: the build's world in memory, changed rows in IndexedDB, one database for all tabs. Where the
 * browser has no IndexedDB or Web Locks, or refuses them, it lives in memory only.
 */
export const openBrowserStore = async (options: BrowserStoreOptions): Promise<BrowserStore> => {
  // Private windows of some browsers lack them, whatever the types say.
  if (typeof indexedDB !== 'undefined' && typeof navigator !== 'undefined' && 'locks' in navigator) {
    try {
      return await openPersistent(options);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
    }
  }
  const store = createMemoryStore({ world: options.world });
  return { ...store, persistent: false, reset: (world = options.world) => store.replaceAll(world) };
};

const openPersistent = async ({ name, worldId, world }: BrowserStoreOptions): Promise<BrowserStore> => {
  const engine = new Engine(world);
  const listeners = new Listeners();
  const database = new OverlayDatabase(name);
  let position: Position | undefined;
  let behind = false;

  /** One at a time over all tabs. */
  const alone = <R>(work: () => Promise<R>): Promise<R> => navigator.locks.request(`${name}.write`, work);

  /** Takes over what other tabs committed. Only under the lock. */
  const catchUp = async (): Promise<void> => {
    const news = await database.readSince(position);
    if (news.position !== undefined && news.position.worldId !== worldId) {
      throw new UnavailableError('Another tab runs a newer version of this demo. Reload this page.');
    }
    if (news.whole) engine.install(makeTables(news.base ?? world));
    engine.apply(news.changes);
    position = news.position;
    behind = false;
  };

  const next = (epoch: string): Position => ({ worldId, epoch, sequence: (position?.sequence ?? 0) + 1 });

  const replace = (base: World | undefined): Promise<void> =>
    alone(async () => {
      await catchUp();
      const tables = makeTables(base ?? world);
      const after = next(crypto.randomUUID());
      await database.replace(after, base);
      engine.install(tables);
      position = after;
      channel.send({ kind: 'replaced' });
      listeners.resync();
    });

  const write: Store['write'] = (work) =>
    alone(async () => {
      await catchUp();
      const { result, changes, announced } = await engine.stage(work);
      if (changes.length > 0) {
        const after = next(position?.epoch ?? crypto.randomUUID());
        await database.commit(after, changes);
        engine.apply(changes);
        position = after;
      }
      if (changes.length > 0 || announced.length > 0) channel.send({ kind: 'changes', changes: announced });
      listeners.tell(announced);
      return result;
    });

  const read: Store['read'] = async (work) => {
    if (behind) await alone(async () => (behind ? catchUp() : undefined));
    return engine.read(work);
  };

  await alone(async () => {
    const found = await database.readSince(undefined);
    if (found.position !== undefined && found.position.worldId !== worldId) {
      await database.replace({ worldId, epoch: crypto.randomUUID(), sequence: 0 }, undefined);
    }
    await catchUp();
  });

  const channel = openTabChannel(
    name,
    (message) => {
      behind = true;
      if (message.kind === 'changes') listeners.tell(message.changes);
      else listeners.resync();
    },
    () => {
      behind = true;
      listeners.resync();
    },
  );

  return {
    persistent: true,
    read,
    get: (table, id) => read((tx) => tx.get(table, id)),
    write,
    takeJobs: (now, lockUntil, limit) => write((tx) => takeDueJobs(tx, now, lockUntil, limit)),
    nextJobAt: async () => {
      if (behind) await read(async () => undefined);
      return engine.nextJobMoment();
    },
    listen: (onChange, onResync) => listeners.add(onChange, onResync),
    revision: () => read(async () => engine.revision),
    ping: async () => {
      await database.readSince(position);
    },
    replaceAll: (next) => replace(next),
    reset: (next) => replace(next),
    dump: async () => {
      if (behind) await read(async () => undefined);
      return engine.dump();
    },
    close: async () => {
      channel.close();
      await database.close();
    },
  };
};
