/** A file, or a folder without content. */
export interface TarEntry {
  /** Relative, without a slash in front. */
  readonly name: string;
  readonly content: Uint8Array | null;
}

const BLOCK = 512;
const FILE = '0';
const FOLDER = '5';

/** The files and folders of a plain tar archive, in its order. Throws an Error at what it does not know or is cut off. */
export function* unpackTar(archive: Buffer): Generator<TarEntry> {
  const text = (from: number, length: number): string =>
    archive
      .toString('latin1', from, from + length)
      .replace(/\0.*$/su, '')
      .trim();
  for (let at = 0; archive[at];) {
    const name = text(at, 100).replace(/^\/+/u, '');
    const size = Number.parseInt(text(at + 124, 12) || '0', 8);
    const kind = text(at + 156, 1);
    const start = at + BLOCK;
    if ((kind !== FILE && kind !== FOLDER) || text(at + 345, 155) !== '' || start + size > archive.length)
      throw new Error(`cannot unpack ${name}`);
    yield { name, content: kind === FILE ? archive.subarray(start, start + size) : null };
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
