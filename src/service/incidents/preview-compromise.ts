import type { CompromisePreview } from '../../contract/schemas/incidents.ts';
import { toWireTime } from '../../contract/text.ts';
import { topicsOf } from '../accesses/topics-of.ts';
import { sharedTopics } from '../accesses/shared-topics.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import { oldCredentialsLive } from '../../domain/credential/lifecycle.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { UserPath } from '../service-users/find-user.ts';
import { loadActorIn, namesOf } from '../shared/actor.ts';
import { verdictView } from '../shared/verdict-view.ts';
import {
  findReportableAccess,
  findReportableKey,
  findReportableUser,
  type SubjectFacts,
  type SubjectUser,
} from './find-subject.ts';
import { reviewersOf } from './read-incidents.ts';

const NOTHING = {
  acl_count: 0,
  shared_topics: 0,
  old_credentials: false,
  credentials_waiting: false,
  request_under_way: false,
} as const;

const named = ({ kind, name, resourceName }: SubjectFacts) => ({ kind, name, resource_name: resourceName });

/** The last look at its secrets: in the Users tab, or by whom its newest credentials were made for. */
const lastLook = async (
  tx: ReadTransaction,
  { service, access, user }: SubjectUser,
): Promise<Pick<CompromisePreview, 'viewed'>> => {
  const newest = access?.credentialId ? await tx.get('credentials', access.credentialId) : undefined;
  const holder = newest ? ((await namesOf(tx, [newest.revealTo])).get(newest.revealTo) ?? null) : null;
  const looks = [
    { at: user?.secretsViewedAt ?? null, by: user?.secretsViewedBy ?? null },
    { at: service.secretsViewedAt, by: service.secretsViewedBy },
    { at: newest?.claimedAt ?? null, by: holder },
  ].flatMap(({ at, by }) => (at === null || by === null ? [] : [{ at, by }]));
  const [last] = looks.toSorted((a, b) => b.at - a.at);
  return last ? { viewed: { by: last.by, time: toWireTime(last.at) } } : {};
};

const userPreview = async (
  tx: ReadTransaction,
  subject: SubjectUser,
  actorId: string,
): Promise<CompromisePreview> => {
  const { facts, access, verdict } = subject;
  const inUse = access ? (await credentialsInUse(tx, [access.id])).get(access.id) : undefined;
  return {
    ...NOTHING,
    topics: [],
    ...named(facts),
    ...(access
      ? {
          topics: topicsOf(access.acls).map(({ name, operations }) => ({ resource_name: name, operations })),
          acl_count: access.acls.length,
          shared_topics: await sharedTopics(tx, access),
          old_credentials: inUse !== undefined && oldCredentialsLive(inUse),
          credentials_waiting: access.credentialState === 'unviewed' || access.credentialState === 'shown',
          request_under_way:
            access.credentialState === 'rotation_pending' ||
            access.credentialState === 'rotation_provisioning',
        }
      : {}),
    ...(await lastLook(tx, subject)),
    reviewers: await reviewersOf(tx, facts, actorId),
    verdict: verdictView(verdict),
  };
};

/** What reporting an access would end (P6, P8). Error: 404. */
export const previewAccessCompromise = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
): Promise<CompromisePreview> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    return userPreview(tx, await findReportableAccess(tx, actor, accessId), actorId);
  });

/** As previewAccessCompromise, of a service user. Errors: 404. */
export const previewUserCompromise = (
  { store }: Deps,
  actorId: string,
  path: UserPath & { readonly organization_id: string },
): Promise<CompromisePreview> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, path.organization_id);
    return userPreview(tx, await findReportableUser(tx, actor, path), actorId);
  });

/** What reporting an API key would end (P6, P8). Error: 404. */
export const previewKeyCompromise = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  keyId: string,
): Promise<CompromisePreview> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const { facts, key, verdict } = await findReportableKey(tx, actor, keyId);
    return {
      ...NOTHING,
      topics: [],
      ...named(facts),
      ...(key.lastUsedAt === 0 ? {} : { last_used_time: toWireTime(key.lastUsedAt) }),
      key_owner_name: key.ownerName,
      reviewers: await reviewersOf(tx, facts, actorId),
      verdict: verdictView(verdict),
    };
  });
