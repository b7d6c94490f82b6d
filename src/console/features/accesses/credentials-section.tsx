import { Link } from 'react-router-dom';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { useSession } from '../../api/session.ts';
import { CredentialStateChip } from '../../parts/credential-state-chip.tsx';
import { paths } from '../../paths.ts';
import { formatDate, formatExact } from '../../ui/format-time.ts';
import { LifeBar } from '../../ui/life-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { credentialSentence } from './credential-words.ts';
import { reviewLabel, type AccessActions } from './use-access-actions.tsx';

type CredentialsSectionProps = { access: Access; actions: AccessActions; now: number };

/** How the credentials stand, who may see them and until when, the end of the old ones, the certificate's life. */
export function CredentialsSection({ access, actions, now }: CredentialsSectionProps) {
  const me = useSession().user.user_id;
  const { credential_state: state, old_credentials: old, verdicts } = access;
  const waiting = state === 'unviewed';
  return (
    <section className="details-section" aria-labelledby="credentials-title">
      <h2 id="credentials-title">Credentials</h2>
      <CredentialStateChip state={state} />
      <div className="details-line">
        <p>
          {credentialSentence(access, me)}
          {waiting && access.credentials_expire_time !== undefined && (
            <>
              {' '}
              Their time ends <RelativeTime at={access.credentials_expire_time} now={now} focusable />.
            </>
          )}
          {access.active_request_id !== undefined && (
            <>
              {' '}
              <Link to={paths.groupRequest(access.active_request_id)}>View request</Link>
            </>
          )}
        </p>
        {/* Where it is allowed, the page's own button says so. */}
        {waiting && !verdicts.review_credentials.allowed && (
          <VerdictButton verdict={verdicts.review_credentials} onClick={() => actions.review(access)}>
            {reviewLabel(access)}
          </VerdictButton>
        )}
      </div>
      {old !== undefined && (
        <div className="details-line">
          <p>
            Old credentials valid until{' '}
            {old.valid_until_time === undefined ? (
              'somebody retires them'
            ) : (
              <>
                <time dateTime={old.valid_until_time}>{formatExact(old.valid_until_time)}</time> (
                <RelativeTime at={old.valid_until_time} now={now} />)
              </>
            )}
          </p>
          <VerdictButton verdict={verdicts.retire_old_credentials} onClick={() => actions.retireOld(access)}>
            Retire old credentials
          </VerdictButton>
        </div>
      )}
      {access.certificate_not_after_time !== undefined && (
        <div className="certificate">
          <p className="muted">
            {'Certificate valid '}
            {access.certificate_not_before_time !== undefined &&
              `from ${formatDate(access.certificate_not_before_time)} `}
            {`to ${formatDate(access.certificate_not_after_time)}`}
          </p>
          <LifeBar
            from={access.certificate_not_before_time ?? now}
            to={access.certificate_not_after_time}
            now={now}
          />
        </div>
      )}
    </section>
  );
}
