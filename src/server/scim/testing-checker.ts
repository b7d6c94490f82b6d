import { installPython, type Installed } from '../testing-python.ts';
import { runProgram } from '../testing-server.ts';

/** A published checker of SCIM servers, in the version whose names these are. */
export const CHECKER = 'scim2-tester[httpx2]==0.5.2';

/** Writes one line of JSON: how many checks passed, and what of the others was wrong. */
const SCRIPT = `
import json, os, sys
from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server
headers = {"Authorization": "Bearer " + os.environ["SCIM_TOKEN"]}
client = SyncSCIMClient(Client(base_url=sys.argv[1], headers=headers))
client.discover()
results = check_server(client)
wrong = [r for r in results if r.status.name not in ("SUCCESS", "SKIPPED")]
passed = sum(r.status.name == "SUCCESS" for r in results)
print(json.dumps({"passed": passed, "failures": [f"{r.title}: {r.reason}" for r in wrong]}))
`;

/** Installs the checker into a folder. Throws when pip fails for another reason than the network. */
export const installScimChecker = (folder: string): Promise<Installed> =>
  installPython(folder, CHECKER, 'python');

/** Checks the SCIM server at an address, which changes what it holds. Throws when the checker itself fails. */
export const checkScim = async (
  python: string,
  url: string,
  token: string,
): Promise<{ readonly passed: number; readonly failures: readonly string[] }> => {
  const { code, output, errors } = await runProgram(python, ['-c', SCRIPT, url], {
    PATH: process.env['PATH'],
    SCIM_TOKEN: token,
  });
  if (code !== 0) throw new Error(`the checker failed:\n${errors}`);
  // What SCRIPT prints.
  return JSON.parse(output) as { passed: number; failures: string[] };
};
