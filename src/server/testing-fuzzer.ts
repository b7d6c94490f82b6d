import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPython, type Installed } from './testing-python.ts';
import { runProgram } from './testing-server.ts';

/** A well-kept fuzzer of APIs, in the version whose options these are. */
const PACKAGE = 'schemathesis==4.32.5';

/** Whatever an answer can break of the description. Who may do what is the authorization matrix's to prove. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
];

/** What counts as a refusal; by itself the fuzzer knows neither 410 nor what is said of size. */
const REFUSALS = [400, 401, 402, 403, 404, 405, 409, 410, 413, 422, 429, 431];
const CONFIGURATION = `
[checks]
negative_data_rejection.expected-statuses = ${JSON.stringify(REFUSALS.map(String))}
`;

/** Operations that are not called, and why. The hostile calls of src/testing call them all. */
const LEFT_OUT = {
  streamEvents: 'never ends',
  revokeAccessToken: 'would revoke the fuzzer’s own token, which it finds in the list',
  revokeSession: 'would revoke the fuzzer’s own session, which it finds in the list',
  signIn: 'ends the session that comes along',
  signOut: 'ends the session that comes along',
  unsubscribeFromMail: 'a GET at its address, which the fuzzer tries too, is a page of the console',
};

/** Installs the fuzzer into a folder. Throws when pip fails for another reason than the network. */
export const installFuzzer = (folder: string): Promise<Installed> => installPython(folder, PACKAGE, 'st');

export interface FuzzRun {
  readonly url: string;
  /** The header that says who calls, with its name. */
  readonly header: string;
  readonly seed: number;
  /** Calls made up for each operation, besides those at the edges of what the description allows. */
  readonly examples: number;
  /** Whether to try those edges too, which are the same in every run. */
  readonly edges: boolean;
  /** Operations of this group alone; of all but the demo's controls without it. */
  readonly group?: string | undefined;
  /** These operations alone. */
  readonly only?: readonly string[] | undefined;
}

export interface FuzzOutcome {
  readonly passed: boolean;
  /** What the fuzzer says of it, long lines cut. */
  readonly report: string;
  readonly operations: number;
  readonly cases: number;
  readonly seconds: number;
}

/** Calls every operation of /openapi.json with what fits the description and what does not, as one caller. */
export const runFuzzer = async (program: string, folder: string, run: FuzzRun): Promise<FuzzOutcome> => {
  const from = performance.now();
  await writeFile(join(folder, 'schemathesis.toml'), CONFIGURATION);
  const which: Readonly<Record<string, string>> =
    run.group === undefined ? { 'exclude-tag': 'Demo controls' } : { 'include-tag': run.group };
  const options = {
    header: run.header,
    ...which,
    ...(run.only ? { 'include-operation-id-regex': `^(${run.only.join('|')})$` } : {}),
    'exclude-operation-id-regex': `^(${Object.keys(LEFT_OUT).join('|')})$`,
    checks: CHECKS.join(','),
    phases: run.edges ? 'coverage,fuzzing' : 'fuzzing',
    'max-examples': String(run.examples),
    seed: String(run.seed),
    // The caller is always the one above.
    'generation-with-security-parameters': 'false',
    'generation-database': 'none',
    'suppress-health-check': 'all',
    'request-timeout': '30',
    warnings: 'off',
  };
  const { code, output, errors } = await runProgram(
    program,
    [
      'run',
      `${run.url}/openapi.json`,
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
      '--continue-on-failure',
      '--no-shrink',
      '--no-color',
    ],
    { PATH: process.env['PATH'], HOME: folder, PYTHONUTF8: '1' },
    folder,
  );
  const found = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);
  return {
    passed: code === 0,
    report: `${output}${errors}`
      .split('\n')
      .map((line) => line.slice(0, 300))
      .join('\n'),
    operations: found(/^ *Tested: (\d+)/mu),
    cases: found(/^ *(\d+) generated/mu),
    seconds: (performance.now() - from) / 1000,
  };
};
