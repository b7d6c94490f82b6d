import type { Tables } from './store.ts';
import type { TableSpec } from './tables.ts';

type SignInTable = 'sessions' | 'identities' | 'pushedPeople' | 'pushedGroups' | 'pushedMembers';

/** The columns of sessions, of whom providers know, and of whom and what they pushed. */
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
      externalId: 'text?',
    },
    unique: ['subjectKey'],
  },
  pushedPeople: {
    columns: {
      id: 'text',
      providerId: 'text',
      userName: 'text',
      userNameKey: 'text',
      externalId: 'text?',
      externalKey: 'text?',
      active: 'bool',
      displayName: 'text?',
      name: 'json',
      emails: 'json',
      email: 'text?',
      identityId: 'text?',
      waiting: 'bool',
      createdAt: 'time',
      updatedAt: 'time',
    },
    unique: ['userNameKey', 'externalKey'],
  },
  pushedGroups: {
    columns: {
      id: 'text',
      providerId: 'text',
      displayName: 'text',
      nameKey: 'text',
      externalId: 'text?',
      createdAt: 'time',
      updatedAt: 'time',
    },
    unique: ['nameKey'],
  },
  pushedMembers: { columns: { id: 'text', groupId: 'text', userId: 'text' } },
};
