import { useCallback, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { currentPerson, recheckSession } from '../api/session.ts';
import { onStepUp } from '../api/step-up.ts';

type Question = { readonly person: string | undefined; readonly settle: (proved: boolean) => void };

/** Whether a fresh login is asked for now, and how that ends. Somebody else's login is no answer. */
export function useStepUp(): {
  readonly asked: boolean;
  readonly done: () => void;
  readonly cancel: () => void;
} {
  const queryClient = useQueryClient();
  const [question, setQuestion] = useState<Question>();

  useEffect(
    () =>
      onStepUp(
        () =>
          new Promise((resolve) => {
            setQuestion({
              person: currentPerson(queryClient),
              settle: (proved) => {
                setQuestion(undefined);
                resolve(proved);
              },
            });
          }),
      ),
    [queryClient],
  );

  const done = useCallback(() => {
    if (question === undefined) return;
    void recheckSession(queryClient).then(() =>
      question.settle(currentPerson(queryClient) === question.person),
    );
  }, [question, queryClient]);
  const cancel = useCallback(() => question?.settle(false), [question]);
  return { asked: question !== undefined, done, cancel };
}
