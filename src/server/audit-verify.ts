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

const countNames = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce(
        (sum: number, inner: unknown) => sum + countNames(inner),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;

/** Whether some object names a field twice, of which we take the last and whoever reads the text may take the first. */
const saysTwice = (text: string, value: unknown): boolean => {
  let said = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/gu))
    if (colon !== undefined) said += 1;
  return said !== countNames(value);
};

const verifyOne = async (
  name: string,
): Promise<{ readonly lines: readonly string[]; readonly fine: boolean }> => {
  let text: string;
  let value: unknown;
  try {
    text = await readFile(name, 'utf8');
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON: it was cut or changed' : 'cannot be read';
    return { lines: [`${name} ${why}.`], fine: false };
  }
  if (saysTwice(text, value)) return { lines: [`${name} was changed: a field is in it twice.`], fine: false };
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
