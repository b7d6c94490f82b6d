import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at, list } from './report-values.ts';

/** What `npm audit` makes of the libraries that the console and its server run on. */
export type Finding =
  | { readonly kind: 'clean' }
  | { readonly kind: 'vulnerable'; readonly lines: readonly string[] }
  /** Nobody answered: offline, or a registry that keeps no advisories. */
  | { readonly kind: 'unanswered'; readonly reason: string };

const GRAVE = ['high', 'critical'];

/** Reads npm's JSON (audit report version 2). Throws on anything else, so that a changed format cannot pass as clean. */
export function readAudit(report: unknown): Finding {
  const failure = at(report, 'error');
  if (failure !== undefined) {
    const words = [at(report, 'message'), at(failure, 'summary'), at(failure, 'code')].filter(Boolean);
    // Where the registry stands is nobody's business in a log.
    const reason = words.join('; ').replaceAll(/ - \S+ https?:\S+/gu, '');
    return { kind: 'unanswered', reason: reason || 'no reason given' };
  }
  const vulnerabilities = at(report, 'vulnerabilities');
  if (
    at(report, 'auditReportVersion') !== 2 ||
    typeof vulnerabilities !== 'object' ||
    vulnerabilities === null
  )
    throw new Error('npm audit answered in a form that is not known here.');
  const lines = Object.entries(vulnerabilities).flatMap(([name, one]: [string, unknown]) => {
    const severity = String(at(one, 'severity'));
    if (!GRAVE.includes(severity)) return [];
    const causes = list(one, 'via').map((cause) =>
      typeof cause === 'string' ? cause : `${String(at(cause, 'title'))} ${String(at(cause, 'url'))}`,
    );
    return [`${name} ${String(at(one, 'range'))}: ${severity}: ${causes.join(', ')}`];
  });
  return lines.length === 0 ? { kind: 'clean' } : { kind: 'vulnerable', lines };
}

/** Asks the registry that npm is configured for, or the given one. Development tools are left out. */
export async function auditDependencies(registry?: string): Promise<Finding> {
  const args = ['audit', '--omit=dev', '--json', ...(registry === undefined ? [] : ['--registry', registry])];
  // npm ends with 1 when it finds something; what it found is in its output all the same.
  const output = await new Promise<string>((resolve) => {
    execFile('npm', args, { cwd: join(import.meta.dirname, '..'), timeout: 30_000 }, (_, stdout) =>
      resolve(stdout),
    );
  });
  return output.trim() === ''
    ? { kind: 'unanswered', reason: 'no answer in time' }
    : readAudit(JSON.parse(output));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await auditDependencies();
  if (found.kind === 'unanswered')
    console.log(`skipped: no advisories to audit dependencies by (${found.reason})`);
  if (found.kind === 'vulnerable') {
    console.log(`${found.lines.join('\n')}\nUpdate these libraries, or what brings them, with npm update.`);
    process.exitCode = 1;
  }
}
