import * as z from 'zod/mini';
import type { Operation } from '../contract/operation.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { ProblemCode } from '../contract/problems.ts';
import * as accesses from '../contract/schemas/accesses.ts';
import { schemasOf, type OperationSchemas, type Schema } from '../contract/schemas/by-operation.ts';
import * as audit from '../contract/schemas/audit.ts';
import * as certificates from '../contract/schemas/certificates.ts';
import * as credentials from '../contract/schemas/credentials.ts';
import * as demo from '../contract/schemas/demo.ts';
import * as directory from '../contract/schemas/directory.ts';
import * as iam from '../contract/schemas/iam.ts';
import * as incidents from '../contract/schemas/incidents.ts';
import * as keys from '../contract/schemas/keys.ts';
import * as mail from '../contract/schemas/mail.ts';
import * as requests from '../contract/schemas/requests.ts';
import * as serviceUsers from '../contract/schemas/service-users.ts';
import * as services from '../contract/schemas/services.ts';
import * as session from '../contract/schemas/session.ts';
import * as signIn from '../contract/schemas/sign-in.ts';
import * as shared from '../contract/schemas/shared.ts';
import * as tokens from '../contract/schemas/tokens.ts';
import * as webhooks from '../contract/schemas/webhooks.ts';
import { problemAnswers, ref, type Json } from './openapi-answers.ts';

/** An operation's facts together with its schemas. */
type Whole = Operation & OperationSchemas;

const operations: readonly Whole[] = Object.values(OPERATIONS).map((facts) => ({
  ...facts,
  ...schemasOf(facts.id),
}));

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && '_zod' in value;

/** Every schema that the contract exports, under its own name. */
const registry = z.registry<{ id: string }>();
const modules = [
  accesses,
  audit,
  certificates,
  credentials,
  demo,
  directory,
  iam,
  incidents,
  keys,
  mail,
  requests,
  serviceUsers,
  services,
  session,
  shared,
  signIn,
  tokens,
  webhooks,
];
for (const module of modules)
  for (const [name, value] of Object.entries(module))
    if (/^[A-Z][a-z]/u.test(name) && isSchema(value) && !registry.has(value))
      registry.add(value, { id: name });

/** Plain JSON Schema: OpenAPI 3.1 names the dialect, and answers may grow, so they are not closed. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const dropped = (key: string, item: unknown): boolean =>
    key === '$schema' || key === '$id' || (key === 'additionalProperties' && item === false);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (dropped(key, item) ? [] : [[key, plain(item)]])),
  );
};

const jsonSchemas = (io: 'input' | 'output'): { readonly [name: string]: Json } =>
  // Objects stay objects.
  plain(z.toJSONSchema(registry, { io, unrepresentable: 'any', uri: ref }).schemas) as {
    [name: string]: Json;
  };

const nameOf = (schema: Schema, operation: Whole): string => {
  const name = registry.get(schema)?.id;
  if (name === undefined)
    throw new Error(`${operation.id} uses a schema that the contract does not export by name`);
  return name;
};

const record = (value: unknown): Json =>
  // Only called where JSON Schema has an object.
  (value ?? {}) as Json;

const isArray = (schema: Json): boolean => schema['type'] === 'array';

/** Text on the wire; what it means is known from what the check makes of it. */
const parameterSchema = (given: Json, checked: Json): Json => {
  if (isArray(checked)) return checked;
  const preset = checked['default'];
  // Empty values mean "not given".
  if ('pattern' in given && preset === undefined) return { anyOf: [given, { const: '' }] };
  return typeof preset === 'number' ? { type: 'integer', minimum: 0, default: preset } : given;
};

/** What every operation may answer, besides what it declares. */
const commonProblems = (operation: Whole): ProblemCode[] => [
  ...(operation.session === 'required' ? (['session_required'] as const) : []),
  'authentication_failed',
  ...(operation.dialect === 'iam' ? (['invalid_api_key'] as const) : []),
  ...(operation.callers === 'any' ? [] : (['permission_denied'] as const)),
  ...(operation.method === 'GET' ? [] : (['cross_site_request'] as const)),
  ...(operation.keyed ? (['invalid_request', 'idempotency_key_reused'] as const) : []),
  ...(operation.body ? (['malformed_json', 'body_too_large'] as const) : []),
  'too_many_requests',
  'headers_too_large',
  'internal_error',
  'unavailable',
];

const content = (operation: Whole): Json | undefined => {
  switch (operation.produces) {
    case 'csv':
      return { 'text/csv': { schema: { type: 'string' } } };
    case 'json-file':
      return { 'application/json': { schema: { type: 'object' } } };
    case 'events':
      return {
        'text/event-stream': {
          schema: { type: 'string' },
          example: 'event: change\ndata: {"touches":["requests","accesses"]}\n\n',
        },
      };
    case 'json':
      return (
        operation.answer && {
          'application/json': { schema: { $ref: ref(nameOf(operation.answer, operation)) } },
        }
      );
  }
};

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Chosen by the client, new for each thing to be done: 1 to 255 visible ASCII characters. The same person repeating the same request under the same key within 24 hours gets the first answer again, success or refusal (4xx), and nothing is done twice; while the first is still running, the repetition waits for it. Another request under the key is refused with 422. What failed (5xx) or did not get as far as the command itself (no session, input that does not fit) leaves the key free.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
};

type Schemas = ReturnType<typeof jsonSchemas>;

const parameters = (operation: Whole, input: Schemas, output: Schemas): Json[] => {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const unqueried = operation.keyed ? [...inPath, IDEMPOTENCY_KEY] : inPath;
  if (!operation.query) return unqueried;
  const name = nameOf(operation.query, operation);
  const checked = record(output[name]?.['properties']);
  const required = input[name]?.['required'];
  const inQuery = Object.entries(record(input[name]?.['properties'])).map(([key, given]) => {
    const schema = parameterSchema(record(given), record(checked[key]));
    return {
      name: key,
      in: 'query',
      required: Array.isArray(required) && required.includes(key),
      // `a,b,c`
      ...(isArray(schema) ? { style: 'form', explode: false } : {}),
      schema,
    };
  });
  return [...unqueried, ...inQuery];
};

/** Either of these will do. */
const security = ({ session: needed, callers, dialect }: Whole): Json[] =>
  needed === 'none'
    ? []
    : [
        ...(callers === 'token' ? [] : [{ session: [] }]),
        ...(callers === 'session' ? [] : [{ token: [] }]),
        ...(dialect === 'iam' ? [{ key: [] }] : []),
      ];

const pathItem = (operation: Whole, input: Schemas, output: Schemas): Json => {
  const answer = content(operation);
  const parameterList = parameters(operation, input, output);
  return {
    operationId: operation.id,
    tags: [operation.group],
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(parameterList.length === 0 ? {} : { parameters: parameterList }),
    ...(operation.body
      ? {
          requestBody: {
            // An empty body counts as `{}`.
            required: !z.safeParse(operation.body, {}).success,
            content: { 'application/json': { schema: { $ref: ref(nameOf(operation.body, operation)) } } },
          },
        }
      : {}),
    responses: {
      [operation.status]: { description: operation.summary, ...(answer ? { content: answer } : {}) },
      ...problemAnswers([...operation.problems, ...commonProblems(operation)], operation.dialect),
    },
    security: security(operation),
  };
};

const health = (id: string, summary: string, status: string, problems: readonly ProblemCode[]): Json => ({
  get: {
    operationId: id,
    tags: ['Health'],
    summary,
    responses: {
      200: {
        description: summary,
        content: {
          'application/json': {
            schema: { type: 'object', properties: { status: { const: status } }, required: ['status'] },
          },
        },
      },
      ...problemAnswers(problems),
    },
    security: [],
  },
});

/** Names of the schemas that a value refers to. */
const referred = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/gu)].map(([, name]) => name ?? '');

/** The schemas that the paths need: a body's as it is sent, an answer's as it is received. */
const components = (paths: Json, input: Schemas, output: Schemas): Json => {
  const found = new Map<string, Json>();
  const sent = new Set(
    operations.flatMap((operation) => (operation.body ? [nameOf(operation.body, operation)] : [])),
  );
  const queue = referred(paths);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (found.has(name)) continue;
    const schema = (sent.has(name) ? input : output)[name];
    if (!schema) throw new Error(`the contract has no schema ${name}`);
    found.set(name, schema);
    queue.push(...referred(schema));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The whole API as an OpenAPI 3.1 document, made from the contract alone. */
export const openApiDocument = (): Json => {
  const input = jsonSchemas('input');
  const output = jsonSchemas('output');
  const paths: { [path: string]: Json } = {};
  for (const operation of operations)
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: pathItem(operation, input, output),
    };
  paths['/healthz'] = health('healthz', 'Whether the process lives', 'ok', []);
  paths['/readyz'] = health('readyz', 'Whether the database answers', 'ready', ['unavailable']);
  const groups = [...new Set(operations.map(({ group }) => group)), 'Health'];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1',
      description:
        'Governs the credentials of Apache Kafka: who may use what, until when, and who agreed. Times are ISO 8601 in UTC, in whole seconds. Query parameters and fields that are not named here are passed over. Every error has the shape `ProblemBody`, those of the management API have `IamProblemBody`.',
    },
    servers: [{ url: '/' }],
    tags: groups.map((name) =>
      name === 'Demo controls'
        ? { name, description: 'Only where they are switched on; 404 elsewhere.' }
        : { name },
    ),
    paths,
    components: {
      schemas: components(paths, input, output),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'latchkey_session',
          description: 'Set by signing in.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A personal access token. `aivenv1` is taken in the place of `Bearer`, and either in any case. With this header the cookie counts for nothing.',
        },
        key: {
          type: 'http',
          scheme: 'basic',
          description:
            'A Cloud key: its id as the name, its secret as the password. For the management API alone, whose paths also answer under /api.',
        },
      },
    },
  };
};
