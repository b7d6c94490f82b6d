import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { approveRequest, declineRequest } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { useCommand } from '../../api/commands.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { ProblemBanner } from '../../parts/problem-banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { useDraft } from './use-draft.ts';

const MESSAGE_LIMIT = 500;
const REASON_LIMIT = 300;

export type DecisionFormProps = {
  /** Pending, as the reader sees it: its version goes along, so that nobody decides about what they have not read. */
  request: Request;
  onDecided: (request: Request) => void;
  /** Somebody else was faster (R9). */
  onTooLate: (message: string) => void;
  onDelete: () => void;
};

type Trouble = { message?: string; field?: string };

/** Approve with an optional message, or decline with a reason (R8); refused, the buttons stay and say why (R9). */
export function DecisionForm({ request, onDecided, onTooLate, onDelete }: DecisionFormProps) {
  const approving = useCommand(approveRequest);
  const declining = useCommand(declineRequest);
  const [mode, setMode] = useState<'choose' | 'decline'>('choose');
  const [message, setMessage] = useDraft(`${request.request_id} message`);
  const [reason, setReason] = useDraft(`${request.request_id} reason`);
  const [trouble, setTrouble] = useState<Trouble>({});
  const declineButton = useRef<HTMLButtonElement>(null);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const { approve, decline, delete: remove } = request.verdicts;
  const params = { request_id: request.request_id };

  const leaving = useRef(false);
  useEffect(() => {
    if (mode === 'decline') reasonField.current?.focus();
    else if (leaving.current) declineButton.current?.focus();
    leaving.current = mode === 'decline';
  }, [mode]);

  const turn = (next: typeof mode) => {
    setTrouble({});
    setMode(next);
  };

  const attempt = async (command: () => Promise<{ request: Request }>, field: string) => {
    setTrouble({});
    try {
      const { request: decided } = await command();
      setMessage('');
      setReason('');
      onDecided(decided);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'governance_request_already_decided')
        onTooLate(error.message);
      else if (error instanceof ApiError && error.code === 'stale_version')
        setTrouble({ message: 'The request changed while you read it. Look at it again, then decide.' });
      else if (error instanceof ApiError && error.fields[field] !== undefined)
        setTrouble({ field: error.fields[field] });
      else setTrouble({ message: messageOf(error) });
    }
  };

  const submitApproval = () => {
    const text = message.trim();
    return attempt(
      () =>
        approving.run({ params, body: { version: request.version, ...(text !== '' && { message: text }) } }),
      'message',
    );
  };

  const submitDecline = async () => {
    const text = reason.trim();
    if (text === '') {
      setTrouble({ field: `Say why, so that ${request.requester.real_name} knows what to change.` });
      reasonField.current?.focus();
      return;
    }
    await attempt(
      () => declining.run({ params, body: { version: request.version, reason: text } }),
      'reason',
    );
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void (mode === 'decline' ? submitDecline() : submitApproval());
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    // Escape leaves the reason, not the pane.
    event.preventDefault();
    event.stopPropagation();
    turn('choose');
  };

  const reasons = new Set(
    [approve, decline].flatMap((verdict) => (verdict.allowed ? [] : [verdict.message ?? ''])),
  );

  return (
    <form className="decision" noValidate onSubmit={onSubmit} aria-label="Decision">
      <ProblemBanner problem={trouble.message} />
      {mode === 'decline' ? (
        <>
          <TextArea
            ref={reasonField}
            label={`Why do you decline? ${request.requester.real_name} reads this`}
            rows={3}
            required
            onKeyDown={onKeyDown}
            limit={REASON_LIMIT}
            value={reason}
            onChange={setReason}
            error={trouble.field}
          />
          <div className="decision-buttons">
            <Button onClick={() => turn('choose')} onKeyDown={onKeyDown}>
              Back
            </Button>
            <Button variant="danger" type="submit" busy={declining.pending} onKeyDown={onKeyDown}>
              Decline
            </Button>
          </div>
        </>
      ) : (
        <>
          {approve.allowed && (
            <TextArea
              label={`Message to ${request.requester.real_name}`}
              optional
              rows={2}
              className="decision-message"
              limit={MESSAGE_LIMIT}
              value={message}
              onChange={setMessage}
              error={trouble.field}
            />
          )}
          {[...reasons].map((why) => (
            <p key={why} className="decision-why">
              {why}
            </p>
          ))}
          <div className="decision-buttons">
            {remove.allowed && (
              <Button className="decision-delete" onClick={onDelete}>
                Delete
              </Button>
            )}
            <VerdictButton
              ref={declineButton}
              verdict={decline}
              onClick={() => !approving.pending && turn('decline')}
            >
              Decline
            </VerdictButton>
            <VerdictButton verdict={approve} variant="primary" type="submit" busy={approving.pending}>
              Approve
            </VerdictButton>
          </div>
        </>
      )}
    </form>
  );
}
