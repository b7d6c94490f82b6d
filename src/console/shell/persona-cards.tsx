import { useState } from 'react';
import { listPersonas } from '../../contract/operations/session.ts';
import type { PersonaName, Session } from '../../contract/schemas/session.ts';
import { messageOf } from '../api/errors.ts';
import { useRead } from '../api/queries.ts';
import { useSignIn } from '../api/session.ts';
import { Button } from '../ui/button.tsx';

/** One card per persona; choosing one signs in. Its error shows here. */
export function PersonaCards({
  current,
  onSignedIn,
}: {
  current?: string | undefined;
  onSignedIn?: (session: Session) => void;
}) {
  const { data, error, refetch } = useRead(listPersonas, {});
  const signIn = useSignIn();
  const [chosen, setChosen] = useState<PersonaName>();
  const [failure, setFailure] = useState<string>();

  const choose = async (persona: PersonaName) => {
    if (chosen !== undefined) return;
    setChosen(persona);
    setFailure(undefined);
    try {
      const session = await signIn(persona);
      onSignedIn?.(session);
    } catch (thrown) {
      setFailure(messageOf(thrown));
    } finally {
      setChosen(undefined);
    }
  };

  const problem = failure ?? (error === null ? undefined : messageOf(error));
  return (
    <>
      {problem !== undefined && (
        <p className="sign-in-error" role="alert">
          {problem}{' '}
          {data === undefined && (
            <Button size="small" onClick={() => void refetch()}>
              Try again
            </Button>
          )}
        </p>
      )}
      <ul className="personas" aria-label="Personas" aria-busy={data === undefined && problem === undefined}>
        {data?.personas.map(({ persona, real_name: name, user_email: email, description }) => (
          <li key={persona}>
            <button
              type="button"
              className="persona"
              aria-busy={chosen === persona || undefined}
              onClick={() => void choose(persona)}
            >
              <span className="persona-name">
                {name}
                {email === current && <span className="muted"> (signed in before)</span>}
              </span>
              <span className="persona-role">{persona}</span>
              <span className="persona-about">{description}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
