import { useCallback, useEffect, useRef, useState } from 'react';
import { Download } from 'lucide-react';
import { showServiceUserSecrets } from '../../../../contract/operations/service-users.ts';
import type { ShownSecrets } from '../../../../contract/schemas/service-users.ts';
import { saveBlob } from '../../../api/client.ts';
import { useCommand } from '../../../api/commands.ts';
import { messageOf } from '../../../api/errors.ts';
import { SecretRow } from '../../../parts/credentials-flow/secret-row.tsx';
import { useShownSecret } from '../../../parts/credentials-flow/use-shown-secret.ts';
import { Announce } from '../../../ui/announce.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatDate } from '../../../ui/format-time.ts';
import { Mono } from '../../../ui/mono.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ShownCertificate } from './shown-certificate.tsx';
import type { ShownPurpose, UserDialogProps } from './user-dialogs.tsx';
import '../../../parts/credentials-flow/credentials-flow.css';
import './users.css';

const LABELS = {
  access_key: 'Access key',
  access_cert: 'Access certificate',
  password: 'Password',
} as const satisfies Record<ShownPurpose, string>;

type Shown = ShownSecrets['credentials'];

/** One PEM as a file, with the newline at its end that every tool likes. */
const savePem = (pem: string, fileName: string) =>
  saveBlob(new Blob([`${pem.trimEnd()}\n`], { type: 'application/x-pem-file' }), fileName);

/**
 * One secret of a service user (C6). It is asked for when this opens, lives in this component's state and goes when it
 * closes: never in the cache, the URL or storage (R21).
 */
export function SecretDialog({
  service,
  user,
  purpose,
  onClose,
}: UserDialogProps & { purpose: ShownPurpose }) {
  const { run, pending } = useCommand(showServiceUserSecrets);
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  const label = LABELS[purpose];
  const { secret: masked, show, news } = useShownSecret(label);
  const { project, service_name: name } = service;
  const { username } = user;

  const ask = useCallback(async () => {
    setProblem(undefined);
    try {
      const answer = await run({
        params: { project, service_name: name, username },
        body: { purpose },
      });
      setShown(answer.credentials);
      // Its name was chosen to see it. A password is short enough to be read in passing: that waits for Show.
      if (purpose === 'access_key') show();
    } catch (error) {
      setProblem(messageOf(error));
    }
  }, [run, show, project, name, username, purpose]);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void ask();
  }, [ask]);

  const value = shown?.[purpose];
  const missing = shown !== undefined && value === undefined;
  const old = user.expiring_cert_not_valid_after_time;

  return (
    <Dialog
      title={`${label} of ${username}`}
      description={
        <>
          <Mono wrap>{username}</Mono> on {name}, project {project}.
          {old !== undefined &&
            purpose !== 'password' &&
            ` This is the new pair; the old certificate works beside it until ${formatDate(old)}.`}
        </>
      }
      size="large"
      onRequestClose={onClose}
      footnote="This look is recorded with your name and the time."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {purpose === 'access_cert' && shown?.ca_cert !== undefined && (
            <SaveButton pem={shown.ca_cert} fileName="ca.pem" />
          )}
          {purpose !== 'password' && value !== undefined && (
            <SaveButton
              primary
              pem={value}
              fileName={purpose === 'access_key' ? 'service.key' : 'service.cert'}
            />
          )}
        </>
      }
    >
      {problem !== undefined && (
        <Banner
          severity="error"
          shape="box"
          action={
            <button type="button" onClick={() => void ask()}>
              Try again
            </button>
          }
        >
          {problem}
        </Banner>
      )}
      {missing && (
        <Banner severity="info" shape="box">
          {`No ${label.toLowerCase()} of ${username} is kept.`}
        </Banner>
      )}
      {value === undefined && !missing && (problem === undefined || pending) && (
        <div className="shown-waiting" aria-busy="true">
          <Skeleton width="30%" />
          <Skeleton width="80%" />
          <Skeleton width="60%" />
        </div>
      )}
      {value !== undefined &&
        (purpose === 'access_cert' ? (
          <ShownCertificate pem={value} authorities={shown?.ca_cert} />
        ) : (
          <dl className="secrets">
            <SecretRow label="Username" value={() => username} />
            <SecretRow label={label} value={() => value} secret={masked} block={purpose === 'access_key'} />
          </dl>
        ))}
      <Announce>{news}</Announce>
    </Dialog>
  );
}

function SaveButton({
  pem,
  fileName,
  primary = false,
}: {
  pem: string;
  fileName: string;
  primary?: boolean;
}) {
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      icon={<Download size={16} aria-hidden />}
      onClick={() => savePem(pem, fileName)}
    >
      Download {fileName}
    </Button>
  );
}
