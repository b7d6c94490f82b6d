import type { JsonNameParams } from '@peculiar/x509';

/** X.520: a common name, organization or unit has at most 64 characters. */
export const NAME_LIMIT = 64;

/** One part of a name: its X.500 keyword and its value, taken literally. */
export type NamePart = readonly [keyword: 'CN' | 'OU' | 'O', value: string];

/**
 * The parts as Java, and so Apache Kafka, prints them (RFC 2253): `User:` before it is the Kafka principal. Separators
 * inside a value are escaped, so that no user name can pretend to be another's.
 */
export function principalText(parts: readonly NamePart[]): string {
  return parts.map(([keyword, value]) => `${keyword}=${escapeValue(value)}`).join(',');
}

/**
 * The parts as a certificate holds them: last one first, because Java prints them in the opposite order. Values go in
 * as UTF-8 strings of their own; a name given as one text would be parsed, and a user name could add parts to it.
 */
export function certificateName(parts: readonly NamePart[]): JsonNameParams {
  return parts.toReversed().map(([keyword, value]) => ({ [keyword]: [{ utf8String: value }] }));
}

/** The first 64 characters, for parts that only describe. */
export function shortened(value: string): string {
  return Array.from(value).slice(0, NAME_LIMIT).join('');
}

function escapeValue(value: string): string {
  return value
    .replaceAll(/[,=+<>#;"\\]/g, '\\$&')
    .replaceAll(/^ +| +$/g, (spaces) => spaces.replaceAll(' ', '\\ '));
}
