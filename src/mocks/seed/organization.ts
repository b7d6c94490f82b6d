import type { PersonaName } from '../../contract/schemas/session.ts';
import type { ProjectRole, Service } from '../../domain/people.ts';

/** The demo organization: who works there, what they own, where it runs. Data only; cast.ts makes it happen. */
export const ORGANIZATION = { id: 'org_halden', name: 'Halden Freight' };

export const PEOPLE = {
  maya: { name: 'Maya Lindqvist', admin: false },
  jonas: { name: 'Jonas Weber', admin: false },
  priya: { name: 'Priya Raman', admin: false },
  astrid: { name: 'Astrid Holm', admin: true },
  tomas: { name: 'Tomás Rivera', admin: false },
  leila: { name: 'Leila Haddad', admin: false },
  oskar: { name: 'Oskar Nyström', admin: false },
  chen: { name: 'Chen Wei', admin: false },
  nora: { name: 'Nora Fitzgerald', admin: false },
  samuel: { name: 'Samuel Okafor', admin: false },
  ines: { name: 'Inês Carvalho', admin: false },
  pavel: { name: 'Pavel Novák', admin: false },
} as const satisfies Record<string, { name: string; admin: boolean }>;

export type PersonKey = keyof typeof PEOPLE;

export const personId = (key: PersonKey): string => `u-${key}`;

export const GROUPS = {
  payments: {
    name: 'Payments',
    description: 'Checkout, invoicing and settlement',
    members: ['maya', 'jonas', 'leila'],
  },
  fulfilment: {
    name: 'Fulfilment',
    description: 'Orders, warehouses and shipping',
    members: ['maya', 'oskar', 'nora'],
  },
  telemetry: {
    name: 'Fleet telemetry',
    description: 'Positions and sensor readings of vehicles and containers',
    members: ['chen', 'samuel', 'jonas'],
  },
  analytics: {
    name: 'Analytics',
    description: 'Data warehouse, reports and forecasts',
    members: ['priya', 'ines'],
  },
  platform: {
    name: 'Streaming platform',
    description: 'Runs the Kafka services',
    members: ['astrid', 'tomas', 'pavel'],
  },
  customs: { name: 'Customs desk', description: 'Declarations and tariffs', members: ['leila'] },
} as const satisfies Record<string, { name: string; description: string; members: readonly PersonKey[] }>;

export type GroupKey = keyof typeof GROUPS;

export const groupId = (key: GroupKey): string => `ug_${key}`;

export const PERSONAS: Record<PersonaName, { person: PersonKey; description: string }> = {
  requester: { person: 'maya', description: 'Asks for rotations. Member of Payments and Fulfilment.' },
  approver: { person: 'jonas', description: 'Approves them. Second member of Payments.' },
  outsider: {
    person: 'priya',
    description: 'Belongs to Analytics and may not touch the accesses of others.',
  },
  admin: { person: 'astrid', description: 'Organization admin: watches every request, manages groups.' },
  operator: { person: 'tomas', description: 'Operates the projects that the services run in.' },
};

export const PROJECTS = {
  prod: 'halden-prod',
  staging: 'halden-staging',
  dev: 'halden-dev',
} as const;

export type ProjectKey = keyof typeof PROJECTS;

export const projectId = (key: ProjectKey): string => `prj_${key}`;

export const PROJECT_ROLES: readonly { person: PersonKey; project: ProjectKey; role: ProjectRole }[] = [
  { person: 'astrid', project: 'prod', role: 'admin' },
  { person: 'tomas', project: 'prod', role: 'operator' },
  { person: 'tomas', project: 'staging', role: 'operator' },
  { person: 'pavel', project: 'dev', role: 'admin' },
  { person: 'maya', project: 'prod', role: 'developer' },
  { person: 'jonas', project: 'prod', role: 'developer' },
  { person: 'priya', project: 'prod', role: 'read_only' },
];

interface ServicePlan {
  readonly project: ProjectKey;
  readonly name: string;
  readonly cloud: string;
  readonly plan: string;
  readonly overlap: boolean;
  readonly state: Service['state'];
  readonly topics: readonly string[];
}

export const SERVICES = {
  orders: {
    project: 'prod',
    name: 'kafka-orders',
    cloud: 'aws-eu-north-1',
    plan: 'business-8',
    overlap: true,
    state: 'RUNNING',
    topics: [
      'orders.v1',
      'orders.returns.v1',
      'shipments.v2',
      'warehouse.stock.v1',
      'customs.declarations.v1',
    ],
  },
  payments: {
    project: 'prod',
    name: 'kafka-payments',
    cloud: 'aws-eu-north-1',
    plan: 'premium-6x-8',
    overlap: false,
    state: 'RUNNING',
    topics: ['payments.authorized.v1', 'payments.settled.v1', 'invoices.v3', 'ledger.entries.v1'],
  },
  telemetry: {
    project: 'prod',
    name: 'kafka-telemetry',
    cloud: 'google-europe-north1',
    plan: 'business-16',
    overlap: true,
    state: 'RUNNING',
    topics: ['vehicles.position.v2', 'containers.temperature.v1', 'containers.door.v1', 'trips.v1'],
  },
  warehouse: {
    project: 'prod',
    name: 'kafka-warehouse',
    cloud: 'aws-eu-central-1',
    plan: 'business-4',
    overlap: true,
    state: 'REBUILDING',
    topics: ['dwh.facts.v1', 'forecast.demand.v1'],
  },
  stagingOrders: {
    project: 'staging',
    name: 'kafka-orders',
    cloud: 'aws-eu-north-1',
    plan: 'startup-4',
    overlap: true,
    state: 'RUNNING',
    topics: ['orders.v1', 'shipments.v2', 'warehouse.stock.v1'],
  },
  stagingPayments: {
    project: 'staging',
    name: 'kafka-payments',
    cloud: 'aws-eu-north-1',
    plan: 'startup-4',
    overlap: false,
    state: 'RUNNING',
    topics: ['payments.authorized.v1', 'payments.settled.v1', 'invoices.v3'],
  },
  devShared: {
    project: 'dev',
    name: 'kafka-dev',
    cloud: 'aws-eu-north-1',
    plan: 'startup-2',
    overlap: true,
    state: 'RUNNING',
    topics: ['orders.v1', 'payments.settled.v1', 'vehicles.position.v2', 'playground'],
  },
  devTelemetry: {
    project: 'dev',
    name: 'kafka-dev-telemetry',
    cloud: 'google-europe-north1',
    plan: 'startup-2',
    overlap: true,
    state: 'RUNNING',
    topics: ['vehicles.position.v2', 'trips.v1'],
  },
} as const satisfies Record<string, ServicePlan>;

export type ServiceKey = keyof typeof SERVICES;

export const serviceId = (key: ServiceKey): string => `svc_${key.toLowerCase()}`;
