import { TrieRouter } from 'hono/router/trie-router';
import { IAM_PREFIX, OPERATIONS } from '../contract/operations.ts';

/** Which operation of the contract answers a call, by name: paths hold ids, and there are endlessly many of those. */
export const createOperationAt = (): ((method: string, path: string) => string) => {
  const router = new TrieRouter<string>();
  for (const { id, method, path, dialect } of Object.values(OPERATIONS)) {
    const pattern = path.replaceAll(/\{(\w+)\}/gu, ':$1');
    router.add(method, pattern, id);
    if (dialect === 'iam') router.add(method, `${IAM_PREFIX}${pattern}`, id);
  }
  return (method, path) => {
    const [found] = router.match(method === 'HEAD' ? 'GET' : method, path)[0];
    return found?.[0] ?? 'none';
  };
};
