import { Download } from 'lucide-react';
import { getProjectCa } from '../../../contract/operations/services.ts';
import { saveBlob } from '../../api/client.ts';
import { useNow } from '../../api/clock.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { CertificateDetails } from '../../parts/certificate-details.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Verdict } from '../../ui/verdict-button.tsx';
import { pemTexts } from '../../parts/credential-bundle/pem.ts';
import { IntroduceCa } from './introduce-ca.tsx';

type CaSectionProps = { project: string; introduce: Verdict };

/** Every CA that signs the certificates of a project's brokers and service users, as PEM and as what the PEM says. */
export function CaSection({ project, introduce }: CaSectionProps) {
  const now = useNow();
  const read = useRead(getProjectCa, { params: { project } });
  const pem = read.data?.certificate;
  return (
    <section className="details-section" aria-labelledby="ca-title" aria-busy={read.isPending || undefined}>
      <div className="ca-head">
        <h2 id="ca-title">CA certificate</h2>
        {pem !== undefined && (
          <div className="ca-tools">
            <CopyButton withText label="Copy CA certificate" value={() => pem} />
            <Button
              size="small"
              icon={<Download size={14} aria-hidden />}
              onClick={() => saveBlob(new Blob([pem], { type: 'application/x-pem-file' }), 'ca.pem')}
            >
              Download ca.pem
            </Button>
          </div>
        )}
      </div>
      <p className="ca-purpose muted">
        Clients trust the brokers of {project} by it, and it signs the certificates of their service users. A
        new CA stands beside the older ones; all of them are in <span className="mono">ca.pem</span>.
      </p>
      {pem !== undefined && <CertificateDetails pem={pem} label="CA certificate" now={now} />}
      {pem === undefined && read.error === null && (
        <div className="cert">
          <Skeleton width="60%" />
          <Skeleton width="80%" />
          <Skeleton width="45%" />
        </div>
      )}
      {pem === undefined && read.error !== null && (
        <div className="ca-failed" role="alert">
          <p>The CA certificate could not be read. {messageOf(read.error)}</p>
          <Button size="small" onClick={() => void read.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {pem !== undefined && (
        <div className="ca-introduce">
          <IntroduceCa project={project} known={pemTexts(pem, 'CERTIFICATE').length} verdict={introduce} />
        </div>
      )}
    </section>
  );
}
