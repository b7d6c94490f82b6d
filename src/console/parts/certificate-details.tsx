import { TriangleAlert } from 'lucide-react';
import { formatDate, formatExact } from '../ui/format-time.ts';
import { LifeBar } from '../ui/life-bar.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StatusChip } from '../ui/status-chip.tsx';
import { useChain } from './use-chain.ts';
import { useCertificates, type ReadCertificate } from './use-certificates.ts';
import './certificate-details.css';

export type CertificateDetailsProps = {
  /** One or more certificates. */
  pem: string;
  /** What it is: "CA certificate". */
  label: string;
  /** The server's clock, epoch milliseconds. */
  now: number;
  /** The CAs among which its issuer is looked for; without them nothing is said of a chain. */
  authorities?: string | undefined;
  /** The text itself unfolded from the start. */
  pemOpen?: boolean;
};

/** What each certificate of a PEM text says of itself. One that cannot be read is shown as it is. */
export function CertificateDetails({ pem, label, now, ...rest }: CertificateDetailsProps) {
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
          {...rest}
        />
      ))}
    </>
  );
}

type OneProps = Omit<CertificateDetailsProps, 'pem'> & { certificate: ReadCertificate };

function OneCertificate({ certificate: { pem, facts }, label, now, authorities, pemOpen }: OneProps) {
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
        {authorities !== undefined && <Chain pem={pem} subject={facts.subject} authorities={authorities} />}
        <dt>SHA-256</dt>
        <dd className="mono">
          <Fingerprint>{facts.fingerprintSha256}</Fingerprint>
        </dd>
        <dt>SHA-1</dt>
        <dd className="mono">{facts.fingerprintSha1}</dd>
      </dl>
      <details className="cert-pem" open={pemOpen}>
        <summary>PEM</summary>
        <PemText pem={pem} label={`${label}, PEM`} />
      </details>
    </section>
  );
}

/** Breaks in the middle where it does not fit, so that two lines can be compared. */
function Fingerprint({ children }: { children: string }) {
  const half = Math.ceil(children.length / 2);
  return (
    <>
      {children.slice(0, half)}
      <wbr />
      {children.slice(half)}
    </>
  );
}

/** From the certificate up to its root, as far as the CAs at hand go; found by signature, not by name alone. */
function Chain({ pem, subject, authorities }: { pem: string; subject: string; authorities: string }) {
  const chain = useChain(pem, authorities);
  return (
    <>
      <dt>Chain</dt>
      <dd aria-busy={chain === undefined || undefined}>
        {chain === undefined ? (
          <Skeleton width="60%" />
        ) : chain.length === 0 ? (
          <StatusChip tone="red" icon={<TriangleAlert size={14} aria-hidden />}>
            Signed by none of the project’s CAs
          </StatusChip>
        ) : (
          <ol className="cert-chain">
            <li className="mono">{subject}</li>
            {chain.map(({ subject: name, place, of }) => (
              <li key={place}>
                <span className="mono">{name}</span>
                <span className="cert-note">
                  {of === 1 ? ' signed it' : ` signed it, CA certificate ${place + 1} of ${of}`}
                </span>
              </li>
            ))}
          </ol>
        )}
      </dd>
    </>
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
