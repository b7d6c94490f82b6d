import { randomBytes, toHex } from '../../runtime/bytes.ts';
import { clientFacts, createIssuer, type IssuedPair, type Issuer } from './issuer.ts';

/**
 * For generated worlds only, where ten thousand accesses need plausible certificates that nobody will hold. Subject,
 * serial, fingerprint and dates are each client's own, but key and certificate text are one pair made at the first
 * call: they do not match the facts, and the platform accepts no such certificate. Passwords are real and accepted.
 * Certificate authorities are real, so the next certificate from `createIssuer` fits in.
 */
export function createQuickIssuer(): Issuer {
  const real = createIssuer();
  let shared: Promise<IssuedPair> | undefined;
  return {
    createCa: (...call) => real.createCa(...call),
    async issueClient(ca, subject, now) {
      const { accessKey, accessCert } = await (shared ??= real.issueClient(ca, subject, now));
      const certificate = { ...clientFacts(ca, subject, now), fingerprint: toHex(randomBytes(32)) };
      return { accessKey, accessCert, certificate };
    },
  };
}
