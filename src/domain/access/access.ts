import type { Instant } from '../time.ts';

export type AclOperation = 'Read' | 'Write';

export interface Acl {
  readonly id: string;
  readonly resourceName: string;
  readonly operation: AclOperation;
  readonly host: string;
}

/** Where an access stands with its credentials, in the order in which a rotation passes through. */
export type CredentialState =
  | 'provisioning' // the first credentials are being made
  | 'failed' // the first credentials could not be made
  | 'active' // in use, nothing to do
  | 'rotation_pending' // asked for, waiting for an approver
  | 'rotation_provisioning' // approved, being made
  | 'unviewed' // ready, may be shown once (R14)
  | 'shown' // shown, not yet confirmed as saved (R19)
  | 'unconfirmed' // shown, never confirmed; the server's copy is gone
  | 'expired' // nobody looked within 7 days (R20)
  | 'compromised' // reported, ended, under review, and nothing was made since (P8)
  | 'revoked'; // as compromised, the review closed

/** One service user and its ACLs on topics, owned by a user group. */
export interface Access {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly projectName: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly username: string;
  readonly ownerGroupId: string;
  readonly ownerGroupName: string;
  readonly acls: readonly Acl[];
  readonly createdBy: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Grows with every change; a command that names an older one conflicts. */
  readonly version: number;
  readonly credentialState: CredentialState;
  /** The credential in question: the newest one made for this access. */
  readonly credentialId: string | null;
  /** The rotation in progress (R4). */
  readonly activeRequestId: string | null;
  /** Who may see the credentials that wait to be shown (R17). */
  readonly credentialsUserId: string | null;
  /** False while credentials wait to be shown. */
  readonly credentialsConsumed: boolean;
  /** Validity of the certificate in use; NEVER when there is none. */
  readonly certificateNotBefore: Instant;
  readonly certificateNotAfter: Instant;
  /** The old credentials' end (R22): null when there are none, NEVER when nothing has set it yet. */
  readonly oldValidUntil: Instant | null;
  /** `<service id>/<username>`; unique: one service user belongs to one access. */
  readonly serviceUserKey: string;
  /** The highest number given to a generation of its credentials, made or not; never reused. */
  readonly lastGeneration: number;
  /** Lower-cased words that search looks through. */
  readonly searchText: string;
}

/** An ACL as a row of its own, so that a service's can be listed; its access has the same, and neither ever changes. */
export interface AclEntry extends Acl {
  readonly organizationId: string;
  readonly serviceId: string;
  readonly accessId: string;
  readonly accessName: string;
  readonly username: string;
  /** Lower-cased words that search looks through. */
  readonly searchText: string;
}

/** The rows that stand for an access's ACLs. */
export const aclEntriesOf = (
  access: Pick<Access, 'id' | 'organizationId' | 'serviceId' | 'name' | 'username' | 'acls'>,
): readonly AclEntry[] =>
  access.acls.map((acl) => ({
    ...acl,
    organizationId: access.organizationId,
    serviceId: access.serviceId,
    accessId: access.id,
    accessName: access.name,
    username: access.username,
    searchText: [access.name, access.username, acl.resourceName].join('\n').toLowerCase(),
  }));

/** One topic's line in an access's search text: finds accesses by the topic's whole name. */
export const topicSearchLine = (topic: string): string => `\n#${topic.toLowerCase()}\n`;

/** What search finds an access by (R1). */
export const accessSearchText = (access: {
  readonly name: string;
  readonly username: string;
  readonly serviceName: string;
  readonly projectName: string;
  readonly ownerGroupName: string;
  readonly acls: readonly Pick<Acl, 'resourceName'>[];
}): string =>
  [
    access.name,
    access.username,
    access.serviceName,
    access.projectName,
    access.ownerGroupName,
    ...new Set(access.acls.map((acl) => `#${acl.resourceName}`)),
    '',
  ]
    .join('\n')
    .toLowerCase();
