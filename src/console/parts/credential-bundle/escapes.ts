const printableAscii = (code: number): boolean => code >= 0x20 && code <= 0x7e;

/**
 * A value for java.util.Properties. The file is read as ISO 8859-1, so everything past ASCII is written as
 * \uXXXX (UTF-16 units), and a backslash is doubled. Leading spaces would be skipped: they are escaped.
 */
export function javaPropertyValue(value: string): string {
  let escaped = '';
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (value[index] === '\\') escaped += '\\\\';
    else if (printableAscii(code)) escaped += value[index];
    else escaped += `\\u${hex(code, 4)}`;
  }
  return escaped.replace(/^ /, '\\ ');
}

/**
 * The value of sasl.jaas.config for a Kafka Java client. Kafka reads it with java.io.StreamTokenizer, whose
 * quoted strings know C's escapes. A dollar sign is written in octal: Spring and Kafka's configuration
 * providers would otherwise take `${…}` in a password for a placeholder, and Spring before 6.2 has no escape.
 */
export function scramJaasConfig(username: string, password: string): string {
  return `org.apache.kafka.common.security.scram.ScramLoginModule required username=${jaasString(username)} password=${jaasString(password)};`;
}

function jaasString(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('$', '\\044')}"`;
}

/**
 * A double-quoted string, ASCII only, that YAML and Python read alike: both know \\, \", \uXXXX and
 * \UXXXXXXXX. JSON's escapes would not do, as its surrogate pairs are two characters in both.
 */
export function quotedForYamlAndPython(value: string): string {
  let escaped = '';
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === '"') escaped += `\\${character}`;
    else if (printableAscii(code)) escaped += character;
    else escaped += code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  }
  return `"${escaped}"`;
}

/**
 * Whether `kcat -F` reads this line as it stands. It takes every backslash before a colon or an equals sign
 * away (for Java files) with no way to escape it, and cuts lines at 511 bytes.
 */
export function kcatReads(line: string): boolean {
  return !/\\[:=]/.test(line) && new TextEncoder().encode(line).length < 500;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
