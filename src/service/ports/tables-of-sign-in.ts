import type { Tables } from './store.ts';
import type { TableSpec } from './tables.ts';

type SignInTable = 'sessions' | 'identities';

/** The columns of sessions and of whom providers know. */
export const SIGN_IN_TABLES: { readonly [T in SignInTable]: TableSpec<Tables[T]> } = {
  sessions: {
    columns: {
      id: 'text',
      personId: 'text',
      createdAt: 'time',
      expiresAt: 'time',
      kind: 'text',
      identityId: 'text?',
      providerSession: 'text?',
      authenticatedAt: 'time',
      lastUsedAt: 'time',
      address: 'text?',
      userAgent: 'text?',
      sealed: 'text?',
      refreshAt: 'time?',
    },
  },
  identities: {
    columns: {
      id: 'text',
      providerId: 'text',
      issuer: 'text',
      subject: 'text',
      subjectKey: 'text',
      personId: 'text',
      email: 'text',
      emailTrusted: 'bool',
      createdAt: 'time',
      signedInAt: 'time',
      endedAt: 'time?',
    },
    unique: ['subjectKey'],
  },
};
