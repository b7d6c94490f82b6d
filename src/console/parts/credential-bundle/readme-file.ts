import { bundleName, type BundleInput } from './bundle-input.ts';
import { connectionsOf, oneLine } from './connection.ts';
import { kubernetesName } from './names.ts';

interface ReadmeFacts {
  readonly storePassword: string;
  /** False where kcat.conf had to be left out. */
  readonly hasKcat: boolean;
}

/** README.txt: what each file is for, how to use it, and where the store password is. */
export function readme(input: BundleInput, { storePassword, hasKcat }: ReadmeFacts): string {
  const connections = connectionsOf(input);
  const methods = connections.map(({ method }) => method);
  const withCertificate = methods.includes('certificate');
  const withSasl = methods.includes('sasl');
  const properties = withCertificate ? 'client-ssl.properties' : 'client-sasl.properties';
  const servers = connections[0]?.servers ?? '';
  const whose = input.accessName === undefined ? 'the service user' : 'the access';
  return `Kafka credentials of ${whose} ${oneLine(bundleName(input))}

Project        ${oneLine(input.projectName)}
Service        ${oneLine(input.serviceName)}
Service user   ${input.username}
Issued         ${new Date(input.issuedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC
${connections.map(({ method, servers: list }) => `Servers        ${list} (${methodNames[method]})`).join('\n')}
Topics
${topicLines(input)}

${keepPrivate(input)}

Every file works unedited while it stays in this folder. Paths in the files are
relative: start programs in this folder, unless it says otherwise below.


PEM FILES
  service.cert   Client certificate.
  service.key    Its private key (PKCS#8, not encrypted).
  ca.pem         CA certificates, to recognise the servers by.


JAVA (Kafka clients, Kafka's command line tools)
  client.keystore.p12     Client certificate, private key and chain (PKCS#12).
  client.truststore.p12   CA certificates (PKCS#12).
${withCertificate ? '  client-ssl.properties   Sign in with the client certificate.\n' : ''}${
    withSasl
      ? `  client-sasl.properties  Sign in with user name and password (${input.saslMechanism}).\n`
      : ''
  }
  Password of both stores and of the key in them:
      ${storePassword}
  It was made for this folder only, and is also in ${properties}.
  The stores need Java 8u301, 11.0.12 or later.

      kafka-topics.sh --bootstrap-server ${servers} \\
        --command-config ${properties} --list
      keytool -list -keystore client.keystore.p12 -storetype PKCS12

  The stores are looked up in the folder that the program was started in (for a
  service: its working directory). To start it elsewhere, put full paths into
  the properties file; on Windows write them with slashes.


SPRING BOOT
  application.yml         For Spring for Apache Kafka.

      java -jar app.jar --spring.config.additional-location=file:./application.yml
${withCertificate && withSasl ? '\n  Add --spring.profiles.active=sasl to sign in with user name and password.\n' : ''}

LIBRDKAFKA (C, C++, Go, .NET, Rust, …)
${withCertificate ? '  librdkafka-ssl.conf     Sign in with the client certificate.\n' : ''}${
    withSasl ? '  librdkafka-sasl.conf    Sign in with user name and password.\n' : ''
  }  One property=value a line, as the library's own tools read it.


${kcatSection(input, hasKcat)}

PYTHON
  python-confluent.py     Connects and lists topics; copy SETTINGS from it. Runs
                          from any folder.

      pip install confluent-kafka
${methods.map((method) => `      python python-confluent.py ${method}`).join('\n')}


NODE
  node-kafka.mjs          Connects and lists topics; copy the settings from it. For
                          KafkaJS, Node 18 or later. Runs from any folder that finds
                          the package (install it here or in a folder above).

      npm install kafkajs
${methods.map((method) => `      node node-kafka.mjs ${method}`).join('\n')}


KUBERNETES
  kubernetes-secret.yaml  A Secret with the values and the files of this folder.

      kubectl apply -f kubernetes-secret.yaml

  Mount it as a volume and set the container's workingDir to the mount path, so
  that the relative paths in the files hold. Single values:
  ${[
    'username',
    ...(input.password === undefined ? [] : ['password']),
    'store-password',
    ...methods.map((method) => `bootstrap-servers-${method}`),
  ].join(', ')}.
  Its name is ${kubernetesName(bundleName(input))}.
`;
}

function keepPrivate({ password, shownOnce }: BundleInput): string {
  const held = password === undefined ? 'a private key' : 'a private key and a password';
  if (shownOnce) {
    return `Keep this folder private. It holds ${held}, and the console
does not show them again. If it is lost or seen by someone else, request a
rotation of the access's credentials.`;
  }
  return `Keep this folder private: it holds ${held}. If it is seen by
someone else, reset the credentials of the service user in the console.${
    password === undefined ? '\nIt holds no password, because none is kept.' : ''
  }`;
}

const methodNames = { certificate: 'client certificate', sasl: 'user name and password' };

function topicLines({ topics }: BundleInput): string {
  if (topics.length === 0) return '  none';
  return topics.map(({ name, operations }) => `  ${oneLine(name)} (${operations.join(', ')})`).join('\n');
}

function kcatSection(input: BundleInput, hasKcat: boolean): string {
  if (!hasKcat) {
    return `KCAT
  There is no kcat.conf: kcat's configuration file cannot hold this user name or
  password (it drops a backslash before a colon or an equals sign). Give them with
  -X sasl.username=… -X sasl.password=… beside the other lines of
  librdkafka-sasl.conf.
`;
  }
  // Only names that no shell reads anything into; Kafka allows no others, but an ACL may say *.
  const readable = input.topics.find(
    ({ name, operations }) => operations.includes('Read') && /^[A-Za-z0-9._-]+$/.test(name),
  );
  return `KCAT
  kcat.conf

      kcat -F kcat.conf -L
${readable === undefined ? '' : `      kcat -F kcat.conf -C -t ${readable.name} -o beginning -c 5\n`}`;
}
