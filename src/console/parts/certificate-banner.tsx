import { Link } from 'react-router-dom';
import type { CertificateAttention } from '../../contract/schemas/certificates.ts';
import { useNow } from '../api/clock.ts';
import { Banner } from '../ui/banner.tsx';
import { certificateRows, certificateSentence } from './certificate-words.ts';

type CertificateBannerProps = {
  attention: CertificateAttention;
  /** Whether who reads it may fetch and acknowledge. */
  operates: boolean;
};

/** What is to be done about a service's certificates: one banner, however many users it is about (C5). */
export function CertificateBanner({ attention, operates }: CertificateBannerProps) {
  const now = useNow();
  return (
    <Banner
      severity={attention.severity}
      action={
        <Link to={certificateRows(attention)}>
          {attention.count === 1 ? 'Show it' : `Show all ${attention.count}`}
        </Link>
      }
    >
      <span className="wrap">{certificateSentence(attention, now, operates)}</span>
    </Banner>
  );
}
