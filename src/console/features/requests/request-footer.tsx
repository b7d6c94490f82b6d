import { useEffect, useRef, useState } from 'react';
import { RotateCcw } from 'lucide-react';
import { retryRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { DecisionForm } from './decision-form.tsx';
import { DecisionWords } from './decision-words.tsx';

export type RequestFooterProps = {
  request: Request;
  /** A command changed the request. */
  onAnswer: (request: Request) => void;
  onTooLate: (message: string) => void;
  onDelete: () => void;
};

/** The decision, or by whom and how it was taken; a failed request can be retried here (R9, R10). */
export function RequestFooter({ request, onAnswer, onTooLate, onDelete }: RequestFooterProps) {
  const pending = request.status === 'pending';
  const decided = useRef<HTMLDivElement>(null);
  const before = useRef(pending);
  useEffect(() => {
    const gone = before.current && !pending;
    before.current = pending;
    // The buttons went, and the focus with them.
    if (gone && (document.activeElement === document.body || document.activeElement === null))
      decided.current?.focus();
  }, [pending]);

  if (pending)
    return <DecisionForm request={request} onDecided={onAnswer} onTooLate={onTooLate} onDelete={onDelete} />;
  return (
    <div ref={decided} tabIndex={-1} className="decision-done">
      <DecisionWords request={request} />
      {request.status === 'failed' && <Retry request={request} onAnswer={onAnswer} />}
    </div>
  );
}

function Retry({ request, onAnswer }: Pick<RequestFooterProps, 'request' | 'onAnswer'>) {
  const { run, pending } = useCommand(retryRequest);
  const [problem, setProblem] = useState<string>();
  const verdict = request.verdicts.retry;

  const retry = async () => {
    setProblem(undefined);
    try {
      onAnswer(
        (await run({ params: { request_id: request.request_id }, body: { version: request.version } }))
          .request,
      );
    } catch (error) {
      setProblem(messageOf(error));
    }
  };

  return (
    <>
      <ProblemBanner problem={problem} />
      {!verdict.allowed && <p className="decision-why">{verdict.message}</p>}
      <div className="decision-buttons">
        <VerdictButton
          verdict={verdict}
          variant="primary"
          icon={<RotateCcw size={16} aria-hidden />}
          busy={pending}
          onClick={() => void retry()}
        >
          Retry
        </VerdictButton>
      </div>
    </>
  );
}
