import { useState } from 'react';
import type { Operation } from '../../contract/operation.ts';
import type { CallArgs } from '../api/client.ts';
import { useCommand } from '../api/commands.ts';
import { messageOf } from '../api/errors.ts';

/** What a dialog asks about before it is done: success closes the dialog, a failure stays in it as `problem`. */
export function useConfirmedCommand<O extends Operation>(
  op: O,
  { onClose, onDone }: { onClose: () => void; onDone?: (() => void) | undefined },
): { confirm: (args: CallArgs<O>) => void; pending: boolean; problem: string | undefined } {
  const { run, pending } = useCommand(op);
  const [problem, setProblem] = useState<string>();
  const attempt = async (args: CallArgs<O>) => {
    setProblem(undefined);
    try {
      await run(args);
      onClose();
      onDone?.();
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  return { confirm: (args) => void attempt(args), pending, problem };
}
