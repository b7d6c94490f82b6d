import type { Out } from '../../contract/operation.ts';
import type {
  RequestDetails,
  RequestExportQuery,
  RequestFilters,
  RequestList,
  RequestQuery,
  RequestSummary,
} from '../../contract/schemas/requests.ts';
import { toWireTime } from '../../contract/text.ts';
import { REQUEST_STATUS_WORDS, REQUEST_TYPE_WORDS } from '../../contract/words.ts';
import { ASKS_FOR_KEYS } from '../../domain/policy/api-keys.ts';
import type { Reviewer } from '../../domain/policy/decide-request.ts';
import type { Request } from '../../domain/request/request.ts';
import { refused } from '../../domain/verdict.ts';
import { accessView, aclView, oldCredentialsView } from '../accesses/access-view.ts';
import { sharedTopics } from '../accesses/shared-topics.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection } from '../ports/store.ts';
import { organizationAdmins } from '../keys/approval.ts';
import { membersOf, namesOf } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { searchWords } from '../shared/search.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { findRequest } from './find-request.ts';
import { requestView, requestViews } from './request-view.ts';
import { loadReviewer } from './reviewer.ts';
import { whatKeyMay } from './what-a-key-may.ts';

type ListQuery = Out<typeof RequestQuery>;
type Filters = Out<typeof RequestExportQuery>;

const COLUMN = {
  resource_name: 'resourceName',
  request_type: 'type',
  status: 'status',
  requesting_group: 'groupName',
  requester: 'requesterName',
  create_time: 'createdAt',
} as const satisfies Record<ListQuery['sort'], keyof Request>;

/**
 * Approvals of every group are an organization admin's to watch; everybody else sees those of their own groups, and whoever
 * holds the role OrganizationAdmin those for keys. What one asked for stays one's own in a group that one has left (R12).
 */
const selectionOf = (actor: Reviewer, query: Filters): Selection<Request> => {
  const everything = query.scope === 'approvals' && actor.isOrganizationAdmin;
  const ofMyGroups = { groupId: { in: actor.groupIds } };
  const mine = query.scope === 'mine' ? [{ requesterId: actor.personId }] : [];
  const forKeys =
    query.scope === 'approvals' && actor.administers ? [{ type: 'create_api_key' as const }] : [];
  return {
    ...(everything ? {} : { either: [ofMyGroups, ...mine, ...forKeys] }),
    where: {
      organizationId: actor.organizationId,
      ...(query.group ? { groupId: { in: query.group } } : {}),
      ...(query.type ? { type: { in: query.type } } : {}),
      ...(query.status ? { status: { in: query.status } } : {}),
      ...(query.requester ? { requesterId: { in: query.requester } } : {}),
    },
    search: searchWords(query.search),
  };
};

/** One page of requests (R7, R12). */
export const listRequests = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: ListQuery,
): Promise<Out<typeof RequestList>> =>
  store.read(async (tx) => {
    const actor = await loadReviewer(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'requests', {
      selection: selectionOf(actor, query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { requests: await requestViews(tx, rows, actor), ...page };
  });

/** Every matching request as the lines of a CSV file (A4). */
export async function* exportRequests(
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Filters,
): AsyncGenerator<string> {
  const actor = await store.read((tx) => loadReviewer(tx, actorId, organizationId));
  const pages = readAll((work) => store.read(work), 'requests', {
    selection: selectionOf(actor, query),
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = [
    'Resource',
    'Type',
    'Status',
    'Requesting group',
    'Requester',
    'Requested on',
    'Message',
    'Decided by',
    'Decided on',
    'Decision message',
  ];
  yield* csvFile(head, pages, (request) => [
    request.resourceName,
    REQUEST_TYPE_WORDS[request.type],
    REQUEST_STATUS_WORDS[request.status],
    request.groupName,
    request.requesterName,
    toWireTime(request.createdAt),
    request.message,
    request.decidedByName ?? '',
    request.decidedAt === null ? '' : toWireTime(request.decidedAt),
    request.decisionMessage ?? '',
  ]);
}

/** Whose requests and which groups' the actor can filter by. */
export const requestFilters = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof RequestFilters>> =>
  store.read(async (tx) => {
    const actor = await loadReviewer(tx, actorId, organizationId);
    const groups = await tx.find('groups', {
      where: {
        organizationId,
        ...(actor.isOrganizationAdmin ? {} : { id: { in: actor.groupIds } }),
      },
      order: { column: 'name', direction: 'asc' },
    });
    const members = [
      ...(
        await membersOf(
          tx,
          groups.map((group) => group.id),
        )
      ).values(),
    ].flat();
    // Who asks for keys need not belong to a group.
    members.push(actorId);
    if (actor.administers || actor.isOrganizationAdmin)
      for (const { principalId } of await tx.find('roleBindings', {
        where: { organizationId, principalKind: 'user', role: { in: ASKS_FOR_KEYS }, removedAt: null },
      }))
        members.push(principalId);
    const people = await tx.find('people', {
      where: { organizationId, id: { in: [...new Set(members)] } },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      requesters: people.map((person) => ({ user_id: person.id, real_name: person.name })),
      groups: groups.map((group) => ({ user_group_id: group.id, user_group_name: group.name })),
    };
  });

/** How many pending requests this person could decide (R7). */
export const requestSummary = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof RequestSummary>> =>
  store.read(async (tx) => {
    const actor = await loadReviewer(tx, actorId, organizationId);
    return {
      waiting_for_me: await tx.count('requests', {
        where: {
          organizationId,
          status: 'pending',
          requesterId: { not: actorId },
        },
        either: [
          { groupId: { in: actor.groupIds } },
          ...(actor.administers ? [{ type: 'create_api_key' as const }] : []),
        ],
      }),
    };
  });

/** About credentials of another request nothing is said here. */
const NOT_MINE = verdictView(refused('credentials_not_ready'));

const touched = async (
  tx: ReadTransaction,
  deps: Deps,
  actor: Reviewer,
  request: Request,
): Promise<Pick<RequestDetails, 'access'>> => {
  const access = request.accessId === null ? undefined : await tx.get('accesses', request.accessId);
  if (!access) return {};
  const service = await tx.get('services', access.serviceId);
  const view = await accessView(tx, access, actor, deps.clock.now());
  // The request tells of its own credentials; newer ones belong to another request.
  const own = request.credentialId !== null && request.credentialId === access.credentialId;
  // The end of the old ones belongs to the credentials in use, although newer ones may wait to be shown (R22).
  const inUse = (await credentialsInUse(tx, [access.id])).get(access.id);
  const used = request.credentialId !== null && request.credentialId === inUse?.id;
  return {
    access: {
      version: access.version,
      acls: access.acls.map((acl) => aclView(acl, access.username)),
      ...(view.certificate_not_after_time
        ? { certificate_not_after_time: view.certificate_not_after_time }
        : {}),
      review_credentials: own ? view.verdicts.review_credentials : NOT_MINE,
      retire_old_credentials: used ? view.verdicts.retire_old_credentials : NOT_MINE,
      ...(own && view.credentials_expire_time
        ? { credentials_expire_time: view.credentials_expire_time }
        : {}),
      ...(used ? oldCredentialsView(access.oldValidUntil) : {}),
      passwords_overlap: service?.passwordsOverlap ?? false,
      shared_topics: await sharedTopics(tx, access),
    },
  };
};

/** One request with everything needed to decide it (R8). */
export const getRequest = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
): Promise<RequestDetails> =>
  deps.store.read(async (tx) => {
    const actor = await loadReviewer(tx, actorId, organizationId);
    const request = await findRequest(tx, actor, requestId);
    const { groupId } = request;
    const members =
      groupId === null
        ? await organizationAdmins(tx, organizationId)
        : ((await membersOf(tx, [groupId])).get(groupId) ?? []);
    const approvers = members.filter((id) => id !== request.requesterId);
    const names = await namesOf(tx, approvers);
    const history = await tx.find('audit', {
      where: { requestId, outcome: { not: 'refused' } },
      order: { column: 'at', direction: 'asc' },
    });
    return {
      request: await requestView(tx, request, actor),
      ...(await touched(tx, deps, actor, request)),
      ...(await whatKeyMay(tx, request)),
      approvers: approvers.map((id) => ({ user_id: id, real_name: names.get(id) ?? '' })),
      history: history.map((event) => ({
        time: toWireTime(event.at),
        actor_name: event.actorName,
        action: event.action,
        details: { ...event.details },
      })),
    };
  });
