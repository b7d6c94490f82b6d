import { expect, test } from 'vitest';
import { arrived } from './late-code.ts';
import { UnavailableError } from './store.ts';

test('code that cannot be had is unavailable, and says why to whoever looks for the cause', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const failed = arrived(Promise.reject(cause));
  await expect(failed).rejects.toThrow(UnavailableError);
  await expect(failed).rejects.toMatchObject({ cause });
});

test('code that arrives is itself', async () => {
  await expect(arrived(Promise.resolve(7))).resolves.toBe(7);
});
