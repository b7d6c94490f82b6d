import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { deleteApiKey } from '../../../../contract/operations/keys.ts';
import type { KeyEntry } from '../../../../contract/schemas/keys.ts';
import { startBatch, type Batch } from '../../../api/batch.ts';
import { call } from '../../../api/client.ts';
import { invalidateNouns } from '../../../api/queries.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { VerdictButton } from '../../../ui/verdict-button.tsx';
import { planDeletion, type DeletionPlan } from './deletion-plan.ts';
import { KeyFactsList } from './key-facts-list.tsx';

type Item = { readonly id: string; readonly name: string };

const many = (count: number): string => `${count} API ${count === 1 ? 'key' : 'keys'}`;
const nothing = () => () => {};

type DeleteKeysDialogProps = {
  keys: readonly KeyEntry[];
  /** Whether anything was begun: whoever only looked keeps their selection. */
  onClose: (begun: boolean) => void;
};

/** Deletes several keys at once (K15). Those in use stay: each of them is deleted by itself (K14). */
export function DeleteKeysDialog({ keys, onClose }: DeleteKeysDialogProps) {
  const queryClient = useQueryClient();
  const [plan] = useState(() => planDeletion(keys));
  const [batch, setBatch] = useState<Batch<Item>>();
  const state = useSyncExternalStore(batch?.subscribe ?? nothing, () => batch?.state());
  const button = useRef<HTMLButtonElement>(null);
  const ended = state?.phase === 'ended';
  useEffect(() => {
    if (ended) invalidateNouns(queryClient, deleteApiKey.touches);
    if (ended) button.current?.focus();
  }, [ended, queryClient]);
  useEffect(() => () => batch?.stop(), [batch]);

  const count = plan.going.length;
  const remove = () =>
    setBatch(
      startBatch(
        plan.going.map(({ key }) => ({ id: key, name: key })),
        ({ id }, key) => call(deleteApiKey, { params: { key: id }, query: { unused: 'true' }, key }),
      ),
    );
  const close = () => onClose(state !== undefined);
  const running = state !== undefined && !ended;

  return (
    <Dialog
      title="Confirm API key deletion"
      role="alertdialog"
      description={
        state === undefined
          ? `Whatever calls with ${count === 1 ? 'it' : 'them'} is refused from this moment on. Deletion cannot be undone.`
          : `${state.done.length} of ${many(state.total)} deleted.`
      }
      initialFocus={button}
      onRequestClose={() => {
        if (!running || state.phase === 'paused') close();
      }}
      onSubmit={state === undefined ? remove : undefined}
      actions={
        state === undefined ? (
          <>
            <Button ref={button} onClick={close}>
              Cancel
            </Button>
            <VerdictButton
              type="submit"
              variant="danger"
              verdict={{ allowed: count > 0, message: 'None of these can be deleted here.' }}
            >
              Confirm
            </VerdictButton>
          </>
        ) : state.phase === 'paused' ? (
          <>
            <Button onClick={close}>Stop</Button>
            <Button ref={button} variant="primary" onClick={batch?.resume}>
              Continue
            </Button>
          </>
        ) : (
          <Button ref={button} variant="primary" busy={running} onClick={close}>
            Close
          </Button>
        )
      }
    >
      {state === undefined ? (
        <Before plan={plan} />
      ) : (
        <div className="key-sections">
          {state.phase === 'paused' && (
            <Banner severity="error" shape="box">
              {state.problem} Continue goes on where it paused.
            </Banner>
          )}
          {ended && state.refused.length === 0 && (
            <Banner severity="success" shape="box">
              {many(state.done.length)} deleted.
            </Banner>
          )}
          {state.refused.length > 0 && (
            <Banner severity="warning" shape="box">
              <ul>
                {state.refused.map(({ item, reason }) => (
                  <li key={item.id}>
                    <span className="mono">{item.name}</span>: {reason}
                  </li>
                ))}
              </ul>
            </Banner>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Before({ plan: { going, inUse, refused } }: { plan: DeletionPlan }) {
  return (
    <div className="key-sections">
      {going.length > 0 && <KeyFactsList keys={going} label="The keys to delete" />}
      {inUse.length > 0 && (
        <>
          <Banner severity="warning" shape="box">
            {many(inUse.length)} {inUse.length === 1 ? 'was' : 'were'} used within the last 24 hours and{' '}
            {inUse.length === 1 ? 'stays' : 'stay'}. A key in use is deleted by itself, with its id typed.
          </Banner>
          <KeyFactsList keys={inUse} label="Keys in use, which stay" />
        </>
      )}
      {refused.length > 0 && (
        <Banner severity="info" shape="box">
          <ul>
            {refused.map(({ key, reason }) => (
              <li key={key.key}>
                <span className="mono">{key.key}</span> stays: {reason}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </div>
  );
}
