import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import { PROBLEMS } from '../contract/problems.ts';
import type { Operation } from '../contract/operation.ts';
import { schemasOf } from '../contract/schemas/by-operation.ts';
import { openApiDocument } from './openapi.ts';

// As plain JSON, the way clients get it.
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
  tags: { name: string }[];
};

interface Described {
  operationId: string;
  tags: string[];
  parameters?: {
    name: string;
    in: string;
    required: boolean;
    explode?: boolean;
    schema: Record<string, unknown>;
  }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<
    string,
    { content?: Record<string, { schema?: unknown; examples?: Record<string, unknown> }> }
  >;
  security: unknown[];
}

const described = ({ path, method }: Pick<Operation, 'path' | 'method'>): Described =>
  document.paths[path]![method.toLowerCase()]!;

const operations: [OperationId, Operation][] = Object.values(OPERATIONS).map((operation) => [
  operation.id,
  operation,
]);

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document));
    expect(result.errors ?? []).toStrictEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it.each(operations)('describes %s with its parameters, answers and problems', (id, operation) => {
    const found = described(operation);
    expect(found.operationId).toBe(id);
    expect(found.tags).toStrictEqual([operation.group]);
    expect(document.tags.map(({ name }) => name)).toContain(operation.group);
    const inPath = (found.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => `{${name}}`)).toStrictEqual(operation.path.match(/\{\w+\}/g) ?? []);
    expect(inPath.every(({ required }) => required)).toBe(true);
    const keys = (found.parameters ?? []).filter(({ name }) => name === 'Idempotency-Key');
    expect(keys.map((parameter) => parameter.in)).toStrictEqual(operation.keyed ? ['header'] : []);
    expect('422' in found.responses).toBe(operation.keyed);
    expect(found.requestBody === undefined).toBe(schemasOf(id).body === undefined);
    expect(found.responses).toHaveProperty(String(operation.status));
    for (const code of operation.problems) {
      const examples = found.responses[PROBLEMS[code]]?.content?.['application/json']?.examples;
      expect(Object.keys(examples ?? {})).toContain(code);
    }
    expect(found.responses).toHaveProperty('503');
    expect('401' in found.responses).toBe(operation.session === 'required');
    const kinds = { any: ['session', 'token'], session: ['session'], token: ['token'] }[operation.callers];
    const ways = operation.dialect === 'iam' ? [...kinds, 'key'] : kinds;
    expect(found.security).toStrictEqual(
      operation.session === 'required' ? ways.map((way) => ({ [way]: [] })) : [],
    );
    const envelope = operation.dialect === 'iam' ? 'IamProblemBody' : 'ProblemBody';
    expect(found.responses['503']?.content?.['application/json']?.schema).toStrictEqual({
      $ref: `#/components/schemas/${envelope}`,
    });
  });

  it('describes nothing twice and nothing that is not there', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(ids.toSorted()).toStrictEqual([...operations.map(([id]) => id), 'healthz', 'readyz'].toSorted());
  });

  it('names lists, numbers and choices of a query as what they mean', () => {
    const parameters = described(OPERATIONS.listAccesses).parameters ?? [];
    const named = (name: string) => parameters.find((parameter) => parameter.name === name);
    expect(named('credential_state')).toMatchObject({
      required: false,
      explode: false,
      schema: { type: 'array' },
    });
    expect(named('limit')?.schema).toStrictEqual({ type: 'integer', minimum: 0, default: 50 });
    expect(named('direction')?.schema).toMatchObject({ enum: ['asc', 'desc'], default: 'asc' });
  });

  it('gives streams their media types', () => {
    expect(described(OPERATIONS.exportAccesses).responses['200']?.content).toHaveProperty(['text/csv']);
    expect(described(OPERATIONS.streamEvents).responses['200']?.content).toHaveProperty([
      'text/event-stream',
    ]);
    expect(described(OPERATIONS.updateMembers).responses['204']).not.toHaveProperty('content');
  });

  it('refers to schemas by the contract’s names', () => {
    expect(document.components.schemas['AccessEnvelope']?.properties).toStrictEqual({
      access: { $ref: '#/components/schemas/Access' },
    });
    expect(described(OPERATIONS.claimCredentials).requestBody?.content['application/json']?.schema.$ref).toBe(
      '#/components/schemas/Claim',
    );
  });
});
