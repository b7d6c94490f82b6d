import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSealer } from '../runtime/sealer.ts';
import type { Sealer } from '../service/ports/ports.ts';
import { parseSealingKey, StartError, type Config } from './config.ts';

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

/** What the first key was called before keys were named after themselves. */
const FIRST_NAME = 'k1';

/** A key's name tells nothing of the key. */
const named = (key: Uint8Array) => ({
  id: createHash('sha256').update('latchkey sealing key').update(key).digest('hex').slice(0, 12),
  key,
});

/** Seals with the configured key, or the generated one; opens what the older ones sealed. Throws StartError as keepSealingKey. */
export const configuredSealer = async ({
  sealingKey,
  olderSealingKeys,
  dataDir,
}: Pick<Config, 'sealingKey' | 'olderSealingKeys' | 'dataDir'>): Promise<Sealer> => {
  const current = named(sealingKey ?? (await keepSealingKey(dataDir)));
  const older = olderSealingKeys.map(named).filter(({ id }) => id !== current.id);
  const first = [current, ...older].map(({ key }) => ({ id: FIRST_NAME, key }));
  return createSealer({ current, older: [...older, ...first] });
};
