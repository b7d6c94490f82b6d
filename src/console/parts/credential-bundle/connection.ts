import type { BundleInput } from './bundle-input.ts';

/** A way to sign in, named as the scripts' argument names it. `servers`: host:port, several separated by commas. */
export type Connection =
  | { readonly method: 'certificate'; readonly servers: string }
  | { readonly method: 'sasl'; readonly servers: string; readonly password: string };

/**
 * The ways in that the service offers and the credentials have something for; the certificate first, as the files with
 * room for one way take the first.
 */
export function connectionsOf({ bootstrapServers, password }: BundleInput): Connection[] {
  const { certificate, sasl } = bootstrapServers;
  const connections: Connection[] = [];
  if (certificate !== undefined) connections.push({ method: 'certificate', servers: certificate });
  if (sasl !== undefined && password !== undefined)
    connections.push({ method: 'sasl', servers: sasl, password });
  return connections;
}

/** First lines of a file's leading comment: what the credentials are for. */
export function headline(input: BundleInput): string[] {
  return [
    input.accessName === undefined
      ? `Service user ${oneLine(input.username)}`
      : `Access ${oneLine(input.accessName)}`,
    `Project ${oneLine(input.projectName)}, service ${oneLine(input.serviceName)}`,
  ];
}

/**
 * Free text as one short line, fit for a comment in any of the files: YAML refuses unprintable characters even
 * there, a text that turns direction could pass for code, and kcat cuts comments too, at 511 bytes.
 */
export function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{C}\u2028\u2029]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length > 80 ? `${characters.slice(0, 80).join('')}…` : line;
}
