import type { World } from '../service/ports/store.ts';

/** What a build carries: the demo organization as it stood when it was grown. */
export interface DemoWorld {
  /** Differs with every growth; what a browser kept on top of another world is dropped. */
  readonly id: string;
  /** The moment it shows, in epoch milliseconds; the demo's clock starts here. */
  readonly now: number;
  /** The sealing key in base64url. No secret: this backend runs in the reader's own browser. */
  readonly key: string;
  readonly world: World;
}

/** Reads the file that the build made. Throws when it cannot be had. */
export const fetchDemoWorld = async (url: string): Promise<DemoWorld> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the demo's data cannot be read (${response.status})`);
  // Made by tools/vite/demo-world.ts of the same build.
  return (await response.json()) as DemoWorld;
};
