import { Link } from 'react-router-dom';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import type { Verdict } from '../../../contract/schemas/shared.ts';
import { paths } from '../../paths.ts';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { messageOf } from '../../api/errors.ts';
import { OldCredentialsTimeline } from '../old-credentials-timeline.tsx';
import type { ClaimPhase } from './use-claim.ts';
import type { Fate } from './use-fate.ts';

type ShowDialogProps = {
  accessId: string;
  phase: Exclude<ClaimPhase<Reveal>, { kind: 'shown' }>;
  fate: Fate;
  now: number;
  onShow: () => void;
  onRequestClose: () => void;
};

/** The confirmation before the one look (R14), and the place where a dropped line is mended (R19). */
export function ShowDialog({ accessId, phase: asked, fate, now, onShow, onRequestClose }: ShowDialogProps) {
  const { access } = fate;
  if (access === undefined) {
    return (
      <Dialog title="Show credentials" size="medium" onRequestClose={onRequestClose}>
        {fate.error === null ? (
          <Skeleton width="60%" />
        ) : (
          <ErrorState
            title="This access could not be read"
            action={<Button onClick={fate.retry}>Try again</Button>}
          >
            {messageOf(fate.error)}
          </ErrorState>
        )}
      </Dialog>
    );
  }
  const phase = refusedMeanwhile(asked, access.verdicts.review_credentials);
  const busy = phase.kind === 'asking' || (phase.kind === 'dropped' && phase.retrying);
  return (
    <Dialog
      title="Show credentials"
      description={
        <>
          The new credentials of <Mono>{access.access_data.username}</Mono>{' '}
          {phase.kind === 'refused' ? 'cannot be shown.' : 'can be shown once, to you, now.'}
        </>
      }
      onRequestClose={onRequestClose}
      actions={
        phase.kind === 'refused' ? (
          <>
            <Button onClick={onRequestClose}>Close</Button>
            {(phase.code === 'credentials_consumed' || phase.code === 'credentials_expired') && (
              <Link className={buttonClass('primary')} to={paths.access(accessId, { rotate: accessId })}>
                Request credential rotation
              </Link>
            )}
          </>
        ) : (
          <>
            <Button onClick={onRequestClose}>Cancel</Button>
            <Button variant="primary" busy={busy} onClick={onShow}>
              {phase.kind === 'dropped' ? 'Try again' : 'Show credentials'}
            </Button>
          </>
        )
      }
    >
      {phase.kind === 'dropped' && (
        <Banner severity="warning" shape="box">
          {phase.message} {phase.retrying && 'Trying again by itself…'}
        </Banner>
      )}
      {phase.kind === 'refused' && (
        <Banner severity="error" shape="box">
          {phase.message}
        </Banner>
      )}
      {phase.kind !== 'refused' && (
        <div className="show-points">
          <p>
            Have the place ready where you keep them: a password manager, or where the application reads its
            secrets. Afterwards nobody can show them again, not even an administrator.
          </p>
          {access.credentials_expire_time !== undefined && phase.kind === 'confirm' && (
            <p className="muted">
              Not ready? They wait for you; their time ends{' '}
              <RelativeTime at={access.credentials_expire_time} now={now} focusable />.
            </p>
          )}
          {fate.rotation && (
            <div className="show-fate">
              <h3>The old credentials</h3>
              {fate.passwordsOverlap === undefined ? (
                <Skeleton width="50%" />
              ) : fate.overlap === undefined ? (
                <p>
                  They stay valid for the time that was agreed, counted from when you confirm that the new
                  ones are saved.
                </p>
              ) : (
                <OldCredentialsTimeline
                  stage="waiting"
                  overlap={fate.overlap}
                  passwordsOverlap={fate.passwordsOverlap}
                  now={now}
                />
              )}
            </div>
          )}
        </div>
      )}
      <Announce>{phase.kind === 'asking' ? 'Fetching the credentials' : ''}</Announce>
    </Dialog>
  );
}

/** Before anything was asked, the server's verdict decides: somebody else's credentials, or seen in another tab. */
function refusedMeanwhile(phase: ShowDialogProps['phase'], verdict: Verdict): ShowDialogProps['phase'] {
  if (phase.kind !== 'confirm' || verdict.allowed) return phase;
  return {
    kind: 'refused',
    code: verdict.reason ?? '',
    message: verdict.message ?? 'They cannot be shown to you.',
    fields: {},
  };
}
