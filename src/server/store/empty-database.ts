import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { MIGRATIONS } from './migrations.ts';
import { unpackTar } from './tar.ts';

/**
 * The embedded database with all tables and no rows, as a tar archive. The build makes it, because PGlite takes three
 * seconds to make a database and a fifth of one to take up this. Where there was no build it is made when it is needed.
 */

/** Of the build. */
export const FOLDER = join(import.meta.dirname, '..', '..', '..', 'dist-database');

/** To be raised when the archive is made in another way. */
const FORMAT = 1;

/** A directory that has this file is taken for a database. */
const MARK = 'PG_VERSION';

/** Made by other migrations or another PGlite it has another name, so it is never taken for this one. */
export const archiveName = async (): Promise<string> => {
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const description = await readFile(join(dirname(pglite), '..', 'package.json'), 'utf8');
  // Every package has one.
  const { version } = JSON.parse(description) as { readonly version: string };
  const key = createHash('sha256')
    .update(JSON.stringify([FORMAT, version, MIGRATIONS]))
    .digest('hex');
  return `empty-${key.slice(0, 16)}.tar.zst`;
};

/** The archive that the build made; undefined when it made none for these migrations. */
export const builtArchive = async (): Promise<Buffer<ArrayBuffer> | undefined> => {
  const packed = await readFile(join(FOLDER, await archiveName())).catch(() => undefined);
  // Decompression allocates buffers that nobody shares.
  return packed && ((await promisify(zstdDecompress)(packed)) as Buffer<ArrayBuffer>);
};

/**
 * Makes the directory an empty database, unless it is a database already; answers whether it made one. Cut off at any
 * moment it leaves no database, and the next call begins again.
 */
export const fillDirectory = async (directory: string): Promise<boolean> => {
  if (await readFile(join(directory, MARK)).catch(() => undefined)) return false;
  // Loaded where there was no build.
  const tar = (await builtArchive()) ?? (await (await import('./make-empty-database.ts')).makeArchive());
  await mkdir(directory, { recursive: true, mode: 0o700 });
  let mark: Uint8Array | null = null;
  for (const { name, content } of unpackTar(tar)) {
    const path = join(directory, name);
    if (name === MARK) mark = content;
    else if (content) await writeFile(path, content, { mode: 0o600 });
    else await mkdir(path, { recursive: true, mode: 0o700 });
  }
  if (!mark) throw new Error('the archive of the empty database is no database');
  const draft = join(directory, `${MARK}.new`);
  await writeFile(draft, mark, { mode: 0o600 });
  await rename(draft, join(directory, MARK));
  return true;
};
