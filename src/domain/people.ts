import type { Instant } from './time.ts';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  /** Whether a second person approves Cloud keys (K6). */
  readonly cloudKeyApproval: boolean;
  /** Of its settings. */
  readonly version: number;
}

export interface Person {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly name: string;
  readonly isOrganizationAdmin: boolean;
  readonly createdAt: Instant;
}

/** What stands for the address of somebody who has none: nobody else has it, and no mail goes there. */
export const noAddress = (personId: string): string => `${personId}@unproved.invalid`;

export const isNoAddress = (email: string): boolean => email.endsWith('@unproved.invalid');

/**
 * Whoever comes in by a break-glass code. Nobody else is this person: no provider knows them, no token is theirs, they
 * administer while a session of theirs lasts, and nobody counts on them to decide, review or be told.
 */
export const BREAK_GLASS_PERSON = 'u-break-glass';

/** Somebody who was removed from the organization: the name alone, for what they asked for and decided. */
export interface FormerPerson {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly removedAt: Instant;
}

export interface Group {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface Membership {
  /** `<group id>:<person id>` */
  readonly id: string;
  readonly groupId: string;
  readonly personId: string;
  readonly createdAt: Instant;
  /** The provider that says so, and may take it back; null when somebody here decided it. */
  readonly providerId: string | null;
}

export type ProjectRole = 'admin' | 'operator' | 'developer' | 'read_only';

export interface Project {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly createdAt: Instant;
}

export interface ProjectMember {
  /** `<project id>:<person id>` */
  readonly id: string;
  readonly projectId: string;
  readonly personId: string;
  readonly role: ProjectRole;
  /** As Membership.providerId. */
  readonly providerId: string | null;
}

export type SaslMechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

export interface Service {
  readonly id: string;
  readonly organizationId: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly name: string;
  readonly type: 'kafka';
  readonly state: 'RUNNING' | 'REBUILDING' | 'REBALANCING' | 'POWEROFF';
  readonly cloudName: string;
  readonly plan: string;
  readonly host: string;
  readonly sslPort: number;
  readonly saslPort: number;
  readonly saslMechanism: SaslMechanism;
  /** False where a new password replaces the old one at once, as SCRAM on Apache Kafka does (R2). */
  readonly passwordsOverlap: boolean;
  /** How many days before its end a certificate is renewed (C2). */
  readonly renewalWindowDays: number;
  /** Nobody is told of its certificates (C10); they are renewed all the same. */
  readonly noticesMuted: boolean;
  /** When people were last told of its certificates (C4). */
  readonly noticeSentAt: Instant | null;
  /** The last look at the secrets of all its users at once, and by whom. */
  readonly secretsViewedAt: Instant | null;
  readonly secretsViewedBy: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Lower-cased words that search looks through. */
  readonly searchText: string;
}

/** How a new service's certificates are tended. */
export const TENDED = {
  renewalWindowDays: 90,
  noticesMuted: false,
  noticeSentAt: null,
  secretsViewedAt: null,
  secretsViewedBy: null,
} as const satisfies Partial<Service>;

/** What search finds a service by. */
export const serviceSearchText = (service: Pick<Service, 'name' | 'projectName' | 'host'>): string =>
  [service.name, service.projectName, service.host].join('\n').toLowerCase();

export interface Topic {
  readonly id: string;
  readonly organizationId: string;
  readonly serviceId: string;
  readonly name: string;
  readonly ownerGroupId: string | null;
  readonly partitions: number;
  readonly replication: number;
}

/** Who acts: a person with what they belong to, as read in the same transaction. */
export interface Actor {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly organizationId: string;
  readonly isOrganizationAdmin: boolean;
  readonly groupIds: readonly string[];
}
