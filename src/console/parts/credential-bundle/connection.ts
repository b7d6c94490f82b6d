import type { BundleInput } from './bundle-input.ts';

/** A way to sign in, named as the scripts' argument names it. */
export type Method = 'certificate' | 'sasl';

export interface Connection {
  readonly method: Method;
  /** host:port, several separated by commas. */
  readonly servers: string;
}

/** The ways in that the service offers; the certificate first, as the files with room for one way take the first. */
export function connectionsOf({ bootstrapServers }: BundleInput): Connection[] {
  const all: { method: Method; servers: string | undefined }[] = [
    { method: 'certificate', servers: bootstrapServers.certificate },
    { method: 'sasl', servers: bootstrapServers.sasl },
  ];
  return all.flatMap(({ method, servers }) => (servers === undefined ? [] : [{ method, servers }]));
}

/** First lines of a file's leading comment: what the credentials are for. */
export function headline(input: BundleInput): string[] {
  return [
    `Access ${oneLine(input.accessName)}`,
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
