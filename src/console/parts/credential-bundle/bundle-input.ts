/** What the dialog hands over once the credentials are revealed (R15, R16). Secrets: keep in local state only. */
export interface BundleInput {
  readonly username: string;
  /** Absent where none is kept: then nothing is written that signs in with one. */
  readonly password?: string | undefined;
  /** PEM: the client certificate, followed by its intermediates where there are any. */
  readonly accessCert: string;
  /** PEM, PKCS#8 ("BEGIN PRIVATE KEY"), not encrypted. */
  readonly accessKey: string;
  /** PEM: one or several CA certificates, all of them trusted. */
  readonly caCert: string;
  /** host:port (several separated by commas) for each way to sign in; at least one. */
  readonly bootstrapServers: { readonly certificate?: string; readonly sasl?: string };
  readonly saslMechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  /** Absent for a service user of no access: then the bundle is named after the user. */
  readonly accessName?: string | undefined;
  readonly projectName: string;
  readonly serviceName: string;
  readonly topics: readonly BundleTopic[];
  /** Epoch milliseconds, by the server's clock. */
  readonly issuedAt: number;
  /** False where the console can show them again to those who may see them (C6). */
  readonly shownOnce: boolean;
}

export interface BundleTopic {
  readonly name: string;
  readonly operations: readonly ('Read' | 'Write')[];
}

/** What the credentials are called by: the access, or the service user where there is none. */
export const bundleName = ({ accessName, username }: BundleInput): string => accessName ?? username;

export type BundleProblem = 'unreadable_certificate' | 'unreadable_key' | 'unusable_value';

/** Why no bundle can be made of this input. The message is fit to be shown and carries no secret. */
export class CredentialBundleError extends Error {
  readonly problem: BundleProblem;

  constructor(problem: BundleProblem, message: string) {
    super(message);
    this.name = 'CredentialBundleError';
    this.problem = problem;
  }
}

// Every configuration format here is made of lines, so no escape carries a line break into all of them; the
// rest of the control characters, and halves of surrogate pairs, have no form in YAML or UTF-8.
const unusableCharacters = /[\p{Cc}\u2028\u2029\p{Cs}]/u;
const brokerList = /^[A-Za-z0-9._-]+:\d{1,5}(,[A-Za-z0-9._-]+:\d{1,5})*$/;

/**
 * Refuses what some file could only carry wrongly: a changed password would be worse than no download,
 * because the credentials are shown once (R18) and the person would have nothing that works.
 * Throws CredentialBundleError.
 */
export function assertUsableInput(input: BundleInput): void {
  assertUsableSecret('user name', input.username);
  if (input.password !== undefined) assertUsableSecret('password', input.password);
  const { certificate, sasl } = input.bootstrapServers;
  const servers = [certificate, sasl].filter((server) => server !== undefined);
  if (certificate === undefined && (sasl === undefined || input.password === undefined)) {
    throw new CredentialBundleError(
      'unusable_value',
      'The service has no bootstrap server for these credentials.',
    );
  }
  if (!servers.every((server) => brokerList.test(server))) {
    throw new CredentialBundleError('unusable_value', 'A bootstrap server is not of the form host:port.');
  }
}

function assertUsableSecret(what: string, value: string): void {
  if (value === '') {
    throw new CredentialBundleError('unusable_value', `The ${what} is empty.`);
  }
  if (unusableCharacters.test(value)) {
    throw new CredentialBundleError(
      'unusable_value',
      `The ${what} contains a line break or a control character, which configuration files cannot carry.`,
    );
  }
  // kcat and the librdkafka readers trim their lines.
  if (value.trim() !== value) {
    throw new CredentialBundleError(
      'unusable_value',
      `The ${what} starts or ends with a space, which configuration files cannot carry.`,
    );
  }
}
