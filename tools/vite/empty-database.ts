import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SCRIPT = `
  const { keepArchive } = await import(process.argv[1]);
  await keepArchive();
`;

/** Makes the empty database that servers start with, beside the console, unless it is there. */
export function emptyDatabase(): Plugin {
  return {
    name: 'latchkey:empty-database',
    apply: 'build',
    async closeBundle() {
      const module = join(import.meta.dirname, '../../src/server/store/make-empty-database.ts');
      // In a process of its own, as PGlite keeps half a gigabyte.
      const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT, module], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const [code] = await once(child, 'exit');
      if (code !== 0) this.error('the empty database could not be made');
    },
  };
}
