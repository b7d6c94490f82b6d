import type { KeyEntry } from '../../../../contract/schemas/keys.ts';

export type DeletionPlan = {
  /** What is deleted. */
  readonly going: readonly KeyEntry[];
  /** Used within 24 hours: of several keys these stay, since each of them needs its own id typed (K14). */
  readonly inUse: readonly KeyEntry[];
  readonly refused: readonly { readonly key: KeyEntry; readonly reason: string }[];
  /** The one key that is in use: its id is typed. */
  readonly typed: string | undefined;
};

/** What a deletion of the selected keys comes to (K8, K14). */
export function planDeletion(keys: readonly KeyEntry[]): DeletionPlan {
  const refused = keys
    .filter((key) => !key.verdicts.delete.allowed)
    .map((key) => ({ key, reason: key.verdicts.delete.message ?? 'You cannot delete it.' }));
  const allowed = keys.filter((key) => key.verdicts.delete.allowed);
  const [first] = keys;
  if (keys.length === 1 && first !== undefined) {
    return { going: allowed, inUse: [], refused, typed: first.used_lately ? first.key : undefined };
  }
  return {
    going: allowed.filter((key) => !key.used_lately),
    inUse: allowed.filter((key) => key.used_lately),
    refused,
    typed: undefined,
  };
}
