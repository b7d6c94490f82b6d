import type { BundleInput } from './bundle-input.ts';
import { type Connection, headline } from './connection.ts';
import { kcatReads, quotedForYamlAndPython } from './escapes.ts';

/** librdkafka's settings; the values of `ssl.*.location` are names of files of the bundle. */
export function librdkafkaSettings(input: BundleInput, connection: Connection): Record<string, string> {
  const { servers } = connection;
  const trust = {
    'ssl.ca.location': 'ca.pem',
    // The default only since librdkafka 2.0: before, any host with a certificate of this CA would do.
    'ssl.endpoint.identification.algorithm': 'https',
  };
  return connection.method === 'certificate'
    ? {
        'bootstrap.servers': servers,
        'security.protocol': 'SSL',
        ...trust,
        'ssl.certificate.location': 'service.cert',
        'ssl.key.location': 'service.key',
      }
    : {
        'bootstrap.servers': servers,
        'security.protocol': 'SASL_SSL',
        ...trust,
        'sasl.mechanism': input.saslMechanism,
        'sasl.username': input.username,
        'sasl.password': connection.password,
      };
}

/** The form that librdkafka's own tools read: property=value, no quotes, no escapes. */
export function librdkafkaFile(input: BundleInput, connection: Connection): string {
  return `${[
    ...headline(input).map((line) => `# ${line}`),
    '# Relative paths: start the program in this folder.',
    ...settingLines(input, connection),
  ].join('\n')}\n`;
}

/** Whether kcat can read what librdkafkaFile writes. It cannot where a password holds a backslash before : or =. */
export function kcatCanRead(input: BundleInput, connection: Connection): boolean {
  return settingLines(input, connection).every(kcatReads);
}

function settingLines(input: BundleInput, connection: Connection): string[] {
  return Object.entries(librdkafkaSettings(input, connection)).map(([key, value]) => `${key}=${value}`);
}

/** python-confluent.py: runs as it is, from any folder, and lists the topics that the access can see. */
export function pythonScript(input: BundleInput, connections: readonly Connection[]): string {
  const settings = connections.flatMap((connection) => [
    `    "${connection.method}": {`,
    ...Object.entries(librdkafkaSettings(input, connection)).map(([key, value]) => {
      const quoted = quotedForYamlAndPython(value);
      const isFile = key.startsWith('ssl.') && key.endsWith('.location');
      return `        "${key}": ${isFile ? `str(FOLDER / ${quoted})` : quoted},`;
    }),
    '    },',
  ]);
  const first = connections[0]?.method ?? 'certificate';
  // Line 1 is the encoding, or an access named "coding: latin-1" would set it (PEP 263 reads two lines).
  return `# -*- coding: utf-8 -*-
${headline(input)
  .map((line) => `# ${line}`)
  .join('\n')}
#
#   pip install confluent-kafka
${connections.map(({ method }) => `#   python python-confluent.py ${method}`).join('\n')}
import sys
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

FOLDER = Path(__file__).resolve().parent

# Each is a complete configuration for Producer, Consumer (add "group.id") and AdminClient.
SETTINGS = {
${settings.join('\n')}
}


def main():
    method = sys.argv[1] if len(sys.argv) > 1 else "${first}"
    if method not in SETTINGS:
        print("usage: python python-confluent.py [" + "|".join(SETTINGS) + "]", file=sys.stderr)
        return 2
    try:
        topics = AdminClient(SETTINGS[method]).list_topics(timeout=15).topics
    except KafkaException as error:
        print("not connected:", error, file=sys.stderr)
        return 1
    print("connected; topics this access can see:")
    for name in sorted(topics):
        print("  " + name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
`;
}
