import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes that can be filled to its last byte without harm to anything else. */
export interface SmallDisk {
  /** For us. Not for programs that look up where links lead, as SQLite does. */
  readonly path: string;
  /** For programs that are started by way of `within`. */
  readonly inside: string;
  /** What a program is started with to be within the namespace. */
  readonly within: readonly string[];
  /** Leaves so many bytes, none unless said. */
  fill(leave?: number): void;
  /** Makes room again. */
  free(): void;
  close(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Mounts belong to a namespace of their own, which any user may make where the kernel lets them. */
const NAMESPACE = isRoot ? ['--mount'] : ['--mount', '--map-root-user'];

/** Whether this machine lets us make one: Linux, with the right to mount within a namespace. */
export const canMakeDisks = (): boolean => {
  try {
    const probe = 'mount -t tmpfs -o size=1m tmpfs "$1"';
    execFileSync('unshare', [...NAMESPACE, 'sh', '-c', probe, 'sh', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Makes one for the account with these numbers (default: ours). It is held by a process in a namespace of its own and
 * reached through that process, so it is gone when we are, killed included.
 */
export const openSmallDisk = async (
  megabytes: number,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<SmallDisk> => {
  const point = mkdtempSync(join(tmpdir(), 'latchkey-disk-'));
  const script =
    'mount -t tmpfs -o "size=$1,mode=0755" tmpfs "$2" && chown "$3" "$2" && echo ready && exec $4 cat';
  // Whoever is to reach it through the holder needs the holder to be theirs.
  const become = owner ? `setpriv --reuid=${owner.uid} --regid=${owner.gid} --clear-groups` : '';
  const owners = owner ? `${owner.uid}:${owner.gid}` : '0:0';
  const holder = spawn(
    'unshare',
    [...NAMESPACE, 'sh', '-c', script, 'sh', `${megabytes}m`, point, owners, become],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const gone = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve());
    void gone.then(() => reject(new Error('no small disk could be made')));
  });
  const path = `/proc/${holder.pid}/root${point}`;
  const filler = join(path, 'filler');
  return {
    path,
    inside: point,
    within: [
      'nsenter',
      ...(isRoot ? [] : ['--user', '--preserve-credentials']),
      '--mount',
      `--target=${holder.pid}`,
    ],
    fill: (leave = 0) => {
      const { bavail, bsize } = statfsSync(path);
      try {
        writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leave)), { flag: 'a' });
      } catch (error) {
        // Others write at the same time.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    free: () => rmSync(filler, { force: true }),
    close: async () => {
      holder.stdin.end();
      await gone;
      rmSync(point, { recursive: true, force: true });
    },
  };
};
