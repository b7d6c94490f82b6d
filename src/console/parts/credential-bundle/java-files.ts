import type { BundleInput } from './bundle-input.ts';
import { type Connection, connectionsOf, headline } from './connection.ts';
import { javaPropertyValue, quotedForYamlAndPython, scramJaasConfig } from './escapes.ts';

/** client-ssl.properties or client-sasl.properties, for any Java client and Kafka's own command line tools. */
export function javaProperties(input: BundleInput, connection: Connection, storePassword: string): string {
  const { servers } = connection;
  const trust = {
    'ssl.truststore.type': 'PKCS12',
    'ssl.truststore.location': 'client.truststore.p12',
    'ssl.truststore.password': storePassword,
  };
  const settings =
    connection.method === 'certificate'
      ? {
          'bootstrap.servers': servers,
          'security.protocol': 'SSL',
          'ssl.keystore.type': 'PKCS12',
          'ssl.keystore.location': 'client.keystore.p12',
          'ssl.keystore.password': storePassword,
          'ssl.key.password': storePassword,
          ...trust,
        }
      : {
          'bootstrap.servers': servers,
          'security.protocol': 'SASL_SSL',
          'sasl.mechanism': input.saslMechanism,
          'sasl.jaas.config': scramJaasConfig(input.username, connection.password),
          ...trust,
        };
  return lines([
    // Properties are ISO 8859-1 by definition: a name past ASCII would only look broken in the comment.
    ...headline(input).map((line) => `# ${javaPropertyValue(line)}`),
    '# Relative paths: start the program in this folder, or put the full paths of the .p12 files here.',
    ...Object.entries(settings).map(([key, value]) => `${key}=${javaPropertyValue(value)}`),
  ]);
}

/**
 * application.yml for Spring Boot with Spring for Apache Kafka. Where the service offers both ways in, the
 * profile `sasl` switches from the certificate to the password.
 */
export function springConfiguration(input: BundleInput, storePassword: string): string {
  const documents = connectionsOf(input).map((connection, index) => [
    ...(index === 0
      ? headline(input).map((line) => `# ${line}`)
      : ['# Only with --spring.profiles.active=sasl', 'spring.config.activate.on-profile: sasl']),
    'spring:',
    '  kafka:',
    `    bootstrap-servers: ${quotedForYamlAndPython(connection.servers)}`,
    ...springSecurity(input, connection, storePassword),
  ]);
  return documents.map(lines).join('---\n');
}

function springSecurity(input: BundleInput, connection: Connection, storePassword: string): string[] {
  const password = quotedForYamlAndPython(storePassword);
  const trust = [
    '      trust-store-location: "file:client.truststore.p12"',
    '      trust-store-type: "PKCS12"',
    `      trust-store-password: ${password}`,
  ];
  if (connection.method === 'certificate') {
    return [
      '    security:',
      '      protocol: "SSL"',
      '    ssl:',
      '      key-store-location: "file:client.keystore.p12"',
      '      key-store-type: "PKCS12"',
      `      key-store-password: ${password}`,
      `      key-password: ${password}`,
      ...trust,
    ];
  }
  return [
    '    security:',
    '      protocol: "SASL_SSL"',
    '    ssl:',
    ...trust,
    '    properties:',
    `      sasl.mechanism: ${quotedForYamlAndPython(input.saslMechanism)}`,
    `      sasl.jaas.config: ${quotedForYamlAndPython(scramJaasConfig(input.username, connection.password))}`,
  ];
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
