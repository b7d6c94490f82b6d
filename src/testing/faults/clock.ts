import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The clock of server processes, to be set while they run. */
export interface MovedClock {
  /** What a server's environment needs to go by it. */
  readonly env: Readonly<Record<string, string>>;
  /** How far it is ahead from now on, in milliseconds. */
  set(ahead: number): void;
}

/** Makes one that is right at first, kept in this folder. */
export const makeClock = (folder: string): MovedClock => {
  const file = join(folder, 'clock');
  const set = (ahead: number): void => {
    // Whole at every moment at which it may be read.
    writeFileSync(`${file}.next`, String(ahead));
    renameSync(`${file}.next`, file);
  };
  set(0);
  const loaded = new URL('moved-clock.ts', import.meta.url).href;
  return { env: { MOVED_CLOCK: file, NODE_OPTIONS: `--import=${loaded}` }, set };
};
