import type { Access as WireAccess } from '../../contract/schemas/accesses.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Access, Acl } from '../../domain/access/access.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import type { Actor, ProjectRole } from '../../domain/people.ts';
import { mayDeleteAccess } from '../../domain/policy/access.ts';
import { mayRetireOldCredentials, mayReviewCredentials } from '../../domain/policy/credentials.ts';
import { mayReportUser } from '../../domain/policy/report-compromise.ts';
import { mayRequestRotation } from '../../domain/policy/request-rotation.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import { glanceAt, type Glance } from '../credentials/glance.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import { rolesOf } from '../incidents/concerned.ts';
import { compromiseView, reportedAbout, type Reported } from '../incidents/incident-view.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { membersOf, namesOf } from '../shared/actor.ts';
import { verdictView } from '../shared/verdict-view.ts';

/** An ACL in the vendor's shape. */
export const aclView = (acl: Acl, username: string): WireAccess['access_data']['acls'][number] => ({
  id: acl.id,
  host: acl.host,
  operation: acl.operation,
  pattern_type: 'LITERAL',
  permission_type: 'ALLOW',
  principal: `User:${username}`,
  resource_name: acl.resourceName,
  resource_type: 'Topic',
});

/** The old credentials' end as the wire says it (R22). */
export const oldCredentialsView = (validUntil: Instant | null): Pick<WireAccess, 'old_credentials'> => {
  if (validUntil === null) return {};
  if (validUntil === NEVER) return { old_credentials: { open: true } };
  return { old_credentials: { open: false, valid_until_time: toWireTime(validUntil) } };
};

interface Facts {
  readonly actor: Actor;
  readonly now: Instant;
  readonly credentials: ReadonlyMap<string, Glance>;
  /** By access; only where old credentials may still work. */
  readonly inUse: ReadonlyMap<string, Credential>;
  readonly names: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The actor's roles, by the project's name. */
  readonly roles: ReadonlyMap<string, ProjectRole>;
  /** By service user. */
  readonly reported: ReadonlyMap<string, Reported>;
}

const view = (access: Access, facts: Facts): WireAccess => {
  const { actor, now } = facts;
  const credential =
    access.credentialId === null ? null : (facts.credentials.get(access.credentialId) ?? null);
  const others = (facts.members.get(access.ownerGroupId) ?? []).filter((id) => id !== actor.personId);
  const holderName = credential === null ? '' : (facts.names.get(credential.revealTo) ?? '');
  const waiting = access.credentialsUserId;
  const reported = facts.reported.get(access.serviceUserKey);
  return {
    access_id: access.id,
    access_name: access.name,
    access_type: 'KAFKA',
    create_time: toWireTime(access.createdAt),
    created_by: access.createdBy,
    credentials_consumed: access.credentialsConsumed,
    ...(waiting === null
      ? {}
      : { credentials_user_id: waiting, credentials_user_name: facts.names.get(waiting) ?? '' }),
    owner_user_group_id: access.ownerGroupId,
    access_data: {
      project_name: access.projectName,
      service_name: access.serviceName,
      username: access.username,
      acls: access.acls.map((acl) => aclView(acl, access.username)),
    },
    owner_user_group_name: access.ownerGroupName,
    update_time: toWireTime(access.updatedAt),
    version: access.version,
    credential_state: access.credentialState,
    ...(credential?.status === 'sealed' ? { credentials_expire_time: toWireTime(credential.expiresAt) } : {}),
    first_credentials: credential?.requestId === null,
    ...(access.certificateNotAfter === NEVER
      ? {}
      : {
          certificate_not_before_time: toWireTime(access.certificateNotBefore),
          certificate_not_after_time: toWireTime(access.certificateNotAfter),
        }),
    ...oldCredentialsView(access.oldValidUntil),
    ...(access.activeRequestId === null ? {} : { active_request_id: access.activeRequestId }),
    ...compromiseView(reported, access),
    verdicts: {
      request_rotation: verdictView(mayRequestRotation({ actor, access, otherMembers: others.length })),
      review_credentials: verdictView(mayReviewCredentials({ actor, access, credential, holderName, now })),
      retire_old_credentials: verdictView(
        mayRetireOldCredentials({ actor, access, inUse: facts.inUse.get(access.id) ?? null }),
      ),
      delete_access: verdictView(mayDeleteAccess({ actor, access })),
      report_compromise: verdictView(
        mayReportUser({
          standing: { ...actor, role: facts.roles.get(access.projectName) ?? null, managesKey: false },
          concern: {
            kind: 'access',
            ownerGroupId: access.ownerGroupId,
            ownerGroupName: access.ownerGroupName,
            project: access.projectName,
          },
          access,
          user: null,
          lastGeneration: access.lastGeneration,
          known: reported?.newest ?? null,
        }),
      ),
    },
  };
};

/** The actor's roles in projects, where they are concerned by an access neither as its owner nor as an admin (P8). */
const rolesByName = async (
  tx: ReadTransaction,
  actor: Actor,
  accesses: readonly Access[],
): Promise<ReadonlyMap<string, ProjectRole>> => {
  if (actor.isOrganizationAdmin || accesses.every((access) => actor.groupIds.includes(access.ownerGroupId)))
    return new Map();
  const roles = await rolesOf(tx, actor.personId);
  if (roles.size === 0) return new Map();
  const projects = await tx.find('projects', { where: { id: { in: [...roles.keys()] } } });
  return new Map(
    projects.flatMap(({ id, name }) => {
      const role = roles.get(id);
      return role === undefined ? [] : [[name, role] as const];
    }),
  );
};

/** Accesses with what this actor may do to each, in a fixed number of queries however many there are. */
export const accessViews = async (
  tx: ReadTransaction,
  accesses: readonly Access[],
  actor: Actor,
  now: Instant,
): Promise<WireAccess[]> => {
  const credentials = await glanceAt(
    tx,
    accesses.flatMap((access) => access.credentialId ?? []),
  );
  const names = await namesOf(tx, [
    ...[...credentials.values()].map((credential) => credential.revealTo),
    ...accesses.flatMap((access) => access.credentialsUserId ?? []),
  ]);
  // How many others could approve matters only where the actor may ask at all.
  const groups = [...new Set(accesses.map((access) => access.ownerGroupId))];
  const members = await membersOf(
    tx,
    groups.filter((id) => actor.groupIds.includes(id)),
  );
  const inUse = await credentialsInUse(
    tx,
    accesses.filter((access) => access.oldValidUntil !== null).map((access) => access.id),
  );
  const reported = await reportedAbout(
    tx,
    accesses.map(({ serviceUserKey }) => serviceUserKey),
  );
  const roles = await rolesByName(tx, actor, accesses);
  const facts = { actor, now, names, members, credentials, inUse, reported, roles };
  return accesses.map((access) => view(access, facts));
};

/** One access as this actor sees it. */
export const accessView = async (
  tx: ReadTransaction,
  access: Access,
  actor: Actor,
  now: Instant,
): Promise<WireAccess> => {
  const [shown] = await accessViews(tx, [access], actor, now);
  // One in, one out.
  return shown as WireAccess;
};
