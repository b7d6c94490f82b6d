import { useEffect, useState } from 'react';
import type { CertificateSummary } from './certificate-facts.tsx';

/** Reads the CA certificate in this page; undefined until then, and where it cannot be read (its PEM still shows). */
export function useCaCertificate(pem: string): CertificateSummary | undefined {
  const [summary, setSummary] = useState<CertificateSummary>();
  useEffect(() => {
    let alive = true;
    const read = async () => {
      const { readCertificate } = await import('../credential-bundle/read-certificate.ts');
      const { subject, notAfter, fingerprintSha256 } = await readCertificate(pem);
      if (alive) setSummary({ subject, notAfter, fingerprint: fingerprintSha256 });
    };
    read().catch(() => {
      // The row keeps its PEM, which is what counts.
    });
    return () => {
      alive = false;
    };
  }, [pem]);
  return summary;
}
