import { useEffect, useState } from 'react';
import type { CertificateFacts } from './credential-bundle/read-certificate.ts';

/** One certificate of a PEM text; no facts where its text cannot be read. */
export type ReadCertificate = { readonly pem: string; readonly facts: CertificateFacts | undefined };

/** Reads certificates in this page, from the PEM itself; undefined until then. */
export function useCertificates(pem: string): readonly ReadCertificate[] | undefined {
  const [read, setRead] = useState<{ pem: string; certificates: readonly ReadCertificate[] }>();
  useEffect(() => {
    let alive = true;
    const start = async () => {
      const { readCertificates } = await import('./credential-bundle/read-certificate.ts');
      return readCertificates(pem);
    };
    start()
      // The reader's code cannot be had: the text is all there is.
      .catch(() => [{ pem, facts: undefined }])
      .then((certificates) => {
        if (alive) setRead({ pem, certificates });
      })
      .catch(() => undefined);
    return () => {
      alive = false;
    };
  }, [pem]);
  return read?.pem === pem ? read.certificates : undefined;
}
