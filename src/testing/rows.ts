import type { Change, TableName, Tables, World } from '../service/ports/store.ts';
import { TABLES } from '../service/ports/tables.ts';

/** Where rows made for tests begin: 2026-05-10T20:40:03Z. */
export const START = Date.UTC(2026, 4, 10, 20, 40, 3);

/** One plain row of each table, by its id. */
const PLAIN: { readonly [T in TableName]: (id: string) => Tables[T] } = {
  organizations: (id) => ({ id, name: 'Acme', createdAt: START }),
  people: (id) => ({
    id,
    organizationId: 'org1',
    email: `${id}@example.com`,
    name: 'Ada',
    isOrganizationAdmin: false,
    createdAt: START,
  }),
  groups: (id) => ({
    id,
    organizationId: 'org1',
    name: 'Payments',
    description: '',
    createdAt: START,
    updatedAt: START,
  }),
  memberships: (id) => ({ id, groupId: 'group1', personId: 'person1', createdAt: START }),
  projects: (id) => ({ id, organizationId: 'org1', name: `project-${id}`, createdAt: START }),
  projectMembers: (id) => ({ id, projectId: 'project1', personId: 'person1', role: 'operator' }),
  services: (id) => ({
    id,
    organizationId: 'org1',
    projectId: 'project1',
    projectName: 'payments-prod',
    name: 'kafka-main',
    type: 'kafka',
    state: 'RUNNING',
    cloudName: 'google-europe-west1',
    plan: 'business-4',
    host: 'kafka.example.com',
    sslPort: 9093,
    saslPort: 9094,
    saslMechanism: 'SCRAM-SHA-512',
    passwordsOverlap: false,
    createdAt: START,
    updatedAt: START,
  }),
  topics: (id) => ({
    id,
    organizationId: 'org1',
    serviceId: 'service1',
    name: 'orders',
    ownerGroupId: null,
    partitions: 3,
    replication: 3,
  }),
  accesses: (id) => ({
    id,
    organizationId: 'org1',
    name: `access ${id}`,
    projectName: 'payments-prod',
    serviceId: 'service1',
    serviceName: 'kafka-main',
    username: `user-${id}`,
    ownerGroupId: 'group1',
    ownerGroupName: 'Payments',
    acls: [{ id: 'acl1', resourceName: 'orders', operation: 'Read', host: '*' }],
    createdBy: 'person1',
    createdAt: START,
    updatedAt: START,
    version: 1,
    credentialState: 'active',
    credentialId: null,
    activeRequestId: null,
    credentialsUserId: null,
    credentialsConsumed: true,
    certificateNotBefore: START,
    certificateNotAfter: START,
    oldValidUntil: null,
    serviceUserKey: `service1/user-${id}`,
    lastGeneration: 1,
    searchText: '',
  }),
  requests: (id) => ({
    id,
    organizationId: 'org1',
    type: 'rotate_credentials',
    status: 'pending',
    accessId: 'access1',
    resourceName: 'Orders reader',
    username: 'orders-reader',
    serviceName: 'kafka-main',
    projectName: 'payments-prod',
    groupId: 'group1',
    groupName: 'Payments',
    requesterId: 'person1',
    requesterName: 'Ada',
    message: 'The old key was shared',
    overlap: '24_hours',
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    decisionMessage: null,
    failure: null,
    credentialId: null,
    generation: null,
    activeKey: null,
    createdAt: START,
    updatedAt: START,
    version: 1,
    searchText: '',
  }),
  credentials: (id) => ({
    id,
    organizationId: 'org1',
    accessId: 'access1',
    requestId: null,
    serviceId: 'service1',
    username: 'orders-reader',
    generation: 1,
    status: 'sealed',
    sealed: null,
    certificate: {
      subject: 'CN=orders-reader',
      issuer: 'CN=ca',
      serial: '01',
      fingerprint: 'ab',
      notBefore: START,
      notAfter: START,
    },
    revealTo: 'person1',
    overlap: 'immediately',
    replacesOld: false,
    createdAt: START,
    expiresAt: START,
    claimHash: null,
    claimedAt: null,
    activatedAt: null,
    windowEndsAt: null,
    savedAt: null,
    retireOldAt: null,
    oldRetiredAt: null,
  }),
  notifications: (id) => ({
    id,
    organizationId: 'org1',
    personId: 'person1',
    kind: 'credentials_ready',
    requestId: null,
    accessId: null,
    params: {},
    createdAt: START,
    readAt: null,
  }),
  audit: (id) => ({
    id,
    organizationId: 'org1',
    at: START,
    actorId: null,
    actorName: 'Latchkey',
    action: 'request.created',
    requestId: null,
    accessId: null,
    resourceName: 'Orders reader',
    details: {},
  }),
  jobs: (id) => ({
    id,
    kind: 'provision',
    subjectId: 'request1',
    runAt: START,
    attempts: 0,
    lockedUntil: null,
    status: 'queued',
    lastError: null,
    createdAt: START,
  }),
  sessions: (id) => ({ id, personId: 'person1', createdAt: START, expiresAt: START }),
  keptAnswers: (id) => ({ id, requestHash: 'hash', outcome: '{}', createdAt: START }),
  settings: (id) => ({ id, value: null }),
  simulatedCas: (id) => ({ id, certificatePem: 'certificate', sealedKey: 'sealed' }),
  simulatedGenerations: (id) => ({
    id,
    serviceId: 'service1',
    username: 'orders-reader',
    generation: 1,
    fence: 1,
    status: 'active',
    passwordEnded: false,
    salt: 'salt',
    passwordHash: 'hash',
    fingerprint: 'ab',
    notBefore: START,
    notAfter: START,
  }),
};

/** A valid row, with what matters to the test on top. */
export const makeRow = <T extends TableName>(
  table: T,
  id: string,
  values: Partial<Tables[T]> = {},
): Tables[T] => ({
  ...PLAIN[table](id),
  ...values,
});

// TABLES is declared with exactly these keys, which Object.keys cannot know.
const NAMES = Object.keys(TABLES) as readonly TableName[];

/** A world of no rows but these. */
export const makeWorld = (rows: Partial<World> = {}): World => {
  const empty = Object.fromEntries(NAMES.map((name) => [name, []]));
  // Every table's name is in there, by NAMES.
  return { ...empty, ...rows } as World;
};

/** One row in every table. */
export const makeFullWorld = (): World =>
  // As in makeWorld.
  Object.fromEntries(NAMES.map((name) => [name, [makeRow(name, `${name}-1`)]])) as unknown as World;

/** An announcement. */
export const makeChange = (noun = 'requests'): Change => ({
  touches: [noun],
  organizationId: 'org1',
  personIds: null,
});
