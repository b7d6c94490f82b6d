import type { Acl } from '../../contract/schemas/accesses.ts';
import './parts.css';

export type AclTableProps = {
  acls: readonly Acl[];
  caption?: string;
};

type Line = { topic: string; host: string; operations: string[] };

/** One line per topic and host: reading and writing it are two ACLs and one thought. */
function linesOf(acls: readonly Acl[]): Line[] {
  const lines = new Map<string, Line>();
  for (const acl of acls) {
    const key = `${acl.resource_name}\n${acl.host}`;
    const line = lines.get(key) ?? { topic: acl.resource_name, host: acl.host, operations: [] };
    if (!line.operations.includes(acl.operation)) line.operations.push(acl.operation);
    lines.set(key, line);
  }
  return [...lines.values()];
}

/** What a service user may do on which topics. */
export function AclTable({ acls, caption = 'Topics and operations' }: AclTableProps) {
  return (
    <table className="small-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Topic</th>
          <th scope="col">Operations</th>
          <th scope="col">From host</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(acls).map((line) => (
          <tr key={`${line.topic} ${line.host}`}>
            <td className="mono wrap">{line.topic}</td>
            <td>{line.operations.toSorted().join(', ')}</td>
            <td className="mono">{line.host === '*' ? 'any' : line.host}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "orders.v1 R W" for the first topic, for a cell of a list; the rest is counted. */
export function aclSummary(
  acls: readonly Acl[],
): { topic: string; operations: string; more: number } | undefined {
  const lines = linesOf(acls);
  const topics = new Set(lines.map((line) => line.topic));
  const [first] = lines;
  if (first === undefined) return undefined;
  const operations = new Set(
    lines.filter((line) => line.topic === first.topic).flatMap((line) => line.operations),
  );
  return { topic: first.topic, operations: [...operations].toSorted().join(', '), more: topics.size - 1 };
}

/** Every topic with its operations, a line each: the cell's full text. */
export const aclText = (acls: readonly Acl[]): string =>
  linesOf(acls)
    .map((line) => `${line.topic}: ${line.operations.toSorted().join(', ')}`)
    .join('\n');
