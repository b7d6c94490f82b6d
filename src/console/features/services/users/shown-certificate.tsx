import { useNow } from '../../../api/clock.ts';
import { CertificateDetails } from '../../../parts/certificate-details.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';

type ShownCertificateProps = { pem: string; authorities: string | undefined };

/** What a certificate says of itself, who signed it, and its text. No secret: it stays readable. */
export function ShownCertificate({ pem, authorities }: ShownCertificateProps) {
  const now = useNow();
  return (
    <>
      <div className="shown-head">
        <h3>Certificate</h3>
        <div className="shown-tools">
          <CopyButton withText label="Copy access certificate" value={() => pem} />
        </div>
      </div>
      <CertificateDetails pem={pem} label="Access certificate" now={now} authorities={authorities} pemOpen />
    </>
  );
}
