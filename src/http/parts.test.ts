import { expect, test } from 'vitest';
import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import { schemasOf } from '../contract/schemas/by-operation.ts';
import { carrierOf } from './parts.ts';

// Keys of OPERATIONS.
test.each(Object.keys(OPERATIONS) as OperationId[])('%s finds its schemas and its handler', async (id) => {
  const { schemas, handler } = await carrierOf(id);
  expect(schemas).toBe(schemasOf(id));
  expect(typeof handler).toBe(id === 'streamEvents' ? 'undefined' : 'function');
});
