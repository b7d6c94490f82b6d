import type { Access, CredentialState } from '../../../contract/schemas/accesses.ts';

type Facts = Pick<Access, 'first_credentials' | 'credentials_user_name' | 'credentials_user_id'>;

const who = (access: Facts, me: string, you: string, other: (name: string) => string): string =>
  access.credentials_user_id === me ? you : other(access.credentials_user_name ?? 'The person who asked');

const SENTENCES = {
  provisioning: () => 'The first credentials are being made.',
  failed: () => 'The first credentials could not be made. Nothing can sign in with this access yet.',
  active: () => 'Nothing to do.',
  rotation_pending: () =>
    'A rotation was asked for and waits for an approver. The credentials in use keep working.',
  rotation_provisioning: () => 'New credentials are being made. The ones in use keep working.',
  unviewed: (access, me) =>
    `${access.first_credentials ? 'The first credentials' : 'New credentials'} are ready. ${who(access, me, 'You', (name) => `Only ${name}`)} can see them, once.`,
  shown: (access, me) =>
    `${who(access, me, 'You have', (name) => `${name} has`)} seen the credentials and not confirmed yet that they are saved.`,
  unconfirmed: (access, me) =>
    `${who(access, me, 'You have', (name) => `${name} has`)} seen the credentials, but nobody confirmed that they are saved.`,
  expired: (access) =>
    access.first_credentials
      ? 'Nobody looked at the first credentials in time, so they were destroyed. Ask for a rotation to get new ones.'
      : 'Nobody looked at the new credentials in time, so they were destroyed. The old ones keep working; ask for another rotation.',
  compromised: () =>
    'They were reported as compromised and are no longer to be used. Request a rotation to get new ones.',
  revoked: () =>
    'They were reported as compromised and ended; the review is closed. Request a rotation to get new ones.',
} as const satisfies Record<CredentialState, (access: Facts, me: string) => string>;

/** How an access stands with its credentials, in a sentence or two to `me` (R17, R20). */
export const credentialSentence = (access: Facts & Pick<Access, 'credential_state'>, me: string): string =>
  SENTENCES[access.credential_state](access, me);
