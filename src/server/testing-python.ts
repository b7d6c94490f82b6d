import { join } from 'node:path';
import { runProgram } from './testing-server.ts';

/** pip's words when it is the network that fails it. */
const OUT_OF_REACH =
  /connection broken|connection aborted|\(from versions: none\)|timed out|http ?error|max retries/iu;

/** Where a program is, or what is missing to have it. */
export type Installed = { readonly program: string } | { readonly missing: string };

/**
 * Installs a package of the Python registry with a program of that name into a folder, and leaves nothing outside of it.
 * Throws when pip fails for another reason than the network.
 */
export const installPython = async (folder: string, wanted: string, program: string): Promise<Installed> => {
  // pip has its index, proxy and certificates from the environment.
  const { env } = process;
  const venv = await runProgram('python3', ['-m', 'venv', folder], env);
  if (venv.code !== 0) return { missing: 'python3 with its venv is missing' };
  const options = '--quiet --no-input --disable-pip-version-check --no-cache-dir --retries 2 --timeout 15';
  const bin = join(folder, 'bin');
  const pip = await runProgram(
    join(bin, 'pip'),
    // Wheels alone: nothing of a package runs before its program does.
    ['install', ...options.split(' '), '--only-binary', ':all:', wanted],
    env,
  );
  if (pip.code === 0) return { program: join(bin, program) };
  if (OUT_OF_REACH.test(pip.errors)) return { missing: 'the Python registry is out of reach' };
  throw new Error(`pip could not install ${wanted}:\n${pip.errors}`);
};
