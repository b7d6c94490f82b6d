import { issuerChain, parseCertificates } from './pkcs12.ts';

/**
 * Which certificates of `caPem` lead from the first certificate of `pem` to its root, from its issuer on, by name and by
 * signature: places in `caPem`, from 0. Intermediates that come with the certificate itself are followed too, without a
 * place of their own. Empty where none of them signed it. Throws CredentialBundleError where either cannot be read.
 */
export async function chainAmong(pem: string, caPem: string): Promise<readonly number[]> {
  const [leaf, ...intermediates] = parseCertificates(pem);
  const authorities = parseCertificates(caPem);
  if (leaf === undefined) return [];
  const chain = await issuerChain(leaf, [...intermediates, ...authorities]);
  return chain.map((one) => authorities.indexOf(one)).filter((place) => place >= 0);
}
