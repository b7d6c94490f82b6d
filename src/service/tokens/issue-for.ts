import { PERSONAS } from '../../contract/values.ts';
import type { Person } from '../../domain/people.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { personas } from '../session/sessions.ts';
import { issueAccessToken, type Issued, type IssuingDeps, type Wish } from './issue-token.ts';

/** For whom: by address, or by the persona that somebody plays in the demo organization. */
export type Whom = { readonly email: string } | { readonly persona: string };

const findPerson = async (tx: ReadTransaction, whom: Whom): Promise<Person> => {
  if ('email' in whom) {
    const [person] = await tx.find('people', { where: { email: whom.email } });
    if (!person) throw new ProblemError('user_not_found', `There is nobody with the address ${whom.email}.`);
    return person;
  }
  return findPersona(tx, whom.persona);
};

/** Who plays this persona in the demo organization. Error: 404. */
export const findPersona = async (tx: ReadTransaction, wanted: string): Promise<Person> => {
  const played = await personas(tx);
  const name = PERSONAS.find((persona) => persona === wanted);
  const person = name && (await tx.get('people', played[name]?.personId ?? ''));
  if (person) return person;
  const known = PERSONAS.filter((persona) => played[persona]);
  throw new ProblemError(
    'user_not_found',
    known.length === 0
      ? 'There are no personas in this database. Name a person by address.'
      : `There is no persona called ${wanted}. There are: ${known.join(', ')}.`,
  );
};

/** Makes a token for somebody from the command line. Errors: 404 for an unknown person, 409 with too many tokens. */
export const issueFor = (deps: IssuingDeps, whom: Whom, wish: Wish): Promise<Issued> =>
  issueAccessToken(
    deps,
    async (tx) => ({
      person: await findPerson(tx, whom),
      actor: { personId: null, name: 'Command line' },
    }),
    wish,
  );
