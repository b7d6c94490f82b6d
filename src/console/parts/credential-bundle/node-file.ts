import type { BundleInput } from './bundle-input.ts';
import { type Connection, headline } from './connection.ts';

/**
 * node-kafka.mjs for KafkaJS: plain JavaScript, so it installs everywhere and needs no compiler, and it reads
 * PEM files. Runs as it is, from any folder, and lists the topics that the access can see.
 */
export function nodeScript(input: BundleInput, connections: readonly Connection[]): string {
  const first = connections[0]?.method ?? 'certificate';
  const settings = connections.map(
    (connection) => `  ${connection.method}: {
    brokers: ${JSON.stringify(connection.servers.split(','))},
${(connection.method === 'certificate' ? certificateLines : saslLines(input, connection.password))
  .map((line) => `    ${line}`)
  .join('\n')}
  },`,
  );
  return `${headline(input)
    .map((line) => `// ${line}`)
    .join('\n')}
//
//   npm install kafkajs
${connections.map(({ method }) => `//   node node-kafka.mjs ${method}`).join('\n')}
import { readFileSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';

const file = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

// Each is a complete configuration for new Kafka(…).
const settings = {
${settings.join('\n')}
};

const method = process.argv[2] ?? '${first}';
if (!Object.hasOwn(settings, method)) {
  console.error('usage: node node-kafka.mjs [' + Object.keys(settings).join('|') + ']');
  process.exit(2);
}
const admin = new Kafka({ clientId: 'connection-check', logLevel: logLevel.NOTHING, ...settings[method] }).admin();
try {
  await admin.connect();
  console.log('connected; topics this access can see:');
  for (const name of (await admin.listTopics()).sort()) console.log('  ' + name);
} catch (error) {
  console.error('not connected:', error.message);
  process.exitCode = 1;
} finally {
  await admin.disconnect();
}
`;
}

const certificateLines = [
  "ssl: { ca: [file('ca.pem')], cert: file('service.cert'), key: file('service.key') },",
];

function saslLines({ saslMechanism, username }: BundleInput, password: string): string[] {
  // JSON's strings are JavaScript's strings.
  return [
    "ssl: { ca: [file('ca.pem')] },",
    `sasl: { mechanism: '${saslMechanism.toLowerCase()}', username: ${JSON.stringify(username)}, password: ${JSON.stringify(password)} },`,
  ];
}
