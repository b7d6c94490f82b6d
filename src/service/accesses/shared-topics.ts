import { topicSearchLine, type Access } from '../../domain/access/access.ts';
import type { ReadTransaction } from '../ports/ports.ts';

/** How many other accesses have an ACL on the same topics of the service; of each topic's, 100 are counted at most. */
export const sharedTopics = async (tx: ReadTransaction, access: Access): Promise<number> => {
  const neighbours = new Set<string>();
  for (const topic of new Set(access.acls.map((acl) => acl.resourceName)))
    for (const { id } of await tx.find('accesses', {
      where: { serviceId: access.serviceId },
      search: topicSearchLine(topic),
      limit: 100,
    }))
      if (id !== access.id) neighbours.add(id);
  return neighbours.size;
};
