import { useEffect, useState } from 'react';

/** One certificate that signed the one before it. */
export type Signer = {
  readonly subject: string;
  /** Its place among the CAs, from 0. */
  readonly place: number;
  /** How many CAs there are. */
  readonly of: number;
};

/** Who signed a certificate, up to the root, read and checked in this page; undefined until then. */
export function useChain(pem: string, authorities: string): readonly Signer[] | undefined {
  const [read, setRead] = useState<{ of: string; chain: readonly Signer[] }>();
  const of = pem + authorities;
  useEffect(() => {
    let alive = true;
    const start = async () => {
      const [{ chainAmong }, { readCertificates }] = await Promise.all([
        import('./credential-bundle/certificate-chain.ts'),
        import('./credential-bundle/read-certificate.ts'),
      ]);
      const known = await readCertificates(authorities);
      const places = await chainAmong(pem, authorities);
      return places.map((place) => ({
        subject: known[place]?.facts?.subject ?? 'unknown',
        place,
        of: known.length,
      }));
    };
    start()
      // What cannot be read or checked has signed nothing.
      .catch(() => [])
      .then((chain) => {
        if (alive) setRead({ of, chain });
      })
      .catch(() => undefined);
    return () => {
      alive = false;
    };
  }, [pem, authorities, of]);
  return read?.of === of ? read.chain : undefined;
}
