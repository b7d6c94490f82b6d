import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../contract/operations.ts';
import type { TestHost } from './http-suite/host.ts';

/**
 * What the HTTP API must do, on any host: written from the behaviours and the contract, not from the handlers.
 * `makeHost` runs once; the world is put back between the tests.
 */
export const httpSuite = (name: string, makeTestHost: () => Promise<TestHost>): void => {
  describe(`http: ${name}`, () => {
    let host: TestHost;

    beforeAll(async () => {
      host = await makeTestHost();
    });
    beforeEach(async () => {
      await host.reset();
    });
    afterEach(() => {
      expect(host.reported.splice(0), 'faults that nobody foresaw').toEqual([]);
    });
    afterAll(async () => {
      await host.close();
    });

    // Last: it looks back at everything that ran before.
    test('every operation of the contract is called by some test', () => {
      expect(Object.keys(OPERATIONS).filter((id) => ![...host.exercised].some((seen) => seen === id))).toEqual([]);
    });
  });
};
