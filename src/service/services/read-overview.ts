import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/services.ts';
import { toWireTime } from '../../contract/text.ts';
import { SERVICE_STATE_WORDS } from '../../contract/words.ts';
import type { Actor, ProjectRole, Service } from '../../domain/people.ts';
import { mayIntroduceCa, mayOperateProject } from '../../domain/policy/service-users.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection, Summary } from '../ports/store.ts';
import { serviceAttention } from '../service-users/attention.ts';
import { loadActorIn } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { connectionOf } from './connection.ts';
import { findService } from './find-service.ts';
import type { ServicePath } from './read-acls.ts';

const COLUMN = {
  service_name: 'name',
  project_name: 'projectName',
  state: 'state',
  create_time: 'createdAt',
} as const satisfies Record<wire.ServiceSort, keyof Service>;

/** The services that match, of the projects that the actor has a role in, as maySeeProject says. */
const selectionOf = async (
  tx: ReadTransaction,
  { personId, organizationId }: Actor,
  query: Out<typeof wire.ServiceExportQuery>,
): Promise<Selection<Service>> => {
  const memberships = await tx.find('projectMembers', { where: { personId } });
  return {
    where: {
      organizationId,
      projectId: { in: memberships.map(({ projectId }) => projectId) },
      ...(query.project_name ? { projectName: { in: query.project_name } } : {}),
      ...(query.state ? { state: { in: query.state } } : {}),
    },
    search: searchWords(query.search),
  };
};

/** How many service users these services have and which of their certificates ends first, in one query for all. */
const standings = (
  tx: ReadTransaction,
  services: readonly Service[],
): Promise<ReadonlyMap<string, Summary>> =>
  tx.summarize(
    'serviceUsers',
    { by: 'serviceId', least: 'endsAt' },
    { where: { serviceId: { in: services.map(({ id }) => id) } } },
  );

const standingView = (
  standing: Summary | undefined,
): Pick<wire.ServiceOverview, 'service_user_count' | 'nearest_expiry_time'> => ({
  service_user_count: standing?.count ?? 0,
  ...(standing === undefined || standing.least === NEVER
    ? {}
    : { nearest_expiry_time: toWireTime(standing.least) }),
});

/** One page of the services of the actor's projects (C1). */
export const listServiceOverview = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.ServiceQuery>,
): Promise<Out<typeof wire.ServiceOverviewList>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'services', {
      selection: await selectionOf(tx, actor, query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    const standing = await standings(tx, rows);
    return {
      services: rows.map((service) => ({
        service_id: service.id,
        service_name: service.name,
        project_name: service.projectName,
        service_type: service.type,
        state: service.state,
        create_time: toWireTime(service.createdAt),
        ...standingView(standing.get(service.id)),
      })),
      ...page,
    };
  });

async function* withStandings({ store }: Deps, pages: AsyncIterable<readonly Service[]>) {
  for await (const services of pages) {
    const found = await store.read((tx) => standings(tx, services));
    yield services.map((service) => ({ service, standing: standingView(found.get(service.id)) }));
  }
}

/** Every matching service of the actor's projects as the lines of a CSV file (A4). */
export async function* exportServices(
  deps: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof wire.ServiceExportQuery>,
): AsyncGenerator<string> {
  const { store } = deps;
  const selection = await store.read(async (tx) =>
    selectionOf(tx, await loadActorIn(tx, actorId, organizationId), query),
  );
  const pages = readAll((work) => store.read(work), 'services', {
    selection,
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = ['Service', 'Project', 'Type', 'State', 'Service users', 'Nearest expiry', 'Created'];
  yield* csvFile(head, withStandings(deps, pages), ({ service, standing }) => [
    service.name,
    service.projectName,
    service.type,
    SERVICE_STATE_WORDS[service.state],
    String(standing.service_user_count),
    standing.nearest_expiry_time ?? '',
    toWireTime(service.createdAt),
  ]);
}

/** A service as its page shows it to somebody with this role. */
export const detailsView = async (
  tx: ReadTransaction,
  service: Service,
  role: ProjectRole,
  now: Instant,
): Promise<wire.ServiceDetails> => {
  const standing = await standings(tx, [service]);
  const place = { role, project: service.projectName };
  const attention = service.noticesMuted ? null : await serviceAttention(tx, service, now);
  const operates = verdictView(mayOperateProject(place));
  return {
    service_id: service.id,
    service_name: service.name,
    project_name: service.projectName,
    service_type: service.type,
    state: service.state,
    cloud_name: service.cloudName,
    plan: service.plan,
    create_time: toWireTime(service.createdAt),
    update_time: toWireTime(service.updatedAt),
    project_role: role,
    connection: connectionOf(service),
    passwords_overlap: service.passwordsOverlap,
    renewal_window_days: service.renewalWindowDays,
    notices_muted: service.noticesMuted,
    ...(attention ? { attention } : {}),
    verdicts: {
      create_user: operates,
      change_notices: operates,
      introduce_ca: verdictView(mayIntroduceCa(place)),
    },
    ...standingView(standing.get(service.id)),
  };
};

/** How to connect to a service, and how its service users stand. Errors: 404 for organization, project or service. */
export const getServiceDetails = (
  { store, clock }: Deps,
  actorId: string,
  path: ServicePath,
): Promise<Out<typeof wire.ServiceDetailsEnvelope>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const { service, role } = await findService(tx, actor, path.project, path.service_name);
    return { service: await detailsView(tx, service, role, clock.now()) };
  });
