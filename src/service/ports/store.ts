import type { AccessToken } from '../../domain/access-token/access-token.ts';
import type { Access, AclEntry } from '../../domain/access/access.ts';
import type { ApiKey } from '../../domain/api-key/api-key.ts';
import type {
  AccountAcl,
  Cluster,
  Environment,
  RoleBinding,
  ServiceAccount,
} from '../../domain/api-key/role.ts';
import type { AuditLink, PendingEvent } from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import type { Mail, MailBounce, TechnicalAddress } from '../../domain/mail/mail.ts';
import type { MailPreference } from '../../domain/mail/topic.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Notification } from '../../domain/notification.ts';
import type {
  FormerPerson,
  Group,
  Membership,
  Organization,
  Person,
  Project,
  ProjectMember,
  Service,
  Topic,
} from '../../domain/people.ts';
import type { Request } from '../../domain/request/request.ts';
import type { RetiredServiceUser, ServiceUser } from '../../domain/service-user/service-user.ts';
import type { PushedGroup, PushedMember } from '../../domain/scim/group.ts';
import type { PushedPerson } from '../../domain/scim/person.ts';
import type { Identity } from '../../domain/sign-in/identity.ts';
import type { Session } from '../../domain/sign-in/session.ts';
import type { Instant } from '../../domain/time.ts';
import type { Webhook, WebhookDelivery } from '../../domain/webhook/webhook.ts';

export type { Session };

/** Work to be carried out after the transaction that records it (an outbox). */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly runAt: Instant;
  /** How often it was taken; also the fence that a late worker stumbles over. */
  readonly attempts: number;
  readonly lockedUntil: Instant | null;
  readonly status: 'queued' | 'done' | 'dead';
  readonly lastError: string | null;
  readonly createdAt: Instant;
}

/** What a command answered under its caller's key, so that it can be answered again. */
export interface KeptAnswer {
  /** SHA-256 of person, operation and key. */
  readonly id: string;
  /** SHA-256 of path and body. */
  readonly requestHash: string;
  /** JSON text, because the order of its fields is part of the answer. */
  readonly outcome: string;
  readonly createdAt: Instant;
}

/** A named value that every process must see (demo clock, faults). */
export interface Setting {
  readonly id: string;
  readonly value: unknown;
}

/** A certificate authority of the simulated platform. */
export interface SimulatedCa {
  /** The project's name for its first, `<project name>#<number>` for later ones. */
  readonly id: string;
  readonly projectName: string;
  /** From 1; the highest signs. */
  readonly number: number;
  readonly certificatePem: string;
  readonly sealedKey: string;
}

/** One generation as the simulated platform knows it: enough to check a proof, never the proof itself. */
export interface SimulatedGeneration {
  /** `<service id>/<username>/<generation>` */
  readonly id: string;
  readonly serviceId: string;
  readonly username: string;
  readonly generation: number;
  /** The fence of the call that made it; a lower one is refused. */
  readonly fence: number;
  /** discarded: stands in the way of calls that arrive late; nothing else is known of it. */
  readonly status: 'prepared' | 'active' | 'retired' | 'discarded';
  /** Its password is refused although its certificate may still be accepted (passwords that cannot overlap). */
  readonly passwordEnded: boolean;
  readonly salt: string;
  readonly passwordHash: string;
  readonly fingerprint: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** A certificate that the simulated platform accepts besides the generation's first, while the generation is active. */
export interface SimulatedRenewal {
  /** `<generation's id>/<renewal>` */
  readonly id: string;
  readonly serviceId: string;
  readonly username: string;
  readonly generation: number;
  /** From 1 in each generation. */
  readonly renewal: number;
  /** The fence of the call that made it; a lower one is refused. */
  readonly fence: number;
  readonly fingerprint: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** An API key as the simulated platform knows it: enough to check a proof. */
export interface SimulatedKey {
  readonly id: string;
  readonly resourceId: string;
  readonly salt: string;
  readonly secretHash: string;
  /** From here on its resource accepts it (K12). */
  readonly acceptedAt: Instant;
}

/** Every table and the shape of its rows. */
export interface Tables {
  organizations: Organization;
  people: Person;
  formerPeople: FormerPerson;
  groups: Group;
  memberships: Membership;
  projects: Project;
  projectMembers: ProjectMember;
  services: Service;
  topics: Topic;
  accesses: Access;
  acls: AclEntry;
  requests: Request;
  credentials: Credential;
  notifications: Notification;
  audit: AuditEvent;
  auditLinks: AuditLink;
  auditPending: PendingEvent;
  jobs: Job;
  sessions: Session;
  identities: Identity;
  keptAnswers: KeptAnswer;
  settings: Setting;
  simulatedCas: SimulatedCa;
  simulatedGenerations: SimulatedGeneration;
  simulatedRenewals: SimulatedRenewal;
  accessTokens: AccessToken;
  serviceUsers: ServiceUser;
  retiredServiceUsers: RetiredServiceUser;
  environments: Environment;
  clusters: Cluster;
  serviceAccounts: ServiceAccount;
  roleBindings: RoleBinding;
  accountAcls: AccountAcl;
  apiKeys: ApiKey;
  simulatedKeys: SimulatedKey;
  mails: Mail;
  mailPreferences: MailPreference;
  mailBounces: MailBounce;
  technicalAddresses: TechnicalAddress;
  webhooks: Webhook;
  webhookDeliveries: WebhookDelivery;
  incidents: Incident;
  pushedPeople: PushedPerson;
  pushedGroups: PushedGroup;
  pushedMembers: PushedMember;
}

export type TableName = keyof Tables;

/** Tables whose rows nobody may change or remove again, but for Transaction.discard (A3). */
export type AppendOnly = 'audit' | 'auditLinks';

/** One column's test. A bare value is equality (null included). */
export type Match<T> =
  | T
  | { readonly in: readonly T[] }
  | { readonly not: T }
  | { readonly atMost: number }
  | { readonly above: number }
  | { readonly above: number; readonly atMost: number };

export type Where<Row> = { readonly [K in keyof Row]?: Match<Row[K]> };

export type Direction = 'asc' | 'desc';

export interface Selection<Row> {
  readonly where?: Where<Row>;
  /** At least one of these must hold besides; an empty list lets nothing through. */
  readonly either?: readonly Where<Row>[];
  /**
   * Substrings of the column `searchText`, all of which must occur, whatever their case; only for tables that have it.
   * The column holds text that was lower-cased before.
   */
  readonly search?: string | readonly string[];
}

export interface Query<Row> extends Selection<Row> {
  /**
   * Sort by one column that is never null, ties by id in the same direction. Text compares by code point after
   * lowering A to Z, so that every store orders alike. Default: id ascending.
   */
  readonly order?: { readonly column: keyof Row & string; readonly direction: Direction };
  /** Start behind this position in the order (keyset paging), exclusive. */
  readonly after?: { readonly value: string | number | boolean; readonly id: string };
  readonly limit?: number;
  /** About how many rows the selection holds, where the caller knows; a store may find them another way then. */
  readonly expected?: number;
}

export interface ReadTransaction {
  get<T extends TableName>(table: T, id: string): Promise<Tables[T] | undefined>;
  find<T extends TableName>(table: T, query?: Query<Tables[T]>): Promise<readonly Tables[T][]>;
  /** As find, with these columns alone: for lists, which need little of many rows. */
  pick<T extends TableName, C extends keyof Tables[T] & string>(
    table: T,
    columns: readonly C[],
    query?: Query<Tables[T]>,
  ): Promise<readonly Pick<Tables[T], C>[]>;
  count<T extends TableName>(table: T, selection?: Selection<Tables[T]>): Promise<number>;
  /** As count, to be shown to people: where there are more than 10,000 it may be some seconds old. */
  tally<T extends TableName>(table: T, selection?: Selection<Tables[T]>): Promise<number>;
  /**
   * For each value of the text column `by` among the selection: how many rows have it, and the least moment that the
   * column `least` holds in them. Values that no row has are absent.
   */
  summarize<T extends TableName>(
    table: T,
    columns: { readonly by: keyof Tables[T] & string; readonly least: keyof Tables[T] & string },
    selection?: Selection<Tables[T]>,
  ): Promise<ReadonlyMap<string, Summary>>;
}

/** What ReadTransaction.summarize says of the rows that share a value. */
export interface Summary {
  readonly count: number;
  readonly least: Instant;
}

/** What a commit tells every listening console: which nouns changed, and for whom. Never content. */
export interface Change {
  /** Query nouns that are stale now (contract: `touches`). */
  readonly touches: readonly string[];
  /** Null: everyone in the organization; otherwise only these people need to hear of it. */
  readonly organizationId: string | null;
  readonly personIds: readonly string[] | null;
}

export interface Transaction extends ReadTransaction {
  /** Throws DuplicateError when the id or a unique column is taken; the transaction may then go on. */
  insert<T extends TableName>(table: T, row: Tables[T]): Promise<void>;
  /** Changes the named columns; refused for AppendOnly tables. Throws MissingError when there is no such row, DuplicateError as insert. */
  update<T extends TableName>(table: T, id: string, change: Partial<Tables[T]>): Promise<void>;
  /** No error when there is none; refused for AppendOnly tables. */
  remove(table: TableName, id: string): Promise<void>;
  /** Removes what may be kept no longer (retention by policy) from a table that takes no other change. */
  discard(table: AppendOnly, ids: readonly string[]): Promise<void>;
  /** Told to listeners after the commit, never before, never for a transaction that was rolled back. */
  announce(change: Change): void;
}

export interface Store {
  /** One consistent snapshot. */
  read<R>(work: (tx: ReadTransaction) => Promise<R>): Promise<R>;
  /** One row as it is committed now: a `read` of just that, with less ado. */
  get<T extends TableName>(table: T, id: string): Promise<Tables[T] | undefined>;
  /**
   * One serializable transaction: as if all ran one after another. `work` may run again after a conflict, so it must
   * have no effect but through `tx`. Throws UnavailableError when the database does not answer.
   */
  write<R>(work: (tx: Transaction) => Promise<R>): Promise<R>;
  /**
   * Takes due jobs for one worker: status queued, runAt reached, not locked. Each gets attempts + 1 and a lock until
   * `lockUntil`. No job is handed to two workers while its lock lasts.
   */
  takeJobs(now: Instant, lockUntil: Instant, limit: number): Promise<readonly Job[]>;
  /** The next moment at which takeJobs may find something, or null. */
  nextJobAt(): Promise<Instant | null>;
  /** Calls back after each commit of any process on this store; `resync` when some may have been missed. */
  listen(onChange: (change: Change) => void, onResync: () => void): () => void;
  /**
   * What is committed now, as a mark: when two calls answer the same, no process committed anything in between, so that
   * everything read in between was read from the same state. Throws UnavailableError.
   */
  revision(): Promise<string>;
  /** Resolves when the store answers; throws UnavailableError otherwise. */
  ping(): Promise<void>;
  /** Replaces everything (demo reset, generator). Rows go in as they are. */
  replaceAll(world: World): Promise<void>;
  /** Everything, for a snapshot. */
  dump(): Promise<World>;
  close(): Promise<void>;
}

/** All rows of all tables. */
export type World = { readonly [T in TableName]: readonly Tables[T][] };

/** A unique column's value is taken. `constraint` is the column's name in Tables, or `id`. */
export class DuplicateError extends Error {
  override readonly name = 'DuplicateError';
  readonly table: TableName;
  readonly constraint: string;
  constructor(table: TableName, constraint: string) {
    super(`${table}.${constraint} is taken`);
    this.table = table;
    this.constraint = constraint;
  }
}

/** A row that was to be changed is not there. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
}

/**
 * The store or the platform does not answer. Trying again is safe: nothing was changed, unless only the answer to a
 * commit was lost, and then the same Idempotency-Key, claim or fence finds what was done.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
