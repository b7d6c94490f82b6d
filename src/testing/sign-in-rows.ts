import { pushedKey, userNameKey } from '../domain/scim/person.ts';
import { subjectKey } from '../domain/sign-in/identity.ts';
import { newSession } from '../domain/sign-in/session.ts';
import type { Instant } from '../domain/time.ts';
import type { Tables } from '../service/ports/store.ts';

type Plain = {
  readonly [T in 'sessions' | 'identities' | 'pushedPeople' | 'pushedGroups' | 'pushedMembers']: (
    id: string,
  ) => Tables[T];
};

/** Rows of who is signed in, whom providers know, and whom they pushed. */
export const plainSignInRows = (start: Instant): Plain => ({
  sessions: (id) => newSession({ id, personId: 'person1', createdAt: start, expiresAt: start }),
  identities: (id) => ({
    id,
    providerId: 'corporate',
    issuer: 'https://id.example.com',
    subject: id,
    subjectKey: subjectKey('https://id.example.com', id),
    personId: 'person1',
    email: 'ada@example.com',
    emailTrusted: false,
    createdAt: start,
    signedInAt: start,
    endedAt: null,
    externalId: null,
  }),
  pushedPeople: (id) => ({
    id,
    providerId: 'corporate',
    userName: id,
    userNameKey: userNameKey('corporate', id),
    externalId: null,
    externalKey: null,
    active: true,
    displayName: null,
    name: {},
    emails: [],
    email: null,
    identityId: null,
    waiting: false,
    createdAt: start,
    updatedAt: start,
  }),
  pushedGroups: (id) => ({
    id,
    providerId: 'corporate',
    displayName: id,
    nameKey: pushedKey('corporate', id),
    externalId: null,
    createdAt: start,
    updatedAt: start,
  }),
  pushedMembers: (id) => ({ id, groupId: 'group1', userId: 'person1' }),
});
