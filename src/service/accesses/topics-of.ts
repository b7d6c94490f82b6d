import type { AclOperation, Acl } from '../../domain/access/access.ts';

/** What an access may do on each topic. */
export const topicsOf = (
  acls: readonly Acl[],
): { readonly name: string; readonly operations: AclOperation[] }[] => {
  const topics = new Map<string, Set<AclOperation>>();
  for (const { resourceName, operation } of acls)
    topics.set(resourceName, (topics.get(resourceName) ?? new Set()).add(operation));
  return [...topics].map(([name, operations]) => ({ name, operations: [...operations].sort() }));
};
