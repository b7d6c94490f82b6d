import { formatDate, toMillis } from '../../ui/format-time.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

export type CertificateSummary = { subject: string; notAfter: number | string; fingerprint: string };

/** Two lines of "3F:A1:…", whichever way it was written before. */
const lines = (fingerprint: string): string[] =>
  (
    fingerprint
      .replaceAll(/[^0-9a-f]/giu, '')
      .toUpperCase()
      .match(/.{1,32}/gu) ?? []
  ).map((half) => half.match(/../gu)?.join(':') ?? half);

/** What a person compares before the PEM: subject, expiry, fingerprint. */
export function CertificateFacts({ certificate, now }: { certificate: CertificateSummary; now: number }) {
  return (
    <span className="cert-facts">
      <span className="mono mono-wrap">{certificate.subject}</span>
      <span>
        {toMillis(certificate.notAfter) > now ? 'Expires' : 'Expired'} {formatDate(certificate.notAfter)} (
        <RelativeTime at={certificate.notAfter} now={now} />)
      </span>
      <span className="cert-print">
        <span className="muted">SHA-256</span>
        <span className="mono mono-wrap">
          {lines(certificate.fingerprint).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      </span>
    </span>
  );
}
