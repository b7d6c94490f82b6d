import type { Change } from '../../service/ports/store.ts';

interface Listener {
  readonly onChange: (change: Change) => void;
  readonly onResync: () => void;
}

/** Those who want to hear of commits. One that throws is reported and keeps neither commit nor others from going on. */
export class Listeners {
  readonly #all = new Set<Listener>();

  /** Returns how to stop listening. */
  add(onChange: (change: Change) => void, onResync: () => void): () => void {
    const listener = { onChange, onResync };
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(changes: readonly Change[]): void {
    for (const change of changes) this.#each((listener) => listener.onChange(change));
  }

  resync(): void {
    this.#each((listener) => listener.onResync());
  }

  #each(call: (listener: Listener) => void): void {
    for (const listener of this.#all) {
      try {
        call(listener);
      } catch (error) {
        console.error('a listener of the store failed', error);
      }
    }
  }
}
