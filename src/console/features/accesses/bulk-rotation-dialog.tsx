import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router-dom';
import { createRequest } from '../../../contract/operations/requests.ts';
import type { Overlap } from '../../../contract/schemas/accesses.ts';
import { OVERLAP_PRESET, OVERLAPS } from '../../../contract/values.ts';
import { startBatch, type Batch } from '../../api/batch.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { invalidateNouns } from '../../api/queries.ts';
import { LeaveWarning } from '../../parts/leave-warning.tsx';
import { useLeaveGuard } from '../../parts/use-leave-guard.ts';
import { paths } from '../../paths.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { BULK_MAX } from './bulk-limits.ts';
import { BulkProgress, BulkResult, requestedOf, type Asked } from './bulk-rotation-progress.tsx';
import { RefusalGroups } from './refusal-groups.tsx';
import { messageProblem, RotationFields, Waiting } from './rotation-fields.tsx';
import { useBulkPlan, type AccessQuery, type BulkPlan } from './use-bulk-plan.ts';
import './accesses.css';
import './bulk-rotation.css';

type BulkRotationDialogProps = {
  /** The selected accesses. */
  query: AccessQuery;
  selected: number;
  /** `finished`: everything that could be asked for has been. */
  onClose: (finished: boolean) => void;
};

const many = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

/** Asks for new credentials of many accesses with one message: one request each, as the dialog of one access does (R2). */
export function BulkRotationDialog({ query, selected, onClose }: BulkRotationDialogProps) {
  const queryClient = useQueryClient();
  const { plan, error, retry } = useBulkPlan(query, selected);
  const [message, setMessage] = useState('');
  const [chosen, setChosen] = useState<Overlap>();
  const [checked, setChecked] = useState(false);
  const [warned, setWarned] = useState(false);
  const [batch, setBatch] = useState<Batch<Asked>>();
  const state = useSyncExternalStore(batch?.subscribe ?? noSubscription, () => batch?.state());
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const phase = state?.phase;
  const working = phase !== undefined && phase !== 'ended';
  const held = working || (phase === undefined && message.trim() !== '');
  const { asked, stay, release } = useLeaveGuard(held);

  const ready = plan !== undefined;
  useEffect(() => {
    if (ready) field.current?.focus();
  }, [ready]);
  useEffect(() => {
    // The button that was pressed is gone with what it did.
    if (phase !== undefined) button.current?.focus();
    if (phase === 'ended') invalidateNouns(queryClient, createRequest.touches);
  }, [phase, queryClient]);
  useEffect(() => () => batch?.stop(), [batch]);

  const leave = () => {
    batch?.stop();
    const finished = state !== undefined && state.rest.length + state.unknown.length === 0;
    if (!release()) onClose(finished);
  };
  const requestClose = () => {
    if (held) setWarned(true);
    else leave();
  };

  const preset = plan?.ready.some(plan.overlaps) === true ? OVERLAP_PRESET : 'immediately';
  const overlap = chosen ?? preset;
  const submit = ({ ready: accesses, overlaps }: BulkPlan) => {
    setChecked(true);
    if (messageProblem(message) !== undefined) {
      field.current?.focus();
      return;
    }
    const items = accesses.map((access) => ({ id: access.access_id, name: access.access_name, access }));
    setBatch(
      startBatch<Asked>(items, ({ id, access }, key) =>
        call(createRequest, {
          body: {
            request_type: 'rotate_credentials',
            access_id: id,
            message: message.trim(),
            overlap: overlaps(access) ? overlap : 'immediately',
          },
          key,
        }),
      ),
    );
  };

  const count = plan?.ready.length ?? 0;
  const verdict =
    plan === undefined
      ? undefined
      : plan.tooMany
        ? { allowed: false, message: TOO_MANY }
        : { allowed: count > 0, message: 'None of these can be requested by you.' };

  return (
    <>
      <Dialog
        title="Request credential rotation"
        description={
          state === undefined
            ? plan !== undefined && count === 0
              ? 'Each access is requested by a member of its owner group.'
              : `Ask for new credentials for ${many(plan === undefined ? selected : count, 'access')} with one message.`
            : working
              ? `Asking for new credentials for ${many(state.total, 'access')}.`
              : `Asked for new credentials for ${many(state.total, 'access')}.`
        }
        onRequestClose={requestClose}
        initialFocus={field}
        onSubmit={
          batch === undefined
            ? () => {
                if (plan !== undefined && verdict?.allowed === true) submit(plan);
              }
            : undefined
        }
        footnote={count > 0 && state === undefined && 'Nothing is made before somebody approves.'}
        actions={
          batch === undefined ? (
            <>
              <Button onClick={requestClose}>Cancel</Button>
              {verdict !== undefined && (
                <VerdictButton type="submit" variant="primary" verdict={verdict}>
                  {count === 0 ? 'Request rotations' : `Request ${many(count, 'rotation')}`}
                </VerdictButton>
              )}
            </>
          ) : phase === 'ended' ? (
            <>
              <Link className={buttonClass()} to={paths.groupRequests()}>
                Open Group requests
              </Link>
              <Button ref={button} variant="primary" onClick={leave}>
                Close
              </Button>
            </>
          ) : (
            <>
              <Button
                ref={phase === 'paused' ? null : button}
                busy={phase === 'stopping'}
                onClick={batch.stop}
              >
                Stop
              </Button>
              {phase === 'paused' && (
                <Button ref={button} variant="primary" onClick={batch.resume}>
                  Continue
                </Button>
              )}
            </>
          )
        }
      >
        {state !== undefined && plan !== undefined ? (
          working ? (
            <BulkProgress state={state} />
          ) : (
            <BulkResult state={state} leftOut={plan.refused.length + plan.gone} />
          )
        ) : plan === undefined ? (
          error === undefined ? (
            <Waiting />
          ) : (
            <ErrorState
              title="These accesses could not be read"
              action={<Button onClick={retry}>Try again</Button>}
            >
              {messageOf(error)}
            </ErrorState>
          )
        ) : (
          <>
            <Before plan={plan} selected={selected} />
            {count > 0 && !plan.tooMany && (
              <>
                <RotationFields
                  field={field}
                  message={message}
                  onMessage={setMessage}
                  messageError={checked ? messageProblem(message) : undefined}
                  overlaps={preset === 'immediately' ? ['immediately'] : OVERLAPS}
                  overlap={overlap}
                  onOverlap={setChosen}
                  overlapHint={overlapHint(plan)}
                />
                <p className="approvers">The other members of each owner group can approve.</p>
              </>
            )}
          </>
        )}
      </Dialog>
      {(warned || asked) && held && (
        <LeaveWarning
          title={state === undefined ? 'Discard your message?' : 'Stop requesting?'}
          stay={state === undefined ? 'Keep writing' : 'Keep going'}
          leave={state === undefined ? 'Discard' : 'Stop and close'}
          onStay={() => {
            setWarned(false);
            stay();
          }}
          onLeave={leave}
        >
          {state === undefined
            ? 'Nothing was submitted. What you wrote will be gone.'
            : `${requestedOf(state)} were requested. What is not answered yet may be requested; the others will not be.`}
        </LeaveWarning>
      )}
    </>
  );
}

const noSubscription = () => () => {};

const TOO_MANY = `At most ${BULK_MAX} can be requested at a time. Narrow the list with filters.`;

/** What is known before anything is asked: who cannot be asked for, and why. */
function Before({ plan, selected }: { plan: BulkPlan; selected: number }) {
  if (plan.tooMany)
    return (
      <Banner severity="warning" shape="box">
        {TOO_MANY}
      </Banner>
    );
  if (plan.refused.length + plan.gone === 0) return null;
  return (
    <Banner severity="warning" shape="box">
      {plan.refused.length > 0 && (
        <>
          <p>
            {formatCount(plan.refused.length)} of {formatCount(selected)} cannot be requested by you:
          </p>
          <RefusalGroups refused={plan.refused} folded />
        </>
      )}
      {plan.gone > 0 && <p>{many(plan.gone, 'access')} no longer there.</p>}
    </Banner>
  );
}

function overlapHint({ ready, overlaps }: BulkPlan): string | undefined {
  const single = ready.filter((access) => !overlaps(access)).length;
  if (single === 0) return undefined;
  const they =
    single === ready.length
      ? 'The platforms of these accesses keep'
      : `${many(single, 'access')} of ${formatCount(ready.length)} ${single === 1 ? 'is' : 'are'} on platforms that keep`;
  return `${they} one password per service user: there the old one stops immediately, when the new one is shown.`;
}
