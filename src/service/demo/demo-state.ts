import type { Fault } from '../../contract/schemas/demo.ts';
import type { Clock, Store } from '../ports/ports.ts';

/** What the demo's controls have set: seen by every process on the store. */
export interface DemoSettings {
  readonly faults: readonly Fault[];
  /** How far the demo's clock is ahead of the host's, in milliseconds. */
  readonly clockOffset: number;
}

export const NO_DEMO: DemoSettings = { faults: [], clockOffset: 0 };

export const DEMO_SETTING = 'demo';

/** The settings as this process knows them; follows changes made by others. */
export interface DemoState {
  current(): DemoSettings;
  /** Reads them again; call after anything that may have changed them. */
  refresh(): Promise<void>;
  /** The host's clock, moved by the offset. */
  readonly clock: Clock;
  stop(): void;
}

/** Reads the settings and follows them. */
export const followDemoState = async (store: Store, host: Clock): Promise<DemoState> => {
  let settings = NO_DEMO;
  let begun = 0;
  let known = 0;
  const refresh = async (): Promise<void> => {
    begun += 1;
    const turn = begun;
    const row = await store.read((tx) => tx.get('settings', DEMO_SETTING));
    // Reads may overtake each other, and an older one must not bring back what was set before.
    if (turn < known) return;
    known = turn;
    // Written by the demo's own use cases alone.
    settings = (row?.value as DemoSettings | undefined) ?? NO_DEMO;
  };
  // A store that does not answer leaves the settings as they were; the next change or resync reads them again.
  const follow = (): void => void refresh().catch(() => undefined);
  const stop = store.listen((change) => {
    if (change.touches.includes('demo')) follow();
  }, follow);
  await refresh();
  return {
    current: () => settings,
    refresh,
    clock: { now: () => host.now() + settings.clockOffset },
    stop,
  };
};
