import { expect } from 'vitest';
import type { World } from '../../service/ports/store.ts';
import type { Secrets } from '../../service/ports/ports.ts';
import type { TestHost } from '../http-suite/host.ts';

/** Pieces that must turn up nowhere: the password, and every line of the key. */
const piecesOf = (secrets: Pick<Secrets, 'password' | 'accessKey'>): readonly string[] => [
  secrets.password,
  ...secrets.accessKey.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----')),
];

/** Knows every secret that the platform made in a run, shown or not, and looks for it where it must not be (R21). */
export interface SecretWatch {
  /** Learns what is sealed in the store, then searches all that was said and stored since the last look. */
  look(dump: World, said: readonly string[]): Promise<void>;
}

/** Watches a host; `claims` are what pages keep to themselves. */
export const watchSecrets = (host: TestHost, claims: readonly string[]): SecretWatch => {
  const opened = new Set<string>();
  const searchedRows = new Set<string>();
  let searchedAnswers = 0;
  const known = new Set(['PRIVATE KEY', ...claims]);
  for (const { first } of Object.values(host.accesses))
    for (const piece of piecesOf({ password: first.password, accessKey: first.access_key })) known.add(piece);

  const reveals = ({ id, text }: TestHost['answers'][number]): boolean =>
    id === 'claimCredentials' && text.startsWith('{"credentials"');

  return {
    look: async (dump, said) => {
      for (const { id, sealed } of dump.credentials) {
        if (sealed === null || opened.has(id)) continue;
        opened.add(id);
        const text = await host.backend.deps.sealer.open(sealed, `credential:${id}`);
        // Sealed by the backend from the platform's answer.
        for (const piece of piecesOf(JSON.parse(text) as Secrets)) known.add(piece);
      }
      // No secret is older than the step that made it, so what was searched once stays clean.
      const rows = Object.values(dump)
        .flatMap((table) => table.map((row) => JSON.stringify(row)))
        .filter((row) => !searchedRows.has(row));
      for (const row of rows) searchedRows.add(row);
      const places: readonly (readonly [string, string])[] = [
        ...rows.map((row) => ['a row of the store', row] as const),
        ...said.map((text) => ['an event or a reported fault', text] as const),
        ...host.answers
          .slice(searchedAnswers)
          .filter((answer) => !reveals(answer))
          .map(({ id, text }) => [`an answer of ${id}`, text] as const),
      ];
      searchedAnswers = host.answers.length;
      for (const [place, text] of places)
        for (const piece of known)
          if (text.includes(piece))
            expect.fail(`a secret is in ${place}: ${text.replaceAll(piece, '<secret>').slice(0, 500)}`);
    },
  };
};
