import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Cluster, Environment } from '../../domain/api-key/role.ts';
import type { Person } from '../../domain/people.ts';
import { mayCreateKey } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection } from '../ports/store.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { COUNTED } from './counted.ts';
import { keyCounts } from './accounts.ts';
import { approvalView } from './approval.ts';
import { loadPrincipalIn, type Principal } from './principal.ts';
import { visibleTo } from './read-keys.ts';
import { findCluster, findEnvironment } from './targets.ts';

const environmentView = (environment: Environment, clusters: readonly Cluster[]): wire.EnvironmentEntry => {
  const mine = clusters.filter(({ environmentId }) => environmentId === environment.id);
  const count = (kind: Cluster['kind']): number => mine.filter((cluster) => cluster.kind === kind).length;
  return {
    environment_id: environment.id,
    environment_name: environment.name,
    package: environment.package,
    create_time: toWireTime(environment.createdAt),
    kafka_cluster_count: count('kafka'),
    ksqldb_count: count('ksqldb'),
    has_schema_registry: count('schema_registry') > 0,
  };
};

const clusterViews = async (
  tx: ReadTransaction,
  clusters: readonly Cluster[],
  actor: Principal,
): Promise<wire.ClusterEntry[]> => {
  const visible = await visibleTo(tx, actor);
  const counts = await tx.summarize(
    'apiKeys',
    { by: 'resourceId', least: 'createdAt' },
    { ...visible, where: { ...visible.where, resourceId: { in: clusters.map(({ id }) => id) }, ...COUNTED } },
  );
  return clusters.map((cluster) => ({
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    kind: cluster.kind,
    environment_id: cluster.environmentId,
    environment_name: cluster.environmentName,
    cloud: cluster.cloud,
    region: cluster.region,
    endpoint: cluster.endpoint,
    ...(cluster.kafkaClusterId === null ? {} : { kafka_cluster_id: cluster.kafkaClusterId }),
    create_time: toWireTime(cluster.createdAt),
    key_count: counts.get(cluster.id)?.count ?? 0,
  }));
};

/** The organization's environments, by name. Error: 404 for the organization. */
export const listEnvironments = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.EnvironmentEntryList>> =>
  store.read(async (tx) => {
    await loadPrincipalIn(tx, actorId, organizationId);
    const environments = await tx.find('environments', {
      where: { organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    const clusters = await tx.find('clusters', { where: { organizationId } });
    return { environments: environments.map((environment) => environmentView(environment, clusters)) };
  });

/** An environment with its clusters, by name. Errors: 404. */
export const getEnvironment = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<Out<typeof wire.EnvironmentDetails>> =>
  store.read(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const environment = await findEnvironment(tx, organizationId, id);
    const clusters = await tx.find('clusters', {
      where: { environmentId: id },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      environment: environmentView(environment, clusters),
      approval: approvalView(environment, actor),
      clusters: await clusterViews(tx, clusters, actor),
    };
  });

/** A cluster, and whether the actor may make a key for it. Errors: 404. */
export const getCluster = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<Out<typeof wire.ClusterDetails>> =>
  store.read(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const target = await findCluster(tx, organizationId, id);
    const [cluster] = await clusterViews(tx, [target], actor);
    const create = mayCreateKey({ bindings: actor.bindings, target, door: 'console' });
    // One in, one out.
    return { cluster: cluster as wire.ClusterEntry, verdicts: { create_key: verdictView(create) } };
  });

/**
 * The people that match. They have no text of their own to be searched: of these few thousand, names and addresses are
 * looked through here.
 */
const membersThatMatch = async (
  tx: ReadTransaction,
  organizationId: string,
  search: string | undefined,
): Promise<Selection<Person>> => {
  const words = searchWords(search);
  if (words.length === 0) return { where: { organizationId } };
  const people = await tx.find('people', { where: { organizationId } });
  const matching = people.filter(({ name, email }) =>
    words.every((word) => `${name}\n${email}`.toLowerCase().includes(word.toLowerCase())),
  );
  return { where: { organizationId, id: { in: matching.map(({ id }) => id) } } };
};

const memberViews = async (tx: ReadTransaction, people: readonly Person[]): Promise<wire.Member[]> => {
  const ids = people.map(({ id }) => id);
  if (ids.length === 0) return [];
  const bindings = await tx.find('roleBindings', { where: { principalId: { in: ids }, removedAt: null } });
  const counts = await keyCounts(tx, ids);
  return people.map(({ id, name, email }) => ({
    user_id: id,
    real_name: name,
    user_email: email,
    roles: [...new Set(bindings.filter(({ principalId }) => principalId === id).map(({ role }) => role))],
    key_count: counts.get(id) ?? 0,
  }));
};

/** One page of the organization's people, by name, with the roles that they hold and their keys counted. */
export const listOrganizationMembers = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.MemberQuery>,
): Promise<Out<typeof wire.OrganizationMembers>> =>
  store.read(async (tx) => {
    await loadPrincipalIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'people', {
      selection: await membersThatMatch(tx, organizationId, query.search),
      column: 'name',
      direction: 'asc',
      limit: query.limit,
      cursor: query.cursor,
    });
    return { users: await memberViews(tx, rows), ...page };
  });

async function* inViews({ store }: Deps, pages: AsyncIterable<readonly Person[]>) {
  for await (const people of pages) yield await store.read((tx) => memberViews(tx, people));
}

/** Every person that matches as the lines of a CSV file (A4). */
export async function* exportOrganizationMembers(
  deps: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.MemberExportQuery>,
): AsyncGenerator<string> {
  const { store } = deps;
  const selection = await store.read(async (tx) => {
    await loadPrincipalIn(tx, actorId, organizationId);
    return membersThatMatch(tx, organizationId, query.search);
  });
  const pages = readAll((work) => store.read(work), 'people', {
    selection,
    column: 'name',
    direction: 'asc',
  });
  yield* csvFile(['Name', 'Email', 'Roles', 'API keys'], inViews(deps, pages), (member) => [
    member.real_name,
    member.user_email,
    member.roles.join('; '),
    String(member.key_count),
  ]);
}
