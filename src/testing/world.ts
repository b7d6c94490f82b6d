import { prefixOf, tokenOfBits } from '../domain/access-token/access-token.ts';
import type { Cluster, RoleBinding, RoleName } from '../domain/api-key/role.ts';
import type { Person } from '../domain/people.ts';
import { newSession } from '../domain/sign-in/session.ts';
import { NEVER } from '../domain/time.ts';
import type { PersonaSetting } from '../service/session/sessions.ts';
import { PERSONAS_SETTING } from '../service/session/sessions.ts';
import { SESSION_LENGTH } from '../service/session/sign-in-policy.ts';
import type { World } from '../service/ports/store.ts';
import { digest } from '../runtime/digest.ts';
import { makeRow, makeWorld, START } from './rows.ts';

/** Who is who. Payments has three members, so that two can approve; logistics has one, who has nobody to approve. */
export const PEOPLE = {
  ada: { name: 'Ada Lind', organizationId: 'org_acme', groups: ['grp_payments'], admin: false },
  ben: { name: 'Ben Okoye', organizationId: 'org_acme', groups: ['grp_payments'], admin: false },
  cid: { name: 'Cid Romero', organizationId: 'org_acme', groups: ['grp_payments'], admin: false },
  dan: { name: 'Dan Weiss', organizationId: 'org_acme', groups: ['grp_logistics'], admin: false },
  eve: { name: 'Eve Tanaka', organizationId: 'org_acme', groups: [], admin: true },
  fay: { name: 'Fay Novak', organizationId: 'org_globex', groups: ['grp_globex'], admin: true },
} as const;
export type PersonName = keyof typeof PEOPLE;
// The keys of PEOPLE, which Object.keys cannot know.
export const NAMES = Object.keys(PEOPLE) as readonly PersonName[];

/** The cookie's value of everybody's first session. */
export const tokenOf = (name: PersonName): string => `token-of-${name}`;

/** Everybody's access token; it has no end. */
export const accessTokenOf = (name: PersonName): string => tokenOfBits(name.padEnd(43, 'x'));

/** The address of a service as operations name it. */
export interface ServiceName {
  readonly project_name: string;
  readonly service_name: string;
}
/** Old and new passwords work beside each other. */
export const OVERLAP: ServiceName = { project_name: 'shop', service_name: 'kafka-overlap' };
/** A new password ends the old one at once. */
export const SINGLE: ServiceName = { project_name: 'shop', service_name: 'kafka-single' };
export const FOREIGN: ServiceName = { project_name: 'globex-core', service_name: 'kafka-globex' };

const personas: PersonaSetting = {
  requester: { personId: 'ada', description: 'Asks' },
  approver: { personId: 'ben', description: 'Decides' },
  operator: { personId: 'cid', description: 'Operates' },
  outsider: { personId: 'dan', description: 'Looks on' },
  admin: { personId: 'eve', description: 'Administers' },
};

const service = (
  id: string,
  projectId: string,
  { project_name, service_name }: ServiceName,
  overlap: boolean,
) =>
  makeRow('services', id, {
    organizationId: projectId === 'prj_globex' ? 'org_globex' : 'org_acme',
    projectId,
    projectName: project_name,
    name: service_name,
    passwordsOverlap: overlap,
    searchText: `${service_name}\n${project_name}`,
  });

const topic = (name: string, serviceId: string, organizationId: string, ownerGroupId: string | null) =>
  makeRow('topics', `top_${serviceId}_${name}`, { organizationId, serviceId, name, ownerGroupId });

const cluster = (id: string, kind: Cluster['kind'], name: string, environmentId: string) =>
  makeRow('clusters', id, {
    organizationId: environmentId === 'env-globex' ? 'org_globex' : 'org_acme',
    environmentId,
    environmentName: environmentId.slice(4),
    kind,
    name,
    kafkaClusterId: kind === 'ksqldb' ? 'lkc-orders' : null,
    searchText: `${name}\n${id}`,
  });

const binding = (principalId: PersonName, role: RoleName, place: Partial<RoleBinding>) =>
  makeRow('roleBindings', `rb-${principalId}`, {
    organizationId: PEOPLE[principalId].organizationId,
    principalId,
    role,
    ...place,
  });

/**
 * Environments, clusters and who has which role on them: Eve administers the organization, Cid production, Ada the
 * cluster orders; Ben may read a topic of it, Dan has no role.
 */
const keyWorld = (): Partial<World> => ({
  environments: [
    makeRow('environments', 'env-prod', { organizationId: 'org_acme', name: 'prod' }),
    makeRow('environments', 'env-test', { organizationId: 'org_acme', name: 'test' }),
    makeRow('environments', 'env-globex', { organizationId: 'org_globex', name: 'globex' }),
  ],
  clusters: [
    cluster('lkc-orders', 'kafka', 'orders', 'env-prod'),
    cluster('lkc-stock', 'kafka', 'stock', 'env-prod'),
    cluster('lsrc-prod', 'schema_registry', 'Schema Registry', 'env-prod'),
    cluster('lksqlc-alerts', 'ksqldb', 'alerts', 'env-prod'),
    cluster('lkc-test', 'kafka', 'orders-test', 'env-test'),
    cluster('lkc-globex', 'kafka', 'globex', 'env-globex'),
  ],
  serviceAccounts: [
    makeRow('serviceAccounts', 'sa-planner', {
      organizationId: 'org_acme',
      name: 'planner',
      nameKey: 'org_acme/planner',
      createdBy: 'eve',
    }),
  ],
  roleBindings: [
    binding('eve', 'OrganizationAdmin', { scopeKind: 'organization' }),
    binding('cid', 'EnvironmentAdmin', { scopeKind: 'environment', environmentId: 'env-prod' }),
    binding('ada', 'CloudClusterAdmin', {
      scopeKind: 'cluster',
      environmentId: 'env-prod',
      clusterId: 'lkc-orders',
    }),
    binding('ben', 'DeveloperRead', {
      scopeKind: 'resource',
      environmentId: 'env-prod',
      clusterId: 'lkc-orders',
      topic: 'orders',
    }),
    binding('fay', 'OrganizationAdmin', { scopeKind: 'organization' }),
  ],
});

/** Two organizations with their people, groups and services, and a session and an access token for everybody; no accesses yet. */
export const makeDirectory = async (): Promise<World> => {
  const people: Person[] = NAMES.map((id) => ({
    id,
    organizationId: PEOPLE[id].organizationId,
    email: `${id}@example.com`,
    name: PEOPLE[id].name,
    isOrganizationAdmin: PEOPLE[id].admin,
    createdAt: START,
  }));
  const sessions = NAMES.map(async (personId) => {
    const id = await digest(tokenOf(personId));
    return newSession({ id, personId, createdAt: START, expiresAt: START + SESSION_LENGTH });
  });
  const accessTokens = NAMES.map(async (personId) =>
    makeRow('accessTokens', await digest(accessTokenOf(personId)), {
      prefix: prefixOf(accessTokenOf(personId)),
      organizationId: PEOPLE[personId].organizationId,
      personId,
      expiresAt: NEVER,
    }),
  );
  return makeWorld({
    organizations: [
      makeRow('organizations', 'org_acme', { name: 'Acme' }),
      makeRow('organizations', 'org_globex', { name: 'Globex' }),
    ],
    people,
    groups: [
      makeRow('groups', 'grp_payments', { organizationId: 'org_acme', name: 'Payments' }),
      makeRow('groups', 'grp_logistics', { organizationId: 'org_acme', name: 'Logistics' }),
      makeRow('groups', 'grp_globex', { organizationId: 'org_globex', name: 'Globex core' }),
    ],
    memberships: NAMES.flatMap((personId) =>
      PEOPLE[personId].groups.map((groupId) => ({
        id: `${groupId}:${personId}`,
        groupId,
        personId,
        createdAt: START,
        providerId: null,
      })),
    ),
    projects: [
      makeRow('projects', 'prj_shop', { organizationId: 'org_acme', name: 'shop' }),
      makeRow('projects', 'prj_globex', { organizationId: 'org_globex', name: 'globex-core' }),
    ],
    // Dan has no role, nor has Eve, who administers the organization: its projects are not hers to see.
    projectMembers: [
      { id: 'prj_shop:ada', projectId: 'prj_shop', personId: 'ada', role: 'developer', providerId: null },
      { id: 'prj_shop:ben', projectId: 'prj_shop', personId: 'ben', role: 'read_only', providerId: null },
      { id: 'prj_shop:cid', projectId: 'prj_shop', personId: 'cid', role: 'operator', providerId: null },
      { id: 'prj_globex:fay', projectId: 'prj_globex', personId: 'fay', role: 'admin', providerId: null },
    ],
    services: [
      service('svc_overlap', 'prj_shop', OVERLAP, true),
      service('svc_single', 'prj_shop', SINGLE, false),
      service('svc_globex', 'prj_globex', FOREIGN, true),
    ],
    topics: [
      topic('orders', 'svc_overlap', 'org_acme', 'grp_payments'),
      topic('refunds', 'svc_overlap', 'org_acme', null),
      topic('orders', 'svc_single', 'org_acme', 'grp_payments'),
      topic('secrets', 'svc_globex', 'org_globex', 'grp_globex'),
    ],
    ...keyWorld(),
    settings: [{ id: PERSONAS_SETTING, value: personas }],
    sessions: await Promise.all(sessions),
    accessTokens: await Promise.all(accessTokens),
  });
};
