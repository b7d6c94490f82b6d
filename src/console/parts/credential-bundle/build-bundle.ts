import { zipSync, type Zippable } from 'fflate';
import { assertUsableInput, bundleName, type BundleInput } from './bundle-input.ts';
import { connectionsOf } from './connection.ts';
import { javaProperties, springConfiguration } from './java-files.ts';
import { kubernetesSecret } from './kubernetes-file.ts';
import { kcatCanRead, librdkafkaFile, pythonScript } from './librdkafka-files.ts';
import { safeFileName } from './names.ts';
import { nodeScript } from './node-file.ts';
import { tidyPem } from './pem.ts';
import { issuerChain, makeKeystore, makeTruststore, parseCertificates } from './pkcs12.ts';
import { readme } from './readme-file.ts';

/**
 * The zip that Download credentials saves (R16, C6): one folder named after the access, or after the service user where
 * there is none. Nothing is kept or sent.
 * Throws CredentialBundleError where no working bundle can be made of the input.
 */
export async function buildCredentialBundle(
  input: BundleInput,
): Promise<{ fileName: string; bytes: Uint8Array<ArrayBuffer> }> {
  const folder = safeFileName(bundleName(input));
  const files = await buildFiles(input);
  // Unpacked with unzip, the files are readable by their owner alone; attributes count only from "Unix".
  const onUnix = { os: 3, attrs: 0o100_600 << 16, mtime: input.issuedAt };
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(files)) entries[`${folder}/${name}`] = [bytes, onUnix];
  return { fileName: `${folder}.zip`, bytes: zipSync(entries) };
}

/** The bundle's files by name, without their folder. Throws CredentialBundleError. */
export async function buildFiles(input: BundleInput): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  assertUsableInput(input);
  const storePassword = makeStorePassword();
  const connections = connectionsOf(input);
  const [preferred] = connections;
  const hasKcat = preferred !== undefined && kcatCanRead(input, preferred);

  const forPods = {
    ...texts({
      'service.cert': tidyPem(input.accessCert),
      'service.key': tidyPem(input.accessKey),
      'ca.pem': tidyPem(input.caCert),
    }),
    ...(await stores(input, storePassword)),
    ...texts(
      Object.fromEntries(
        connections.flatMap((connection) => {
          const suffix = connection.method === 'certificate' ? 'ssl' : 'sasl';
          return [
            [`client-${suffix}.properties`, javaProperties(input, connection, storePassword)],
            [`librdkafka-${suffix}.conf`, librdkafkaFile(input, connection)],
          ];
        }),
      ),
    ),
    ...texts({ 'application.yml': springConfiguration(input, storePassword) }),
  };
  return {
    ...texts({ 'README.txt': readme(input, { storePassword, hasKcat }) }),
    ...forPods,
    ...texts({
      ...(hasKcat ? { 'kcat.conf': librdkafkaFile(input, preferred) } : {}),
      'python-confluent.py': pythonScript(input, connections),
      'node-kafka.mjs': nodeScript(input, connections),
      'kubernetes-secret.yaml': kubernetesSecret(input, storePassword, forPods),
    }),
  };
}

async function stores(input: BundleInput, password: string) {
  const [certificate, ...intermediates] = parseCertificates(input.accessCert);
  const authorities = parseCertificates(input.caCert);
  if (certificate === undefined) return {};
  return {
    'client.keystore.p12': await makeKeystore({
      keyPem: input.accessKey,
      certificate,
      chain: await issuerChain(certificate, [...intermediates, ...authorities]),
      alias: input.username,
      password,
    }),
    'client.truststore.p12': await makeTruststore(authorities, password),
  };
}

/**
 * 130 random bits for each bundle, instead of Java's customary "changeit". The password lies beside the stores,
 * so inside the folder either protects nothing; but a store that is copied, mailed or committed alone stays
 * closed with this one, and would be open to everybody with the other. Only letters and digits that no
 * format needs to escape and no reader mixes up (no 0, 1, i, l, o).
 */
function makeStorePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789A';
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

function texts(contents: Record<string, string>): Record<string, Uint8Array<ArrayBuffer>> {
  const utf8 = new TextEncoder();
  return Object.fromEntries(Object.entries(contents).map(([name, text]) => [name, utf8.encode(text)]));
}
