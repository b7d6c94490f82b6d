import { bundleName, type BundleInput } from './bundle-input.ts';
import { connectionsOf, headline } from './connection.ts';
import { kubernetesName } from './names.ts';

/**
 * kubernetes-secret.yaml: an Opaque Secret with the bare values and `files`. All of it stands in `data`,
 * as base64 keeps every byte, and quoted, as base64 may look like a number or a boolean to YAML.
 */
export function kubernetesSecret(
  input: BundleInput,
  storePassword: string,
  files: Record<string, Uint8Array>,
): string {
  const utf8 = new TextEncoder();
  const entries: Record<string, Uint8Array> = {
    username: utf8.encode(input.username),
    ...(input.password === undefined ? {} : { password: utf8.encode(input.password) }),
    'store-password': utf8.encode(storePassword),
    ...Object.fromEntries(
      connectionsOf(input).map(({ method, servers }) => [
        `bootstrap-servers-${method}`,
        utf8.encode(servers),
      ]),
    ),
    ...files,
  };
  return `${headline(input)
    .map((line) => `# ${line}`)
    .join('\n')}
apiVersion: v1
kind: Secret
metadata:
  name: "${kubernetesName(bundleName(input))}"
type: Opaque
data:
${Object.entries(entries)
  .map(([key, bytes]) => `  ${key}: "${base64(bytes)}"`)
  .join('\n')}
`;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
