import { MINUTE } from '../domain/time.ts';
import { ProblemError } from '../service/problem.ts';
import { countedFrom } from './rate-limit.ts';

/** Wrong secrets that one address may bring within a minute, for one key and for all, to one server process. */
const MOST_OF_KEY = 20;
const MOST_OF_ADDRESS = 100;
/** Names that are remembered; more than that in a minute is an attack on memory. */
const MOST_NAMES = 10_000;

/**
 * Counts wrong secrets, by key and by address, so that nobody tries them out (429). A key's are counted for each address
 * apart: its id is no secret, and whoever knows it must not lock out those who hold it.
 */
export const createKeyAttempts = (now: () => number = () => performance.now()) => {
  let wrong = new Map<string, number>();
  let since = now();
  const fresh = (): void => {
    if (now() - since < MINUTE && wrong.size < MOST_NAMES) return;
    wrong = new Map();
    since = now();
  };
  const names = (keyId: string, address: string | undefined) => [
    { name: `key ${keyId} from ${countedFrom(address)}`, most: MOST_OF_KEY },
    ...(address === undefined ? [] : [{ name: countedFrom(address), most: MOST_OF_ADDRESS }]),
  ];
  return {
    /** Errors: 429 after too many wrong secrets. */
    demand: (keyId: string, address: string | undefined): void => {
      fresh();
      if (names(keyId, address).some(({ name, most }) => (wrong.get(name) ?? 0) >= most))
        throw new ProblemError(
          'too_many_requests',
          'Too many wrong secrets were tried. Wait a minute and try again.',
        );
    },
    note: (keyId: string, address: string | undefined): void => {
      for (const { name } of names(keyId, address)) wrong.set(name, (wrong.get(name) ?? 0) + 1);
    },
  };
};

export type KeyAttempts = ReturnType<typeof createKeyAttempts>;
