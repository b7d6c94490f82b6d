import { useState } from 'react';
import type { Operation } from '../../contract/operation.ts';
import type { CallArgs } from '../api/client.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';
import { announce } from '../shell/feedback.ts';

type Confirmed = {
  onClose: () => void;
  onDone?: (() => void) | undefined;
  /** What was done, for screen readers, where no toast says it. */
  said?: string | undefined;
};

/** What a dialog asks about before it is done: success closes the dialog, a failure stays in it as `problem`. */
export function useConfirmedCommand<O extends Operation>(
  op: O,
  { onClose, onDone, said }: Confirmed,
): { confirm: (args: CallArgs<O>) => void; pending: boolean; problem: string | undefined } {
  const { run, pending } = useCommand(op);
  const [problem, setProblem] = useState<string>();
  const attempt = async (args: CallArgs<O>) => {
    setProblem(undefined);
    try {
      await run(args);
      onClose();
      if (said !== undefined) announce(said);
      onDone?.();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return { confirm: (args) => void attempt(args), pending, problem };
}
