import { GROUP_SCHEMA, USER_SCHEMA, type Resource } from './resources.ts';

/** More are not given at once, however many are asked for. */
export const MOST_RESULTS = 200;

interface Attribute {
  readonly name: string;
  readonly description: string;
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference';
  readonly multiValued?: true;
  readonly required?: true;
  readonly caseExact?: true;
  readonly mutability?: 'readOnly' | 'readWrite' | 'immutable';
  readonly uniqueness?: 'server';
  readonly referenceTypes?: readonly string[];
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

const attribute = ({ subAttributes, ...said }: Attribute): object => {
  const type = said.type ?? 'string';
  return {
    multiValued: false,
    required: false,
    mutability: 'readWrite',
    returned: 'default',
    ...(type === 'boolean' || type === 'complex' ? {} : { caseExact: false }),
    ...(type === 'boolean' ? {} : { uniqueness: 'none' }),
    ...said,
    type,
    ...(subAttributes ? { subAttributes: subAttributes.map(attribute) } : {}),
  };
};

const USER: readonly Attribute[] = [
  { name: 'userName', description: 'What the provider calls them.', required: true, uniqueness: 'server' },
  { name: 'active', description: 'Whether they are let in.', type: 'boolean', required: true },
  { name: 'displayName', description: 'What people call them.' },
  {
    name: 'name',
    description: 'Their name, where there is no displayName.',
    type: 'complex',
    subAttributes: [
      { name: 'formatted', description: 'All of it.' },
      { name: 'familyName', description: 'The family name.' },
      { name: 'givenName', description: 'The given name.' },
    ],
  },
  {
    name: 'emails',
    description: 'Their addresses; the primary one counts.',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      { name: 'value', description: 'The address.', required: true },
      { name: 'type', description: 'What it is for.' },
      { name: 'primary', description: 'Whether it counts.', type: 'boolean' },
    ],
  },
];

const GROUP: readonly Attribute[] = [
  { name: 'displayName', description: 'Its name.', required: true, caseExact: true, uniqueness: 'server' },
  {
    name: 'members',
    description: 'Who is in it.',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      { name: 'value', description: 'The id of a user.', mutability: 'immutable', caseExact: true },
      {
        name: '$ref',
        description: 'Where that user is.',
        type: 'reference',
        mutability: 'immutable',
        referenceTypes: ['User'],
      },
      { name: 'type', description: 'Always User.', mutability: 'immutable', canonicalValues: ['User'] },
    ],
  },
];

const schema = (
  base: string,
  id: string,
  name: string,
  description: string,
  attributes: readonly Attribute[],
): Resource => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id,
  name,
  description,
  attributes: attributes.map(attribute),
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
});

/** What is kept of users and groups. */
export const schemas = (base: string): readonly Resource[] => [
  schema(base, USER_SCHEMA, 'User', 'Somebody whom the provider lets in.', USER),
  schema(base, GROUP_SCHEMA, 'Group', 'A group of the provider.', GROUP),
];

const resourceType = (base: string, name: 'User' | 'Group', about: string): Resource => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: name,
  name,
  endpoint: `/${name}s`,
  description: about,
  schema: name === 'User' ? USER_SCHEMA : GROUP_SCHEMA,
  schemaExtensions: [],
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
});

export const resourceTypes = (base: string): readonly Resource[] => [
  resourceType(base, 'User', 'People.'),
  resourceType(base, 'Group', 'Groups of people.'),
];

/** What of SCIM is understood here. */
export const serviceProviderConfig = (base: string): Resource => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The token whose digest the configuration of this provider names.',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});
