import { useState } from 'react';
import { Download } from 'lucide-react';
import type { Reveal } from '../../../contract/schemas/credentials.ts';
import { Announce } from '../../ui/announce.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toMillis } from '../../ui/format-time.ts';
import { Mono } from '../../ui/mono.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { SecretRow } from './secret-row.tsx';
import { useCaCertificate } from './use-ca-certificate.ts';
import { useDownload } from './use-download.ts';
import { MASKED_WORDS, useRevealed } from './use-revealed.ts';
import './credentials-flow.css';

type SaveDialogProps = {
  reveal: Reveal;
  now: number;
  /** What becomes of the old credentials once this closes; absent for the first ones. */
  oldOnes: string | undefined;
  /** Tells the server that they are saved. */
  onSaved: () => void;
  saving: boolean;
  /** Why telling the server failed. */
  problem: string | undefined;
  /** Closing without a confirmation; the caller warns. */
  onLeave: () => void;
};

const SECRETS = {
  password: 'Password',
  access_cert: 'Access certificate',
  access_key: 'Access key',
  ca_cert: 'CA certificate',
} as const;
type Secret = keyof typeof SECRETS;

const clock = (at: string): string =>
  new Date(toMillis(at)).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The one look at new credentials (R15). Everything secret lives in `reveal`, which goes when this closes (R21). */
export function SaveDialog({ reveal, now, oldOnes, onSaved, saving, problem, onLeave }: SaveDialogProps) {
  const { credentials, certificate, access } = reveal;
  const [saved, setSaved] = useState(false);
  const [news, setNews] = useState('');
  const { state, problem: downloadProblem, download } = useDownload(reveal);
  const { revealed, show, hide } = useRevealed((reason) => setNews(MASKED_WORDS[reason]));
  const ca = useCaCertificate(credentials.ca_cert);

  const secret = (field: Secret) => {
    const shown = revealed.has(field);
    const toggle = () => {
      if (shown) hide(field);
      else show(field);
      setNews(shown ? `${SECRETS[field]} hidden` : `${SECRETS[field]} shown for a minute`);
    };
    return { shown, toggle };
  };
  const close = () => {
    if (!saved) onLeave();
    else if (!saving) onSaved();
  };
  const recoverable = toMillis(reveal.recoverable_until_time) > now;
  const used = state === 'done';

  return (
    <Dialog
      title="Save service user credentials"
      description={
        <>
          For <Mono>{credentials.username}</Mono> on {access.service_name}, project {access.project_name}.
          They are shown only this once.
        </>
      }
      size="large"
      onRequestClose={close}
      onSubmit={() => {
        if (saved) close();
      }}
      footnote={
        recoverable ? (
          <>
            The server destroys its copy when you confirm. If the line drops before, this window can fetch it
            again until <span className="num">{clock(reveal.recoverable_until_time)}</span>.
          </>
        ) : (
          'The server’s copy is destroyed. These values exist in this window only.'
        )
      }
      actions={
        <>
          <Button
            variant={used || saved ? 'secondary' : 'primary'}
            icon={<Download size={16} aria-hidden />}
            busy={state === 'busy'}
            onClick={download}
          >
            Download credentials
          </Button>
          <Button
            type={saved ? 'submit' : 'button'}
            variant={saved ? 'primary' : 'secondary'}
            busy={saving}
            onClick={saved ? undefined : close}
          >
            Close
          </Button>
        </>
      }
    >
      <dl className="secrets">
        <SecretRow label="Username" value={() => credentials.username} />
        <SecretRow label={SECRETS.password} value={() => credentials.password} secret={secret('password')} />
        <SecretRow
          label={SECRETS.access_cert}
          value={() => credentials.access_cert}
          secret={secret('access_cert')}
          block
          facts={
            <CertificateFacts
              now={now}
              certificate={{
                subject: certificate.subject,
                notAfter: certificate.not_after_time,
                fingerprint: certificate.fingerprint_sha256,
              }}
            />
          }
        />
        <SecretRow
          label={SECRETS.access_key}
          value={() => credentials.access_key}
          secret={secret('access_key')}
          block
        />
        <SecretRow
          label={SECRETS.ca_cert}
          value={() => credentials.ca_cert}
          secret={secret('ca_cert')}
          block
          facts={ca === undefined ? undefined : <CertificateFacts now={now} certificate={ca} />}
        />
      </dl>
      {state === 'failed' && (
        <Banner severity="error" shape="box">
          {downloadProblem} Nothing is lost: copy the values one by one, or try again.
        </Banner>
      )}
      {problem !== undefined && (
        <Banner
          severity="error"
          shape="box"
          action={
            <button type="button" onClick={onLeave}>
              Close without telling the server
            </button>
          }
        >
          The server was not told that you saved them. {problem} Your credentials are still here; Close tries
          again.
        </Banner>
      )}
      <div className="saved-box">
        <Checkbox label="I have saved these credentials" hint={oldOnes} checked={saved} onChange={setSaved} />
      </div>
      <Announce>{news}</Announce>
      <Announce>{used ? 'Downloaded' : ''}</Announce>
    </Dialog>
  );
}
