import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/service-users.ts';
import { toWireTime } from '../../contract/text.ts';
import { RENEWAL_STATE_WORDS, SERVICE_USER_STATUS_WORDS } from '../../contract/words.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { reportedAbout } from '../incidents/incident-view.ts';
import type { ReadTransaction, Selection } from '../ports/store.ts';
import { findService } from '../services/find-service.ts';
import type { ServicePath } from '../services/read-acls.ts';
import { loadActor, loadActorIn } from '../shared/actor.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { findServiceUser, type SeenService, type UserPath } from './find-user.ts';
import { lookAtUser } from './show-secrets.ts';
import { userView, vendorView } from './user-view.ts';

const COLUMN = {
  username: 'username',
  // Of the certificate in use, so that the first to run out comes first.
  certificate_not_after_time: 'endsAt',
  renewal_state: 'renewalState',
  create_time: 'createdAt',
} as const satisfies Record<wire.ServiceUserSort, keyof ServiceUser>;

const selectionOf = (
  serviceId: string,
  query: Out<typeof wire.ServiceUserExportQuery>,
): Selection<ServiceUser> => ({
  where: {
    serviceId,
    ...(query.type ? { type: { in: query.type } } : {}),
    ...(query.renewal_state ? { renewalState: { in: query.renewal_state } } : {}),
  },
  search: searchWords(query.search),
});

const serviceOf = async (tx: ReadTransaction, actorId: string, path: ServicePath): Promise<SeenService> =>
  findService(tx, await loadActorIn(tx, actorId, path.organization_id), path.project, path.service_name);

const accessesOf = async (tx: ReadTransaction, users: readonly ServiceUser[]) => {
  const ids = users.flatMap(({ accessId }) => accessId ?? []);
  const accesses = ids.length === 0 ? [] : await tx.find('accesses', { where: { id: { in: ids } } });
  return new Map(accesses.map((access) => [access.id, access]));
};

/**
 * One service user in the vendor's shape; with the secrets that its reader may see, the look recorded, if asked for
 * (R21, C6). Errors: 404 for project, service or user.
 */
export const getServiceUser = async (
  deps: Deps,
  actorId: string,
  path: UserPath,
  withSecrets: boolean,
): Promise<Out<typeof wire.VendorServiceUserEnvelope>> => {
  if (!withSecrets)
    return deps.store.read(async (tx) => {
      const { user } = await findServiceUser(tx, await loadActor(tx, actorId), path);
      return { user: vendorView(user, null) };
    });
  const { user, secrets } = await lookAtUser(deps, actorId, path);
  return { user: vendorView(user, secrets) };
};

/** One page of the users of a service, without secrets (C1). Errors: 404 for organization, project or service. */
export const listServiceUsers = (
  { store, clock }: Deps,
  actorId: string,
  path: ServicePath,
  query: Out<typeof wire.ServiceUserQuery>,
): Promise<Out<typeof wire.ServiceUserList>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    const { service, role } = await findService(tx, actor, path.project, path.service_name);
    const { rows, ...page } = await readPage(tx, 'serviceUsers', {
      selection: selectionOf(service.id, query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    const onlooker = {
      role,
      service,
      actor,
      accesses: await accessesOf(tx, rows),
      reported: await reportedAbout(
        tx,
        rows.map(({ id }) => id),
      ),
      now: clock.now(),
    };
    return { users: rows.map((user) => userView(user, onlooker)), ...page };
  });

async function* withAccesses({ store }: Deps, pages: AsyncIterable<readonly ServiceUser[]>) {
  for await (const users of pages) {
    const accesses = await store.read((tx) => accessesOf(tx, users));
    yield users.map((user) => ({ user, access: accesses.get(user.accessId ?? '') }));
  }
}

/** Every matching user of a service as the lines of a CSV file (A4). Errors as listServiceUsers. */
export async function* exportServiceUsers(
  deps: Deps,
  actorId: string,
  path: ServicePath,
  query: Out<typeof wire.ServiceUserExportQuery>,
): AsyncGenerator<string> {
  const { store } = deps;
  const { service } = await store.read((tx) => serviceOf(tx, actorId, path));
  const pages = readAll((work) => store.read(work), 'serviceUsers', {
    selection: selectionOf(service.id, query),
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const head = [
    'Service user',
    'Type',
    'Access',
    'Status',
    'Certificate serial',
    'Certificate in use expires',
    'Newest certificate expires',
    'Renewal',
    'Acknowledged by',
    'Created',
  ];
  const time = (at: Instant): string => (at === NEVER ? '' : toWireTime(at));
  yield* csvFile(head, withAccesses(deps, pages), ({ user, access }) => [
    user.username,
    user.type,
    access?.name ?? '',
    SERVICE_USER_STATUS_WORDS[user.status],
    user.certificate?.serial ?? '',
    time(user.endsAt),
    time(user.newestEndsAt),
    RENEWAL_STATE_WORDS[user.renewalState],
    user.acknowledgedBy ?? '',
    toWireTime(user.createdAt),
  ]);
}
