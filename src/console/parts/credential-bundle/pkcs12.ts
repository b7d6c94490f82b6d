import { BmpString, ObjectIdentifier, OctetString } from 'asn1js';
import {
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  type ContentEncryptionAlgorithm,
  CryptoEngine,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag,
  SafeContents,
} from 'pkijs';
import { CredentialBundleError } from './bundle-input.ts';
import { pemBlocks } from './pem.ts';

const oid = {
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  // Java takes a certificate for a trust anchor only where it carries this attribute…
  trustedKeyUsage: '2.16.840.1.113894.746875.1.1',
  // …with this value: anyExtendedKeyUsage.
  anyUsage: '2.5.29.37.0',
} as const;

// OpenSSL's and Java's own default is 10,000 (and 2,048): the stores open in tens of milliseconds, and the
// password is random, so more rounds would protect nothing.
const iterationCount = 10_000;

// An engine of our own: pkijs's global one is a setting of the whole page.
const engine = new CryptoEngine({ name: 'credential-bundle', crypto: globalThis.crypto });

interface KeystoreParts {
  /** PEM, PKCS#8. */
  readonly keyPem: string;
  readonly certificate: Certificate;
  /** From the certificate's issuer up to the root, in order. */
  readonly chain: readonly Certificate[];
  readonly alias: string;
  /** ASCII. */
  readonly password: string;
}

/**
 * A PKCS#12 store with one private key entry (RFC 7292; AES-256-CBC and PBKDF2 and HMAC with SHA-256: Java
 * 8u301 and later, OpenSSL 1.1 and later). Throws CredentialBundleError where the key cannot be read.
 */
export async function makeKeystore(parts: KeystoreParts): Promise<Uint8Array<ArrayBuffer>> {
  const leafDer = parts.certificate.toSchema().toBER();
  // Ties the key to its certificate; its value is free, and everybody uses the certificate's SHA-1.
  const localKeyId = await crypto.subtle.digest('SHA-1', leafDer);
  const keyBag = new PKCS8ShroudedKeyBag({ parsedValue: parsePrivateKey(parts.keyPem) });
  await keyBag.makeInternalValues(encryption(parts.password), engine);
  const names = () => [
    friendlyName(parts.alias),
    new Attribute({ type: oid.localKeyId, values: [new OctetString({ valueHex: localKeyId })] }),
  ];
  return seal(
    [
      new SafeContents({
        safeBags: [new SafeBag({ bagId: oid.shroudedKeyBag, bagValue: keyBag, bagAttributes: names() })],
      }),
    ],
    // The chain's certificates carry neither name nor trust: with either, Java would list them as entries.
    new SafeContents({
      safeBags: [
        certificateBag(parts.certificate, names()),
        ...parts.chain.map((one) => certificateBag(one)),
      ],
    }),
    parts.password,
  );
}

/** A PKCS#12 store of trust anchors with the aliases ca, ca-2, ca-3…; `password` is ASCII. */
export async function makeTruststore(
  authorities: readonly Certificate[],
  password: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const safeBags = authorities.map((certificate, index) =>
    certificateBag(certificate, [
      friendlyName(index === 0 ? 'ca' : `ca-${index + 1}`),
      new Attribute({ type: oid.trustedKeyUsage, values: [new ObjectIdentifier({ value: oid.anyUsage })] }),
    ]),
  );
  return seal([], new SafeContents({ safeBags }), password);
}

/**
 * The certificates of `pool` that lead from `leaf` to its root, by name and by signature: a CA that was
 * replaced under its old name stands in the pool beside the new one. Empty where the pool has no issuer.
 */
export async function issuerChain(leaf: Certificate, pool: readonly Certificate[]): Promise<Certificate[]> {
  const chain: Certificate[] = [];
  let current = leaf;
  while (!current.issuer.isEqual(current.subject)) {
    const issuer = await findIssuer(
      current,
      pool.filter((one) => !chain.includes(one)),
    );
    if (issuer === undefined) break;
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}

async function findIssuer(
  child: Certificate,
  pool: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const candidate of pool) {
    if (candidate.subject.isEqual(child.issuer) && (await child.verify(candidate, engine))) return candidate;
  }
  return undefined;
}

/** Every certificate of a PEM text; at least one. Throws CredentialBundleError. */
export function parseCertificates(pem: string): Certificate[] {
  const ders = pemBlocks(pem, 'CERTIFICATE');
  if (ders.length === 0) {
    throw new CredentialBundleError('unreadable_certificate', 'There is no certificate in PEM form.');
  }
  try {
    return ders.map((der) => Certificate.fromBER(der));
  } catch {
    throw new CredentialBundleError('unreadable_certificate', 'A certificate could not be read.');
  }
}

function parsePrivateKey(pem: string): PrivateKeyInfo {
  const [der] = pemBlocks(pem, 'PRIVATE KEY');
  if (der === undefined) {
    throw new CredentialBundleError('unreadable_key', 'There is no private key in PEM form (PKCS#8).');
  }
  try {
    return PrivateKeyInfo.fromBER(der);
  } catch {
    throw new CredentialBundleError('unreadable_key', 'The private key could not be read.');
  }
}

function certificateBag(certificate: Certificate, bagAttributes?: Attribute[]): SafeBag {
  return new SafeBag({
    bagId: oid.certBag,
    bagValue: new CertBag({ parsedValue: certificate }),
    ...(bagAttributes === undefined ? {} : { bagAttributes }),
  });
}

function friendlyName(value: string): Attribute {
  return new Attribute({ type: oid.friendlyName, values: [new BmpString({ value })] });
}

/** Keys are encrypted bag by bag, so their contents stay open; the certificates are encrypted as a whole. */
async function seal(
  open: readonly SafeContents[],
  encrypted: SafeContents,
  password: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const safeContents = [
    ...open.map((value) => ({ privacyMode: 0, value })),
    { privacyMode: 1, value: encrypted },
  ];
  const authenticatedSafe = new AuthenticatedSafe({ parsedValue: { safeContents } });
  await authenticatedSafe.makeInternalValues(
    { safeContents: [...open.map(() => ({})), encryption(password)] },
    engine,
  );
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues(
    {
      password: bytesOf(password),
      iterations: iterationCount,
      pbkdf2HashAlgorithm: { name: 'SHA-256' },
      hmacHashAlgorithm: 'SHA-256',
    },
    engine,
  );
  return new Uint8Array(pfx.toSchema().toBER());
}

function encryption(password: string) {
  return {
    password: bytesOf(password),
    // pkijs makes the initialisation vector itself, though its type asks for one.
    contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 } as ContentEncryptionAlgorithm,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount,
  };
}

function bytesOf(password: string): ArrayBuffer {
  return new TextEncoder().encode(password).buffer;
}
