import { readFileSync } from 'node:fs';
import { isObject } from '../../domain/json-object.ts';
import type { ProjectRole } from '../../domain/people.ts';
import type { ClaimPolicy, ClaimRule } from '../../domain/sign-in/claims.ts';
import { isLoopback } from '../loopback.ts';

/** One OpenID Connect provider, as the configuration names it. */
export interface ProviderConfig {
  /** In our addresses: lower-case letters, digits and dashes. */
  readonly id: string;
  /** As the button says it. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, by PKCE alone. */
  readonly clientSecret: string | null;
  readonly clientAuthentication: 'basic' | 'post';
  readonly scopes: string;
  /** What this provider wants to be asked with besides. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What a fresh login asks for, and must have got. */
  readonly acrValues: readonly string[];
  readonly policy: ClaimPolicy;
  /** Null: it pushes nothing. */
  readonly scim: ScimConfig | null;
}

/** How a provider pushes people and groups by SCIM. */
export interface ScimConfig {
  /** SHA-256 of the tokens that it may show, in lower-case hexadecimal: two while one takes the other's place. */
  readonly tokenHashes: readonly string[];
  /** As Pushing in service/scim/pushing.ts. */
  readonly subjectClaim: string;
  readonly groups: 'pushed' | 'claimed';
}

/** Reads the fields of one object; faults name the place and never a value. */
const reader = (value: unknown, place: string) => {
  if (!isObject(value)) throw new RangeError(`${place} must be an object`);
  const wrong = (field: string, what: string): RangeError =>
    new RangeError(`${place}.${field} must be ${what}`);
  const text = (field: string, preset?: string): string => {
    const found = value[field] ?? preset;
    if (typeof found !== 'string' || found.trim() === '') throw wrong(field, 'a text');
    return found.trim();
  };
  const list = (field: string): readonly unknown[] => {
    const found = value[field] ?? [];
    if (!Array.isArray(found)) throw wrong(field, 'a list');
    return found;
  };
  return {
    value,
    wrong,
    text,
    list,
    optional: (field: string): string | null => (value[field] === undefined ? null : text(field)),
    flag: (field: string): boolean => {
      const found = value[field] ?? false;
      if (typeof found !== 'boolean') throw wrong(field, 'true or false');
      return found;
    },
    word: <const T extends string>(field: string, words: readonly T[], preset: T): T => {
      const found = words.find((word) => word === (value[field] ?? preset));
      if (found === undefined) throw wrong(field, words.join(' or '));
      return found;
    },
    texts: (field: string): readonly string[] =>
      list(field).map((item) => {
        if (typeof item !== 'string' || item === '') throw wrong(field, 'a list of texts');
        return item;
      }),
    only: (...known: readonly string[]): void => {
      const unknown = Object.keys(value).find((field) => !known.includes(field));
      if (unknown !== undefined)
        throw new RangeError(`${place}.${unknown} is not known; known are ${known.join(', ')}`);
    },
  };
};

const ROLES = ['admin', 'operator', 'developer', 'read_only'] as const satisfies readonly ProjectRole[];

const readRule = (value: unknown, place: string, groupsClaim: string): ClaimRule => {
  const rule = reader(value, place);
  rule.only('claim', 'value', 'organization_admin', 'groups', 'projects');
  const projects = reader(rule.value['projects'] ?? {}, `${place}.projects`);
  return {
    claim: rule.text('claim', groupsClaim),
    value: rule.text('value'),
    organizationAdmin: rule.flag('organization_admin'),
    groups: rule.texts('groups'),
    projects: Object.fromEntries(
      Object.keys(projects.value).map((name) => [name, projects.word(name, ROLES, 'read_only')]),
    ),
  };
};

const readIssuer = (text: string, wrong: (what: string) => RangeError): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[(.*)\]$/u, '$1'));
  if (!url || (url.protocol !== 'https:' && !plain) || url.search !== '' || url.hash !== '' || url.username)
    throw wrong('an https URL without query; http is taken from this machine alone');
  return text;
};

const secretIn = (file: string, place: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new RangeError(`${place}.client_secret_file cannot be read`);
  }
};

const readScim = (value: unknown, place: string, policy: ClaimPolicy): ScimConfig | null => {
  if (value === undefined) return null;
  const scim = reader(value, place);
  scim.only('token_sha256', 'subject_claim', 'groups');
  const tokenHashes = scim.texts('token_sha256').map((hash) => hash.toLowerCase());
  if (tokenHashes.length === 0 || !tokenHashes.every((hash) => /^[\da-f]{64}$/u.test(hash)))
    throw scim.wrong('token_sha256', 'a list of SHA-256 digests in hexadecimal');
  const groups = scim.word('groups', ['pushed', 'claimed'], 'pushed');
  if (groups === 'pushed' && policy.rules.some(({ claim }) => claim !== policy.groups))
    throw scim.wrong('groups', 'claimed where a rule reads another claim than that of the groups');
  return { tokenHashes, subjectClaim: scim.text('subject_claim', 'sub'), groups };
};

const readProvider = (value: unknown, place: string): ProviderConfig => {
  const given = reader(value, place);
  const { text, word, flag, optional, wrong } = given;
  given.only(
    'id',
    'name',
    'issuer',
    'client_id',
    'client_secret',
    'client_secret_file',
    'client_authentication',
    'scopes',
    'parameters',
    'acr_values',
    'claims',
    'group_names',
    'rules',
    'admits',
    'trusts_email',
    'scim',
  );
  const id = text('id');
  if (!/^[a-z\d][a-z\d-]{0,30}$/u.test(id)) throw wrong('id', 'lower-case letters, digits and dashes');
  const claims = reader(given.value['claims'] ?? {}, `${place}.claims`);
  claims.only('email', 'name', 'groups');
  const parameters = reader(given.value['parameters'] ?? {}, `${place}.parameters`);
  const groups = claims.text('groups', 'groups');
  const file = optional('client_secret_file');
  const secret = optional('client_secret') ?? (file === null ? null : secretIn(file, place));
  const scopes = text('scopes', 'openid profile email');
  if (!scopes.split(' ').includes('openid')) throw wrong('scopes', 'a list with openid in it');
  const policy: ClaimPolicy = {
    email: claims.text('email', 'email'),
    name: claims.text('name', 'name'),
    groups,
    groupNames: word('group_names', ['ignored', 'existing', 'created'], 'existing'),
    rules: given.list('rules').map((rule, i) => readRule(rule, `${place}.rules[${i}]`, groups)),
    admits: word('admits', ['anybody', 'matching', 'nobody'], 'matching'),
    trustsEmail: flag('trusts_email'),
  };
  return {
    id,
    name: text('name', id),
    issuer: readIssuer(text('issuer'), (what) => wrong('issuer', what)),
    clientId: text('client_id'),
    clientSecret: secret,
    clientAuthentication: word('client_authentication', ['basic', 'post'], 'basic'),
    scopes,
    parameters: Object.fromEntries(
      Object.keys(parameters.value).map((name) => [name, parameters.text(name)]),
    ),
    acrValues: given.texts('acr_values'),
    policy,
    scim: readScim(given.value['scim'], `${place}.scim`, policy),
  };
};

/** The providers in a JSON list. Throws RangeError that names the first fault's place, and no value. */
export const parseProviders = (text: string): readonly ProviderConfig[] => {
  if (text === '') return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new RangeError('must be a JSON list of providers');
  }
  if (!Array.isArray(list) || list.length === 0) throw new RangeError('must be a JSON list of providers');
  const providers = list.map((value, i) => readProvider(value, `[${i}]`));
  for (const [i, { id }] of providers.entries())
    if (providers.findIndex((other) => other.id === id) !== i)
      throw new RangeError(`[${i}].id must be different from the others`);
  return providers;
};

/** The same, from a file. */
export const readProvidersFile = (path: string): readonly ProviderConfig[] => {
  if (path === '') return [];
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new RangeError('cannot be read');
  }
  return parseProviders(text);
};
