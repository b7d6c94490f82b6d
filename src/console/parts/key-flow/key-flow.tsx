import { claimApiKey } from '../../../contract/operations/keys.ts';
import { getRequest } from '../../../contract/operations/requests.ts';
import { useCommand } from '../../api/commands.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ShowKeyDialog } from './show-key-dialog.tsx';
import { useNewKey } from './use-new-key.tsx';

export type KeyFlowProps = {
  requestId: string;
  /** Removes `?key=` from the URL. */
  onClose: () => void;
};

/** From "Show API key" to "I have saved my API key", for a key that was asked for (R14 to R19). */
export function KeyFlow({ requestId, onClose }: KeyFlowProps) {
  const params = { request_id: requestId };
  const read = useRead(getRequest, { params });
  const { run: take } = useCommand(claimApiKey);
  const { phase, start, now, requestClose, shown, warning } = useNewKey({
    onClose,
    safe: 'Your API key is safe',
    unanswered:
      'The server may have handed it to this window already, and no other can fetch it. If so, delete the key and request another.',
    url: { dialog: 'key', id: requestId },
  });
  if (phase.kind === 'shown')
    return (
      <>
        {shown(phase.answer, { title: 'Save API key', action: 'Continue' })}
        {warning}
      </>
    );
  const request = read.data?.request;
  if (request?.request_type !== 'create_api_key')
    return (
      <Dialog title="Show API key" size="medium" onRequestClose={onClose}>
        {read.error !== null ? (
          <ErrorState
            title="This request could not be read"
            action={<Button onClick={() => void read.refetch()}>Try again</Button>}
          >
            {messageOf(read.error)}
          </ErrorState>
        ) : request === undefined ? (
          <Skeleton width="60%" />
        ) : (
          <p>This request is about an access. Its credentials are shown from there.</p>
        )}
      </Dialog>
    );
  const until = read.data?.api_key?.expire_time;
  return (
    <>
      <ShowKeyDialog
        request={request}
        phase={phase}
        now={now}
        onShow={() => start((claim) => take({ params, body: { claim } }))}
        onRequestClose={requestClose}
        {...(until !== undefined && { until })}
      />
      {warning}
    </>
  );
}
