import type { CreatedKey } from '../../../contract/schemas/keys.ts';
import type { KeyRequest } from '../../../contract/schemas/requests.ts';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { ClaimPhase } from '../credentials-flow/use-claim.ts';
import { resourceWords } from '../resource-words.ts';
import '../credentials-flow/credentials-flow.css';

type ShowKeyDialogProps = {
  request: KeyRequest;
  phase: Exclude<ClaimPhase<CreatedKey>, { kind: 'shown' }>;
  /** Until when it waits to be looked at. */
  until?: string;
  now: number;
  onShow: () => void;
  onRequestClose: () => void;
};

/** The confirmation before the one look at a key (R14), and the place where a dropped line is mended (R19). */
export function ShowKeyDialog({
  request,
  phase: asked,
  until,
  now,
  onShow,
  onRequestClose,
}: ShowKeyDialogProps) {
  const verdict = request.verdicts.claim;
  // Before anything was asked, the server's verdict decides: somebody else's key, or seen in another tab.
  const refusal =
    asked.kind === 'refused'
      ? asked.message
      : asked.kind === 'confirm' && !verdict.allowed
        ? (verdict.message ?? 'It cannot be shown to you.')
        : undefined;
  const busy = asked.kind === 'asking' || (asked.kind === 'dropped' && asked.retrying);
  return (
    <Dialog
      title="Show API key"
      description={
        <>
          The new key of <bdi>{request.owner.name}</bdi> for{' '}
          {resourceWords({ kind: request.resource.kind, name: request.resource_name })}{' '}
          {refusal === undefined ? 'can be shown once, to you, now.' : 'cannot be shown.'}
        </>
      }
      onRequestClose={onRequestClose}
      actions={
        refusal === undefined ? (
          <>
            <Button onClick={onRequestClose}>Cancel</Button>
            <Button variant="primary" busy={busy} onClick={onShow}>
              {asked.kind === 'dropped' ? 'Try again' : 'Show API key'}
            </Button>
          </>
        ) : (
          <Button onClick={onRequestClose}>Close</Button>
        )
      }
    >
      {asked.kind === 'dropped' && (
        <Banner severity="warning" shape="box">
          {asked.message} {asked.retrying && 'Trying again by itself…'}
        </Banner>
      )}
      {refusal === undefined ? (
        <div className="show-points">
          <p>
            Have the place ready where you keep it: a password manager, or where the application reads its
            secrets. Afterwards nobody can show it again, not even an administrator.
          </p>
          {until !== undefined && asked.kind === 'confirm' && (
            <p className="muted">
              Not ready? It waits for you; its time ends <RelativeTime at={until} now={now} focusable />.
            </p>
          )}
        </div>
      ) : (
        <Banner severity="error" shape="box">
          {refusal}
        </Banner>
      )}
      <Announce>{asked.kind === 'asking' ? 'Fetching the API key' : ''}</Announce>
    </Dialog>
  );
}
