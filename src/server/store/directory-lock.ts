import { DatabaseSync } from 'node:sqlite';

/**
 * Keeps other processes from opening the directory: PGlite takes no lock of its own, and two at once destroy the data.
 * The lock is SQLite's on `<directory>.lock`, because the system gives that up with the process, however it ends: no
 * stale process ids to judge. The file stays behind; it is empty and harmless. Throws an Error when the directory is in
 * use, by this process or another. Returns how to give it up.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const lock = new DatabaseSync(`${directory}.lock`);
  try {
    lock.exec('pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    lock.close();
    throw new Error(`${directory} is in use by another process`, { cause: error });
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
};
