import { createHash } from 'node:crypto';

/** What a provider's configuration says of the token that it shows. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Any resource, list or error of SCIM; tests read of it what they wait for. */
export interface ScimBody {
  readonly id: string;
  readonly totalResults: number;
  readonly Resources: readonly ScimBody[];
  readonly [field: string]: unknown;
}

export interface ScimAnswer {
  readonly status: number;
  readonly body: ScimBody;
  readonly headers: Headers;
}

/** Pushes as a provider does that shows this token. */
export const createPushes =
  (url: string, provider: string, token: string) =>
  async (method: string, path: string, body?: unknown): Promise<ScimAnswer> => {
    const answer = await fetch(`${url}/scim/v2/${provider}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/scim+json',
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    // See ScimBody.
    return {
      status: answer.status,
      body: (text === '' ? {} : JSON.parse(text)) as ScimBody,
      headers: answer.headers,
    };
  };

export type Pushes = ReturnType<typeof createPushes>;

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** A PATCH with these operations. */
export const patchOp = (...Operations: readonly object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});

/** A user as Okta sends it. */
export const oktaUser = (id: string, email: string, name: string): object => {
  const [givenName = '', familyName = ''] = name.split(' ');
  return {
    schemas: [USER],
    userName: email,
    name: { givenName, familyName },
    emails: [{ primary: true, value: email, type: 'work' }],
    displayName: name,
    locale: 'en-US',
    externalId: id,
    groups: [],
    password: 'Planted-1mz050nq',
    active: true,
  };
};

/** A user as Entra sends it. */
export const entraUser = (oid: string, email: string, name: string): object => ({
  schemas: [USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  externalId: oid,
  userName: email,
  active: true,
  displayName: name,
  emails: [{ primary: true, type: 'work', value: email }],
  meta: { resourceType: 'User' },
  name: { formatted: name },
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Ships' },
});

export const group = (displayName: string, ...ids: readonly string[]): object => ({
  schemas: [GROUP],
  displayName,
  members: ids.map((value) => ({ value })),
});
