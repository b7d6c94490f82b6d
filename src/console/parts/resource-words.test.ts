import { expect, test } from 'vitest';
import { resourceWords } from './resource-words.ts';

test('a resource reads with its kind, unless that is its name', () => {
  expect(resourceWords({ kind: 'kafka', name: 'shipments' })).toBe('Kafka cluster shipments');
  expect(resourceWords({ kind: 'schema_registry', name: 'Schema Registry' })).toBe('Schema Registry');
});
