import { TriangleAlert } from 'lucide-react';
import { formatDate, formatExact } from '../ui/format-time.ts';
import { LifeBar } from '../ui/life-bar.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StatusChip } from '../ui/status-chip.tsx';
import { useCertificates, type ReadCertificate } from './use-certificates.ts';
import './certificate-details.css';

export type CertificateDetailsProps = {
  /** One or more certificates. */
  pem: string;
  /** What it is: "CA certificate". */
  label: string;
  /** The server's clock, epoch milliseconds. */
  now: number;
};

/** What each certificate of a PEM text says of itself. One that cannot be read is shown as it is. */
export function CertificateDetails({ pem, label, now }: CertificateDetailsProps) {
  const certificates = useCertificates(pem);
  if (certificates === undefined) return <Waiting />;
  return (
    <>
      {certificates.map((certificate, index) => (
        <OneCertificate
          key={certificate.pem}
          certificate={certificate}
          label={certificates.length === 1 ? label : `${label} ${index + 1} of ${certificates.length}`}
          now={now}
        />
      ))}
    </>
  );
}

type OneProps = { certificate: ReadCertificate; label: string; now: number };

function OneCertificate({ certificate: { pem, facts }, label, now }: OneProps) {
  if (facts === undefined) {
    return (
      <section className="cert" aria-label={label}>
        <StatusChip tone="amber" icon={<TriangleAlert size={14} aria-hidden />}>
          This certificate cannot be read
        </StatusChip>
        <p className="muted">Below is its text as it came. What it says of itself is not known.</p>
        <PemText pem={pem} label={`${label}, PEM`} />
      </section>
    );
  }
  return (
    <section className="cert" aria-label={label}>
      <div className="cert-life">
        <LifeBar from={facts.notBefore} to={facts.notAfter} now={now} />
        <p className="cert-ends num">
          <span>{formatDate(facts.notBefore)}</span>
          <span>{formatDate(facts.notAfter)}</span>
        </p>
      </div>
      <dl className="cert-list">
        <dt>Subject</dt>
        <dd className="mono">{facts.subject}</dd>
        <dt>Issuer</dt>
        <dd className="mono">
          {facts.issuer}
          {facts.issuer === facts.subject && <span className="cert-note"> (itself)</span>}
        </dd>
        <dt>Serial</dt>
        <dd className="mono">{facts.serialHex}</dd>
        <dt>Valid from</dt>
        <dd>{formatExact(facts.notBefore)}</dd>
        <dt>Valid to</dt>
        <dd>{formatExact(facts.notAfter)}</dd>
        <dt>SHA-256</dt>
        <dd className="mono">{facts.fingerprintSha256}</dd>
        <dt>SHA-1</dt>
        <dd className="mono">{facts.fingerprintSha1}</dd>
      </dl>
      <details className="cert-pem">
        <summary>PEM</summary>
        <PemText pem={pem} label={`${label}, PEM`} />
      </details>
    </section>
  );
}

/** A text area scrolls and selects with the keyboard. */
function PemText({ pem, label }: { pem: string; label: string }) {
  return (
    <textarea
      className="cert-text mono"
      readOnly
      spellCheck={false}
      rows={Math.min(Math.max(pem.trimEnd().split('\n').length, 2), 14)}
      aria-label={label}
      value={pem}
    />
  );
}

function Waiting() {
  return (
    <div className="cert" aria-busy="true">
      <Skeleton width="60%" />
      <Skeleton width="80%" />
      <Skeleton width="45%" />
    </div>
  );
}
