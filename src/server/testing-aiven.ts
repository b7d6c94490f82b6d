import { join } from 'node:path';
import { installPython, type Installed } from './testing-python.ts';
import { runProgram, type Ended } from './testing-server.ts';

/** The vendor's published command line client, in the version whose requests are recorded. */
const PACKAGE = 'aiven-client==4.18.0';

/**
 * Installs the client into a folder, and leaves nothing outside of it. Throws when pip fails for another reason than the
 * network.
 */
export const installAiven = async (folder: string): Promise<Installed> => {
  for (const program of ['keytool', 'openssl'])
    // Either answers to this; one that does not start has no exit code.
    if ((await runProgram(program, ['-help'], process.env)).code === null)
      return { missing: `${program} is missing` };
  return installPython(folder, PACKAGE, 'avn');
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
