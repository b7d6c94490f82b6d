import type { ChainReport, Head } from '../service/audit/verify-chain.ts';
import type { FileReport } from '../service/audit/verify-file.ts';

/** `ORGANIZATION:ROW:HASH`, as `audit verify` prints it; null for anything else. */
export const parseHead = (text: string): (Head & { readonly organizationId: string }) | null => {
  const [, organizationId = '', sequence = '', hash = ''] =
    /^([\w-]{1,64}):(\d{1,10}):([\da-f]{64})$/u.exec(text) ?? [];
  return hash === '' ? null : { organizationId, sequence: Number(sequence), hash };
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Whoever wrote the file or the rows must not write on the terminal: another line would be another key. */
const plain = (line: string): string => line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

/** What people read of one chain. */
export const chainLines = (report: ChainReport): readonly string[] => {
  const { organizationId, organizationName, events, waiting, head, anchor, publicKey, fault } = report;
  const removed =
    anchor === null ? '' : `, ${anchor.sequence} removed by policy (the last of ${day(anchor.until)})`;
  return [
    `${organizationName} (${organizationId}): ${events} events${waiting > 0 ? `, ${waiting} of them not linked yet` : ''}${removed}`,
    fault === null
      ? '  verified: nothing was changed, removed, moved or put in'
      : `  ${fault.kind}: ${fault.message}`,
    ...(fault === null && head ? [`  head ${organizationId}:${head.sequence}:${head.hash}`] : []),
    ...(publicKey === null ? [] : [`  key  ${publicKey}`]),
  ].map(plain);
};

/** What people read of one file. */
export const fileLines = (name: string, report: FileReport): readonly string[] =>
  [
    `${name}: ${report.kind === 'evidence' ? 'evidence of a request' : report.complete ? 'the whole audit log' : `a part of the audit log (${report.filters})`} of ${report.organizationId}, made ${report.madeAt}, ${report.events} events`,
    report.fault === null ? '  verified: nothing was changed, removed or put in' : `  ${report.fault}`,
    `  key  ${report.publicKey}`,
    ...(report.fault === null ? ['  Compare the key with the one that the installation prints.'] : []),
  ].map(plain);
