import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { codeOf } from './failures.ts';
import { MIGRATIONS } from './migrations.ts';
import { unpackTar } from './tar.ts';

/**
 * The embedded database with all tables and no rows, as a tar archive. The build makes it, because PGlite takes three
 * seconds to make a database and a fifth of one to take up this. Where there was no build it is made when it is needed.
 */

/** Of the build. */
export const FOLDER = join(import.meta.dirname, '..', '..', '..', 'dist-database');

/** To be raised when the archive is made in another way. */
const FORMAT = 2;

/** A directory that has this file is taken for a database. */
const MARK = 'PG_VERSION';
/** What it is called while the directory is being filled. */
const DRAFT = `${MARK}.new`;

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

/** The archive that the build made; undefined when it made none for these migrations, or one that is damaged. */
export const builtArchive = async (folder = FOLDER): Promise<Buffer<ArrayBuffer> | undefined> => {
  const packed = await readFile(join(folder, await archiveName())).catch(() => undefined);
  // Decompression allocates buffers that nobody shares.
  return (
    packed &&
    promisify(zstdDecompress)(packed).then(
      (tar) => tar as Buffer<ArrayBuffer>,
      () => undefined,
    )
  );
};

/**
 * Makes the directory an empty database, unless it is a database already; answers whether it made one. Cut off at any
 * moment it leaves no database, and the next call begins again. Throws an Error with the code ENOTEMPTY where there is
 * something else: it may be a database that lost a file.
 */
export const fillDirectory = async (directory: string): Promise<boolean> => {
  const there: readonly string[] = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  if (there.includes(MARK)) return false;
  if (there.length > 0 && !there.includes(DRAFT))
    throw Object.assign(new Error(`${directory} is not empty and has no ${MARK}`), { code: 'ENOTEMPTY' });
  // Loaded where there was no build.
  const tar = (await builtArchive()) ?? (await (await import('./make-empty-database.ts')).makeArchive());
  const entries = [...unpackTar(tar)];
  const mark = entries.find(({ name }) => name === MARK)?.content;
  if (!mark) throw new Error('the archive of the empty database is no database');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, DRAFT), mark, { mode: 0o600 });
  for (const { name, content } of entries) {
    const path = join(directory, name);
    if (name === MARK) continue;
    if (content) await writeFile(path, content, { mode: 0o600 });
    else await mkdir(path, { recursive: true, mode: 0o700 });
  }
  await rename(join(directory, DRAFT), join(directory, MARK));
  return true;
};
