import { join } from 'node:path';
import { runProgram, type Ended } from './testing-server.ts';

/** The vendor's published command line client, in the version whose requests are recorded. */
const PACKAGE = 'aiven-client==4.18.0';

/** pip's words when it is the network that fails it. */
const OUT_OF_REACH =
  /connection broken|connection aborted|\(from versions: none\)|timed out|http ?error|max retries/iu;

/** Where the client is, or what is missing to have it. */
export type Installed = { readonly program: string } | { readonly missing: string };

/**
 * Installs the client into a folder, and leaves nothing outside of it. Throws when pip fails for another reason than the
 * network.
 */
export const installAiven = async (folder: string): Promise<Installed> => {
  // pip has its index, proxy and certificates from the environment.
  const { env } = process;
  for (const program of ['keytool', 'openssl'])
    // Either answers to this; one that does not start has no exit code.
    if ((await runProgram(program, ['-help'], env)).code === null)
      return { missing: `${program} is missing` };
  const venv = await runProgram('python3', ['-m', 'venv', folder], env);
  if (venv.code !== 0) return { missing: 'python3 with its venv is missing' };
  const options = '--quiet --no-input --disable-pip-version-check --no-cache-dir --retries 2 --timeout 15';
  const bin = join(folder, 'bin');
  const pip = await runProgram(
    join(bin, 'pip'),
    // Wheels alone: nothing of a package runs before the client does.
    ['install', ...options.split(' '), '--only-binary', ':all:', PACKAGE],
    env,
  );
  if (pip.code === 0) return { program: join(bin, 'avn') };
  if (OUT_OF_REACH.test(pip.errors)) return { missing: 'the Python registry is out of reach' };
  throw new Error(`pip could not install ${PACKAGE}:\n${pip.errors}`);
};

/** Runs the client as somebody with this token would, with no configuration of its own; some commands write beside it. */
export const runAiven = (
  program: string,
  folder: string,
  { url, token, project }: { readonly url: string; readonly token: string; readonly project: string },
  args: readonly string[],
): Promise<Ended> => {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    PYTHONUTF8: '1',
    AIVEN_CONFIG_DIR: join(folder, 'aiven'),
    AIVEN_WEB_URL: url,
    AIVEN_AUTH_TOKEN: token,
    AIVEN_PROJECT: project,
  };
  return runProgram(program, args, env, folder);
};
