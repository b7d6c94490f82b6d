import type { Out } from '../../contract/operation.ts';
import type {
  AccessAttention,
  AccessEnvelope,
  AccessExportQuery,
  AccessFilters,
  AccessList,
  AccessQuery,
  AccessSort,
  RotationPreview,
} from '../../contract/schemas/accesses.ts';
import { toWireTime } from '../../contract/text.ts';
import { CREDENTIAL_STATE_WORDS } from '../../contract/words.ts';
import { topicSearchLine, type Access } from '../../domain/access/access.ts';
import { overlapOptions } from '../../domain/credential/overlap.ts';
import { mayRequestRotation } from '../../domain/policy/request-rotation.ts';
import { DAY, NEVER, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Selection, Where } from '../ports/store.ts';
import { attentionOf } from '../service-users/attention.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { loadActorIn, membersOf, namesOf } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { searchWords } from '../shared/search.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { accessView, accessViews } from './access-view.ts';
import { findAccess } from './find-access.ts';

type ListQuery = Out<typeof AccessQuery>;
type Filters = Out<typeof AccessExportQuery>;

const COLUMN = {
  access_name: 'name',
  username: 'username',
  service_name: 'serviceName',
  project_name: 'projectName',
  owner_user_group_name: 'ownerGroupName',
  credential_state: 'credentialState',
  certificate_not_after_time: 'certificateNotAfter',
  create_time: 'createdAt',
} as const satisfies Record<AccessSort, keyof Access>;

const EXPIRY = { expired: 0, '7_days': 7 * DAY, '30_days': 30 * DAY, '90_days': 90 * DAY } as const;

const selectionOf = (organizationId: string, query: Filters, now: Instant): Selection<Access> => ({
  where: {
    organizationId,
    ...(query.access_id ? { id: { in: query.access_id } } : {}),
    ...(query.owner_user_group_id ? { ownerGroupId: { in: query.owner_user_group_id } } : {}),
    ...(query.project_name ? { projectName: { in: query.project_name } } : {}),
    ...(query.service ? { serviceId: { in: query.service } } : {}),
    ...(query.credential_state ? { credentialState: { in: query.credential_state } } : {}),
    ...(query.expiry ? { certificateNotAfter: { atMost: now + EXPIRY[query.expiry] } } : {}),
  },
  search: [
    ...searchWords(query.search),
    ...(query.resource_name ? [topicSearchLine(query.resource_name)] : []),
  ],
});

/** One page of the accesses of an organization (R1). */
export const listAccesses = (
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  query: ListQuery,
): Promise<Out<typeof AccessList>> =>
  store.read(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'accesses', {
      selection: selectionOf(organizationId, query, now),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { access: await accessViews(tx, rows, actor, now), ...page };
  });

/** Every matching access as the lines of a CSV file (A4). */
export async function* exportAccesses(
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  query: Filters,
): AsyncGenerator<string> {
  await store.read((tx) => loadActorIn(tx, actorId, organizationId));
  const pages = readAll((work) => store.read(work), 'accesses', {
    selection: selectionOf(organizationId, query, clock.now()),
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const time = (at: Instant | null): string => (at === null || at === NEVER ? '' : toWireTime(at));
  const head = [
    'Access',
    'Service user',
    'Project',
    'Service',
    'Owner group',
    'Topics',
    'Credentials',
    'Certificate expires',
    'Old credentials valid until',
    'Created',
  ];
  yield* csvFile(head, pages, (access) => [
    access.name,
    access.username,
    access.projectName,
    access.serviceName,
    access.ownerGroupName,
    access.acls.map((acl) => `${acl.resourceName} ${acl.operation}`).join('; '),
    CREDENTIAL_STATE_WORDS[access.credentialState],
    time(access.certificateNotAfter),
    time(access.oldValidUntil),
    time(access.createdAt),
  ]);
}

/** What the list can be filtered by. */
export const accessFilters = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof AccessFilters>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const where = { organizationId };
    const order = { column: 'name', direction: 'asc' } as const;
    const projects = await tx.find('projects', { where, order });
    const services = await tx.find('services', { where, order });
    const groups = await tx.find('groups', { where, order });
    return {
      projects: projects.map((project) => project.name),
      services: services.map((service) => ({
        service_id: service.id,
        service_name: service.name,
        project_name: service.projectName,
        passwords_overlap: service.passwordsOverlap,
      })),
      groups: groups.map((group) => ({ user_group_id: group.id, user_group_name: group.name })),
    };
  });

/**
 * What waits for this person, counted where an index leads: by their groups, and by whom credentials were made for. As
 * mayReviewCredentials allows it, credentials wait for one person, in the owner group, until they expire (R17, R20).
 */
export const accessAttention = (
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
): Promise<AccessAttention> =>
  store.read(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const count = (where: Where<Access>): Promise<number> =>
      tx.count('accesses', { where: { organizationId, ownerGroupId: { in: actor.groupIds }, ...where } });
    const endingBy = (limit: Instant) => count({ certificateNotAfter: { atMost: limit } });
    const unviewed = { credentialsUserId: actorId, credentialState: 'unviewed' } as const;
    // Their time is over although no job has come by to say so; hardly ever any.
    const overdue = await tx.find('credentials', {
      where: { revealTo: actorId, status: 'sealed', expiresAt: { atMost: now } },
    });
    const { services, count: renewedCount } = await attentionOf(tx, actorId, now);
    const lapsed = overdue.map((credential) => credential.id);
    return {
      certificates_ending: await endingBy(now + EXPIRY['7_days']),
      certificates_ended: await endingBy(now + EXPIRY.expired),
      credentials_waiting:
        (await count(unviewed)) -
        (lapsed.length === 0 ? 0 : await count({ ...unviewed, credentialId: { in: lapsed } })),
      certificates_renewed: services,
      certificates_renewed_count: renewedCount,
    };
  });

/** One access. */
export const getAccess = (
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
): Promise<Out<typeof AccessEnvelope>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const access = await findAccess(tx, organizationId, accessId);
    return { access: await accessView(tx, access, actor, clock.now()) };
  });

/** What asking for a rotation would meet: approvers, overlaps, or the reason why not (R2, R5). */
export const previewRotation = (
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
): Promise<RotationPreview> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const access = await findAccess(tx, organizationId, accessId);
    const service = await tx.get('services', access.serviceId);
    const members = (await membersOf(tx, [access.ownerGroupId])).get(access.ownerGroupId) ?? [];
    const others = members.filter((id) => id !== actorId);
    const names = await namesOf(tx, others);
    const overlap = overlapOptions(service?.passwordsOverlap ?? false);
    return {
      access: await accessView(tx, access, actor, clock.now()),
      approvers: others
        .map((id) => ({ user_id: id, real_name: names.get(id) ?? '' }))
        .sort((a, b) => a.real_name.localeCompare(b.real_name)),
      overlaps: [...overlap.options],
      overlap_preset: overlap.preset,
      passwords_overlap: service?.passwordsOverlap ?? false,
      verdict: verdictView(mayRequestRotation({ actor, access, otherMembers: others.length })),
    };
  });
