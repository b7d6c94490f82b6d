import { cp } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProgram, type Ended } from './testing-server.ts';

/** The vendor's SDK, below which its modules lie. */
const SDK = 'github.com/confluentinc/ccloud-sdk-go-v2/';

/** Go's words when it is the network that fails it. */
const OUT_OF_REACH =
  /dial tcp|i\/o timeout|no such host|connection re(?:set|fused)|tls handshake|context deadline|\b(?:403 forbidden|404 not found|50\d )|module lookup disabled/iu;

/** The program that runs the SDK, and the folders of the modules in it, or what is missing to have it. */
export type Built = { readonly program: string; readonly folders: string } | { readonly missing: string };

/**
 * Builds the program beside this file in a folder, against the SDK in the versions and with the checksums of its go.mod
 * and go.sum, and leaves nothing outside of the folder. Throws when Go fails for another reason than the network.
 */
export const buildVendorSdk = async (folder: string): Promise<Built> => {
  const source = join(folder, 'source');
  const env = {
    // Go has its proxy and certificates from the environment.
    ...process.env,
    // Where Go's own instructions put it.
    PATH: [process.env['PATH'], '/usr/local/go/bin'].join(delimiter),
    GOMODCACHE: join(folder, 'modules'),
    GOCACHE: join(folder, 'cache'),
    GOENV: 'off',
    // Folders of modules are read-only otherwise, and could not be removed.
    GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    CGO_ENABLED: '0',
  };
  await cp(join(import.meta.dirname, 'vendor-sdk'), source, { recursive: true });
  const go = (...args: readonly string[]) => runProgram('go', args, env, source);

  const version = await go('version');
  if (version.code !== 0)
    return { missing: /requires go >=/u.test(version.errors) ? 'Go is too old' : 'Go is missing' };
  const listed = await go('list', '-deps', '-f', '{{.ImportPath}} {{.Dir}}', '.');
  if (listed.code !== 0) return missingOr('find the SDK', listed);
  const program = join(folder, 'vendor-sdk');
  // Unoptimized, it costs a third less to build, and a few calls run as fast.
  const built = await go('build', '-gcflags=all=-N -l', '-ldflags=-s -w', '-o', program, '.');
  if (built.code !== 0) return missingOr('build against the SDK', built);
  const folders = listed.output.split('\n').flatMap((line) => {
    const [path = '', directory = ''] = line.split(' ');
    return path.startsWith(SDK) ? [directory] : [];
  });
  return { program, folders: folders.join(delimiter) };
};

const missingOr = (what: string, { errors }: Ended): Built => {
  if (/requires go >=/u.test(errors)) return { missing: 'Go is too old' };
  if (OUT_OF_REACH.test(errors)) return { missing: 'the Go module registry is out of reach' };
  throw new Error(`Go could not ${what}:\n${errors}`);
};
