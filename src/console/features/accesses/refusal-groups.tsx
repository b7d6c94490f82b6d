import { formatCount } from '../../ui/format-count.ts';

type Named = { readonly access_id: string; readonly access_name: string };

type RefusalGroupsProps = {
  refused: readonly { readonly item: Named; readonly reason: string }[];
};

/** More names than this are folded away. */
const FEW = 4;

/** Reasons, the most frequent first, each with the accesses that it holds for. */
export function RefusalGroups({ refused }: RefusalGroupsProps) {
  const groups = Map.groupBy(refused, ({ reason }) => reason);
  const sorted = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <ul className="refusals">
      {sorted.map(([reason, members]) => (
        <li key={reason}>
          <p>{reason}</p>
          <NameList named={members.map(({ item }) => item)} />
        </li>
      ))}
    </ul>
  );
}

/** Accesses by name; a long list is folded away. */
export function NameList({ named }: { named: readonly Named[] }) {
  if (named.length <= FEW)
    return <p className="names">{named.map(({ access_name: name }) => name).join(', ')}</p>;
  return (
    <details className="names">
      <summary>{formatCount(named.length)} accesses</summary>
      <ul>
        {named.map(({ access_id: id, access_name: name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </details>
  );
}
