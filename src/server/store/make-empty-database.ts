import { globSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { Kysely, PGliteDialect } from 'kysely';
import { archiveName, builtArchive, FOLDER } from './empty-database.ts';
import { migrate } from './migrate.ts';

/** Makes the archive; takes seconds. */
export const makeArchive = async (): Promise<Buffer<ArrayBuffer>> => {
  const pglite = await PGlite.create({ extensions: { pg_trgm } });
  try {
    await migrate(new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) }));
    // So that whoever opens it has nothing to recover.
    await pglite.exec('checkpoint');
    return Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer());
  } finally {
    await pglite.close();
  }
};

/** Makes the build's archive unless it is there, whole. Those of other versions go. Several processes may do so at once. */
export const keepArchive = async (): Promise<void> => {
  const name = await archiveName();
  if (await builtArchive()) return;
  // With a checksum, so that a damaged one is known.
  const params = { [constants.ZSTD_c_checksumFlag]: 1 };
  const packed = await promisify(zstdCompress)(await makeArchive(), { params });
  await mkdir(FOLDER, { recursive: true });
  const draft = join(FOLDER, `${process.pid}.draft`);
  await writeFile(draft, packed);
  await rename(draft, join(FOLDER, name));
  for (const other of globSync('*.tar.zst', { cwd: FOLDER }))
    if (other !== name) await rm(join(FOLDER, other), { force: true });
};
