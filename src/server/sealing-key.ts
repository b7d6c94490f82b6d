import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSealingKey, StartError } from './config.ts';

const read = async (file: string): Promise<Uint8Array | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const key = parseSealingKey(text.trim());
    if (key) return key;
  } catch {
    // Said below, together with the empty file.
  }
  throw new StartError([`${file} is damaged: it must hold 32 bytes in base64url. Restore it from a backup.`]);
};

/**
 * The key in `<folder>/sealing.key`, generated at the first call (R21), readable by its owner alone. Two processes that
 * start at once get the same key. Throws StartError when the file is damaged.
 */
export const keepSealingKey = async (folder: string): Promise<Uint8Array> => {
  const file = join(folder, 'sealing.key');
  const present = await read(file);
  if (present) return present;
  await mkdir(folder, { recursive: true });
  // Written whole under another name first: nobody ever sees half a key, and a link does not replace another's.
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(file);
  if (!made) throw new StartError([`${file} could not be written.`]);
  return made;
};
