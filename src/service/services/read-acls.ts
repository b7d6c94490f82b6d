import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/services.ts';
import type { AclEntry } from '../../domain/access/access.ts';
import { aclView } from '../accesses/access-view.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';
import { loadActor, loadActorIn } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { findService } from './find-service.ts';

type Forms = Out<typeof wire.KafkaAclList>;

/** How the routes of our own operations name a service. */
export interface ServicePath {
  readonly organization_id: string;
  readonly project: string;
  readonly service_name: string;
}

/**
 * One line for each service user and topic, with what it may do there from any host. The short form knows no hosts: an
 * ACL for one host would read as if it held for all, so it stands in the long form alone.
 */
const shortForm = (entries: readonly AclEntry[]): Forms['acl'] => {
  const lines = new Map<string, Forms['acl'][number]>();
  for (const { id, username, resourceName: topic, operation, host } of entries) {
    if (host !== '*') continue;
    const key = JSON.stringify([username, topic]);
    const known = lines.get(key);
    const permission = operation === 'Read' ? 'read' : 'write';
    lines.set(key, {
      id: known?.id ?? id,
      permission: known === undefined || known.permission === permission ? permission : 'readwrite',
      topic,
      username,
    });
  }
  return [...lines.values()];
};

/** A service's ACLs in both of the vendor's forms, by service user. */
export const aclForms = async (tx: ReadTransaction, serviceId: string): Promise<Forms> => {
  const entries = await tx.find('acls', {
    where: { serviceId },
    order: { column: 'username', direction: 'asc' },
  });
  return { acl: shortForm(entries), kafka_acl: entries.map((entry) => aclView(entry, entry.username)) };
};

/** The ACLs of a service in both forms. Errors: 404 for the project or the service. */
export const listKafkaAcls = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Forms> =>
  store.read(async (tx) => {
    const { service } = await findService(tx, await loadActor(tx, actorId), projectName, name);
    return aclForms(tx, service.id);
  });

/** The ACLs of a service in the short form. Errors as above. */
export const listAcls = async (
  ...call: Parameters<typeof listKafkaAcls>
): Promise<Out<typeof wire.AclList>> => ({ acl: (await listKafkaAcls(...call)).acl });

/** One ACL of a service. Errors: 404 for the project, the service or the ACL. */
export const getKafkaAcl = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  name: string,
  aclId: string,
): Promise<Out<typeof wire.AclEnvelope>> =>
  store.read(async (tx) => {
    const { service } = await findService(tx, await loadActor(tx, actorId), projectName, name);
    const acl = await tx.get('acls', aclId);
    if (acl?.serviceId !== service.id)
      throw new ProblemError('service_acl_not_found', `There is no ACL ${aclId} on ${name}.`);
    return { acl: aclView(acl, acl.username) };
  });

const COLUMN = {
  principal: 'username',
  resource_name: 'resourceName',
  operation: 'operation',
  access_name: 'accessName',
} as const satisfies Record<wire.AclSort, keyof AclEntry>;

const selectionOf = (serviceId: string, query: Out<typeof wire.AclExportQuery>): Selection<AclEntry> => ({
  where: {
    serviceId,
    ...(query.resource_name ? { resourceName: { in: query.resource_name } } : {}),
    ...(query.operation ? { operation: { in: query.operation } } : {}),
  },
  search: searchWords(query.search),
});

const serviceIdOf = async (tx: ReadTransaction, actorId: string, path: ServicePath): Promise<string> => {
  const actor = await loadActorIn(tx, actorId, path.organization_id);
  return (await findService(tx, actor, path.project, path.service_name)).service.id;
};

/** One page of a service's ACLs (C1). Errors: 404 for the organization, the project or the service. */
export const listServiceAcls = (
  { store }: Deps,
  actorId: string,
  path: ServicePath,
  query: Out<typeof wire.AclQuery>,
): Promise<Out<typeof wire.ServiceAclList>> =>
  store.read(async (tx) => {
    const { rows, ...page } = await readPage(tx, 'acls', {
      selection: selectionOf(await serviceIdOf(tx, actorId, path), query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return {
      acls: rows.map((entry) => ({
        ...aclView(entry, entry.username),
        access_id: entry.accessId,
        access_name: entry.accessName,
      })),
      ...page,
    };
  });

/** Every matching ACL of a service as the lines of a CSV file (A4). Errors as listServiceAcls. */
export async function* exportServiceAcls(
  { store }: Deps,
  actorId: string,
  path: ServicePath,
  query: Out<typeof wire.AclExportQuery>,
): AsyncGenerator<string> {
  const serviceId = await store.read((tx) => serviceIdOf(tx, actorId, path));
  const pages = readAll((work) => store.read(work), 'acls', {
    selection: selectionOf(serviceId, query),
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = ['Principal', 'Topic', 'Operation', 'Permission', 'Pattern', 'Host', 'Access'];
  yield* csvFile(head, pages, (entry) => {
    const acl = aclView(entry, entry.username);
    return [
      acl.principal,
      acl.resource_name,
      acl.operation,
      acl.permission_type,
      acl.pattern_type,
      acl.host,
      entry.accessName,
    ];
  });
}
