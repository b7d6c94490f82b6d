import { formatCount } from '../../ui/format-count.ts';

type Named = { readonly access_id: string; readonly access_name: string };

type RefusalGroupsProps = {
  refused: readonly { readonly item: Named; readonly reason: string }[];
  /** Names are folded away however few. */
  folded?: boolean;
};

/** More names than this are folded away. */
const FEW = 4;

/** Reasons, the most frequent first, each with how many accesses it holds for, and which. */
export function RefusalGroups({ refused, folded = false }: RefusalGroupsProps) {
  const groups = Map.groupBy(refused, ({ reason }) => reason);
  const sorted = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <ul className="refusals">
      {sorted.map(([reason, members]) => (
        <li key={reason}>
          <details className="names" open={!folded && members.length <= FEW}>
            <summary>
              {reason} ({formatCount(members.length)})
            </summary>
            <Names named={members.map(({ item }) => item)} />
          </details>
        </li>
      ))}
    </ul>
  );
}

/** Accesses by name; a long list is folded away. */
export function NameList({ named }: { named: readonly Named[] }) {
  return (
    <details className="names" open={named.length <= FEW}>
      <summary>Names</summary>
      <Names named={named} />
    </details>
  );
}

function Names({ named }: { named: readonly Named[] }) {
  return (
    <ul>
      {named.map(({ access_id: id, access_name: name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  );
}
