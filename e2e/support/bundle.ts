import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download } from '@playwright/test';

/** A downloaded zip, unpacked by the system's own unzip, in a folder of its own. */
export interface Bundle {
  readonly files: readonly string[];
  read(name: string): string;
  /** Runs a tool in the bundle's folder, as its README says; its output. Throws when the tool fails. */
  run(command: string, ...args: string[]): string;
  remove(): void;
}

export async function unpack(download: Download): Promise<Bundle> {
  const place = mkdtempSync(join(tmpdir(), 'latchkey-bundle-'));
  const zip = join(place, download.suggestedFilename());
  await download.saveAs(zip);
  execFileSync('unzip', ['-q', zip, '-d', place]);
  const folder = join(place, download.suggestedFilename().replace(/\.zip$/u, ''));
  return {
    files: readdirSync(folder).toSorted(),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: (command, ...args) =>
      execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    remove: () => rmSync(place, { recursive: true }),
  };
}

/** The value of a line of a Java properties file; good for values without escapes. */
export function property(text: string, key: string): string {
  const line = text.split('\n').find((one) => one.startsWith(`${key}=`));
  if (line === undefined) throw new Error(`There is no ${key}`);
  return line.slice(key.length + 1);
}
