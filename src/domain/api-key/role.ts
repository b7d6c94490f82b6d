import type { Instant } from '../time.ts';

/** Predefined roles, from the widest to the narrowest. */
export type RoleName =
  | 'OrganizationAdmin'
  | 'EnvironmentAdmin'
  | 'CloudClusterAdmin'
  | 'Operator'
  | 'ResourceOwner'
  | 'DeveloperManage'
  | 'DeveloperRead'
  | 'DeveloperWrite';

/** What a role is bound to: everything, one environment, one cluster, or one topic in it. */
export type ScopeKind = 'organization' | 'environment' | 'cluster' | 'resource';

/** Which scopes a role can be bound to. */
export const SCOPES_OF_ROLE: { readonly [R in RoleName]: readonly ScopeKind[] } = {
  OrganizationAdmin: ['organization'],
  EnvironmentAdmin: ['environment'],
  CloudClusterAdmin: ['cluster'],
  Operator: ['organization', 'environment', 'cluster'],
  ResourceOwner: ['resource'],
  DeveloperManage: ['cluster', 'resource'],
  DeveloperRead: ['resource'],
  DeveloperWrite: ['resource'],
};

export type PrincipalKind = 'user' | 'service_account';

/** A role that somebody has, or had. */
export interface RoleBinding {
  readonly id: string;
  readonly organizationId: string;
  /** A person or a service account. */
  readonly principalId: string;
  readonly principalKind: PrincipalKind;
  readonly role: RoleName;
  readonly scopeKind: ScopeKind;
  /** Null where it is bound to the organization. */
  readonly environmentId: string | null;
  /** Null above clusters. */
  readonly clusterId: string | null;
  /** The topic, where it is bound to one. */
  readonly topic: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** When it was taken away; its row stays, for keys that were made under it. */
  readonly removedAt: Instant | null;
}

/** What keys can be for besides the organization itself. */
export type ResourceKind = 'kafka' | 'schema_registry' | 'ksqldb';

/** A cluster: Kafka, a Schema Registry or a ksqlDB application. */
export interface Cluster {
  readonly id: string;
  readonly organizationId: string;
  readonly environmentId: string;
  readonly environmentName: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly cloud: string;
  readonly region: string;
  /** As clients connect: `host:port` for Kafka, a URL for the others. */
  readonly endpoint: string;
  /** The Kafka cluster that a ksqlDB application works on. */
  readonly kafkaClusterId: string | null;
  readonly createdAt: Instant;
  readonly searchText: string;
}

export interface Environment {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly package: 'ESSENTIALS' | 'ADVANCED';
  readonly createdAt: Instant;
  /** Whether a second person approves keys of those who administer it (K6). */
  readonly approvalRequired: boolean;
  readonly version: number;
}

/** An account of an application. */
export interface ServiceAccount {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  /** `<organization id>/<name>`; unique. */
  readonly nameKey: string;
  readonly description: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly createdBy: string;
  readonly searchText: string;
}

/** An ACL of a service account on a Kafka cluster. */
export interface AccountAcl {
  readonly id: string;
  readonly organizationId: string;
  readonly clusterId: string;
  readonly principalId: string;
  readonly topic: string;
  readonly operation: 'Read' | 'Write';
  readonly createdAt: Instant;
}

type Place = Pick<Cluster, 'id' | 'environmentId' | 'kafkaClusterId'>;

/**
 * Whether a binding reaches a cluster. One on a Kafka cluster reaches the ksqlDB applications that work on it; a Schema
 * Registry belongs to its environment alone.
 */
export const reaches = (
  binding: Pick<RoleBinding, 'scopeKind' | 'environmentId' | 'clusterId' | 'removedAt'>,
  cluster: Place,
): boolean => {
  if (binding.removedAt !== null) return false;
  switch (binding.scopeKind) {
    case 'organization':
      return true;
    case 'environment':
      return binding.environmentId === cluster.environmentId;
    case 'cluster':
    case 'resource':
      // No cluster is not the cluster that others lack.
      if (binding.clusterId === null) return false;
      return binding.clusterId === cluster.id || binding.clusterId === cluster.kafkaClusterId;
  }
};
