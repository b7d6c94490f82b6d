import { readFile } from 'node:fs/promises';
import { digest } from '../runtime/digest.ts';
import { signer } from '../runtime/signer.ts';
import { verifyFile } from '../service/audit/verify-file.ts';
import { fileLines } from './audit-report.ts';

/** `npm run audit:verify -- FILE …`: verifies evidence and JSON exports without server and database. */

const USAGE = [
  'usage: npm run audit:verify -- FILE …',
  '',
  '  FILE  evidence of a request, or the audit log exported as JSON',
  '',
  'Ends with 1 when something was changed, removed or put in, and names the first such part.',
];

const verifyOne = async (
  name: string,
): Promise<{ readonly lines: readonly string[]; readonly fine: boolean }> => {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(name, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON: it was cut or changed' : 'cannot be read';
    return { lines: [`${name} ${why}.`], fine: false };
  }
  const report = await verifyFile({ digest, signer }, value);
  return report === null
    ? {
        lines: [`${name} is neither evidence nor an exported audit log, or was changed beyond that.`],
        fine: false,
      }
    : { lines: fileLines(name, report), fine: report.fault === null };
};

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write(`${USAGE.join('\n')}\n`);
  process.exitCode = 1;
}
for (const name of files) {
  const { lines, fine } = await verifyOne(name);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!fine) process.exitCode = 1;
}
