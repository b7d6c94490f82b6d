import type { CertificateFacts } from '../../domain/credential/credential.ts';
import type { Service } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';

export type { Store, Transaction, ReadTransaction } from './store.ts';

/** The current moment. The demo's clock can be moved; nothing else may read the host's. */
export interface Clock {
  now(): Instant;
}

export interface Ids {
  /** A new id `<prefix><26 characters>`, sortable by time of making, unguessable in its last 80 bits. */
  next(prefix: string): string;
}

/** Encrypts what must rest in the store (R21): AES-256-GCM, the context bound as associated data. */
export interface Sealer {
  seal(plain: string, context: string): Promise<string>;
  /** Throws when the text was changed, the context differs, or the key is unknown. */
  open(sealed: string, context: string): Promise<string>;
  /** Whether the key that seals now sealed it. */
  isCurrent(sealed: string): boolean;
}

/** Signs texts so that whoever has the public key can tell where they came from (Ed25519). All in base64url. */
export interface Signer {
  /** A new pair: the private key as PKCS#8, the public one as SPKI. */
  makeKeys(): Promise<{ readonly privateKey: string; readonly publicKey: string }>;
  /** Throws when the text is no private key. */
  sign(privateKey: string, text: string): Promise<string>;
  /** False for whatever is no key and no signature, too. */
  verify(publicKey: string, text: string, signature: string): Promise<boolean>;
}

/** SHA-256 of a text, as lower-case hexadecimal. */
export type Digest = (text: string) => Promise<string>;

/** 256 random bits in base64url, for session cookies. */
export type RandomToken = () => string;

/** What an application authenticates with. Lives in memory for one request, or sealed (R21). */
export interface Secrets {
  readonly password: string;
  /** PEM, PKCS#8, ends in a newline. */
  readonly accessKey: string;
  /** PEM, ends in a newline. */
  readonly accessCert: string;
  /** All CAs of the project as one PEM text, oldest first, ends in a newline. */
  readonly caCert: string;
}

/** The service user on the cluster, and what it may touch there. */
export interface ServiceUserTarget {
  readonly service: Service;
  readonly username: string;
}

/** An API key as its resource needs it: enough to check a secret, which is 256 random bits, never the secret itself. */
export interface PlatformKey {
  readonly id: string;
  /** The cluster that it works on. */
  readonly resourceId: string;
  readonly salt: string;
  /** SHA-256 of salt and secret, as lower-case hexadecimal. */
  readonly secretHash: string;
}

export interface PlatformAcl {
  readonly resourceName: string;
  readonly operation: 'Read' | 'Write';
  readonly host: string;
}

/**
 * Where credentials really live. Generations are numbered by us; every call may be repeated. Shaped for clusters whose
 * certificates can overlap while passwords cannot (Apache Kafka with SCRAM): a generation is prepared without effect,
 * takes effect on activation, and older ones end on retirement or, where they cannot overlap, on activation.
 * Calls are never made inside a store transaction. Each throws UnavailableError when trying later may help and
 * PlatformRefusedError when it will not.
 */
export interface Platform {
  /** Makes the user and its ACLs exist, without credentials. */
  ensureServiceUser(target: ServiceUserTarget, acls: readonly PlatformAcl[]): Promise<void>;
  /**
   * Makes new credentials that are not accepted yet. Repeating with the same generation replaces what was prepared;
   * `fence` grows with each attempt and a lower one than already seen is refused, so a late worker changes nothing.
   * `wish` names a password that a person chose (C11).
   */
  prepare(
    target: ServiceUserTarget,
    generation: number,
    fence: number,
    wish?: { readonly password: string },
  ): Promise<{ readonly secrets: Secrets; readonly certificate: CertificateFacts }>;
  /** From now on this generation is accepted. Passwords that cannot overlap end the older ones here. */
  activate(target: ServiceUserTarget, generation: number, secrets: Secrets): Promise<void>;
  /**
   * Makes a certificate with a new key for the same principal, accepted at once beside the generation's others, each of
   * which goes on until its own end (C3). Renewals of a generation count from 1. Repeating with the same renewal
   * replaces what was made; `fence` as for prepare. Refused when the generation is not active.
   */
  renewCertificate(
    target: ServiceUserTarget,
    generation: number,
    renewal: number,
    fence: number,
  ): Promise<Omit<Secrets, 'password'> & { readonly certificate: CertificateFacts }>;
  /** Generations older than this one end now, with their renewals. */
  retireOlder(target: ServiceUserTarget, generation: number): Promise<void>;
  /**
   * This generation ends now with its renewals, also one that is accepted already, and stays ended: whatever is still on its way to
   * prepare or activate it is refused when it arrives. Nobody holds its credentials.
   */
  discard(target: ServiceUserTarget, generation: number): Promise<void>;
  /** The user, all its generations and its ACLs end now. Harmless when there is none. */
  removeServiceUser(target: ServiceUserTarget): Promise<void>;
  /**
   * Introduces CA `number` (2 or more) beside the older ones: it signs what is made from now on, and what those signed
   * stays accepted. Repeating changes nothing. Refused when the CA before it was never introduced.
   */
  introduceCa(projectName: string, number: number): Promise<void>;
  /** All CAs of the project as one PEM text, oldest first, ends in a newline; makes the first when there is none. */
  caCertificate(projectName: string): Promise<string>;
  /** Hands a new API key to its resource, which accepts it after a while. Repeatable. */
  publishKey(key: PlatformKey): Promise<void>;
  /** Whether an authentication with this key on this resource succeeds by now (K12). */
  acceptsKey(keyId: string, resourceId: string): Promise<boolean>;
  /** The key ends now. Harmless when there is none. */
  revokeKey(keyId: string): Promise<void>;
}

/** A mail as it leaves, the same each time it is sent. */
export interface OutgoingMail {
  /** The local part of its Message-ID: receivers know a repeated one by it. */
  readonly id: string;
  readonly address: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly writtenAt: Instant;
  /** Where one click ends mail of this kind (RFC 8058); null where none does. */
  readonly unsubscribe: string | null;
}

/**
 * What became of a mail that was handed over. address: refused for good because of whom it is for; message: for good
 * because of what it is; later: not now.
 */
export type MailOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'address' | 'message' | 'later'; readonly reason: string };

/** Sends mail. */
export interface Mailer {
  /** Hands a mail over. Throws UnavailableError when nobody answers, or takes mail of ours at all. */
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

export interface Mailing {
  readonly mailer: Mailer;
  /** Where people open the console, without a slash at the end: links in mails begin with it. */
  readonly publicUrl: string;
}

/** What is posted to a webhook. */
export interface WebhookCall {
  readonly url: string;
  /** Repeated calls of one delivery carry the same. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** What the call is signed with. */
  readonly secret: string;
}

/** What became of a call: only an answer of 2xx is one that was taken. The text is for people. */
export interface WebhookOutcome {
  readonly taken: boolean;
  readonly answer: string;
}

/** Posts notices to chat tools. Never throws. */
export interface WebhookPoster {
  /** Why nothing may be posted to this address; null where something may. */
  refusal(url: string): string | null;
  post(call: WebhookCall): Promise<WebhookOutcome>;
}

/** How notices leave the host for chat tools; links in them begin with `publicUrl`. */
export interface Posting {
  readonly poster: WebhookPoster;
  readonly publicUrl: string;
}

/** The platform will not do this, however often it is asked; the text is for people. */
export class PlatformRefusedError extends Error {
  override readonly name = 'PlatformRefusedError';
}

/** Proof that a client shows to the simulated platform. */
export type Proof = { readonly password: string } | { readonly certificatePem: string };

/** What only the simulated platform can: be asked which generation a proof belongs to, and be made to fail. */
export interface SimulatedPlatform extends Platform {
  /** The generation that authenticates now, or null when the proof is refused. */
  authenticate(target: ServiceUserTarget, proof: Proof): Promise<number | null>;
  /** Whether a resource lets this key and secret in. */
  authenticateKey(keyId: string, secret: string, resourceId: string): Promise<boolean>;
  /** Every generation known for the user, oldest first. */
  generations(
    target: ServiceUserTarget,
  ): Promise<readonly { readonly generation: number; readonly status: 'prepared' | 'active' | 'retired' }[]>;
}
