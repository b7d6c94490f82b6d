import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertUsableInput, type BundleInput } from './bundle-input.ts';
import { connectionsOf } from './connection.ts';
import { scramJaasConfig } from './escapes.ts';
import { javaProperties, springConfiguration } from './java-files.ts';
import { kubernetesSecret } from './kubernetes-file.ts';
import { kcatCanRead, librdkafkaFile, pythonScript } from './librdkafka-files.ts';
import { kubernetesName, safeFileName } from './names.ts';
import { nodeScript } from './node-file.ts';
import { readme } from './readme-file.ts';

// Each of these means something to at least one of the formats, or to a shell.
const quirks = [
  ...'" \\ \\\\ \\" \\: \\= \\u0041 \\n \\044 ${x} ${ $(id) `id` #{y} {{z}} %s % # ! & * : = | > < @ ? -'.split(
    ' ',
  ),
  ..."' ''' \"\"\" - --- , ; // /* */ } [ ] ~ null true </script>".split(' '),
  ...Array.from('éß漢😀\u0301\u00a0\u202e\ufeff\uffff\u2028\u0085\t\r\n\0 '),
  ' #',
  ': ',
  '---\n',
  '\ud800',
  'coding: latin-1',
];
const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...quirks) },
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));

type WithPassword = BundleInput & { readonly password: string };

const hostileInput: fc.Arbitrary<WithPassword> = fc.record({
  username: hostileText,
  password: hostileText,
  accessCert: fc.constant(''),
  accessKey: fc.constant(''),
  caCert: fc.constant(''),
  bootstrapServers: fc.constant({ certificate: 'k1.example:9093,k2.example:9093', sasl: 'k1.example:9094' }),
  saslMechanism: fc.constantFrom('SCRAM-SHA-256', 'SCRAM-SHA-512'),
  accessName: hostileText,
  projectName: hostileText,
  serviceName: hostileText,
  topics: fc.constant([{ name: '*', operations: ['Read'] }]),
  issuedAt: fc.constant(0),
  shownOnce: fc.boolean(),
});
const usableInput = hostileInput.filter((input) => {
  try {
    assertUsableInput(input);
    return true;
  } catch {
    return false;
  }
});

// One start of each real tool reads them all; the seed keeps a failure repeatable.
const samples = fc.sample(usableInput, { numRuns: 150, seed: 16 });
const secrets = samples.map(({ username, password }) => [username, password]);
const storePassword = 'store';
const saslOf = (input: BundleInput) => connectionsOf(input).find(({ method }) => method === 'sasl')!;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'formats-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a real tool. A tool that is missing fails the test by its name (ENOENT). */
function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function writeAll(suffix: string, make: (input: BundleInput) => string): void {
  for (const [index, input] of samples.entries())
    writeFileSync(join(folder, `${index}${suffix}`), make(input));
}

describe('hostile user names and passwords keep their exact value (R16)', () => {
  it('in Java: Properties, then the tokenizer that Kafka reads JAAS with', () => {
    writeAll('.properties', (input) => javaProperties(input, saslOf(input), storePassword));
    writeFileSync(join(folder, 'Read.java'), readProgram);
    const decoded = run('java', 'Read.java', String(samples.length))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ').map((word) => Buffer.from(word, 'base64').toString()));
    expect(decoded).toEqual(secrets);
  });

  it('in Python', () => {
    writeAll('.py', (input) => pythonScript(input, connectionsOf(input)));
    // The scripts import a package that is not here: an empty one of its name lets Python itself read them.
    mkdirSync(join(folder, 'confluent_kafka'));
    writeFileSync(join(folder, 'confluent_kafka', '__init__.py'), 'KafkaException = Exception\n');
    writeFileSync(join(folder, 'confluent_kafka', 'admin.py'), 'AdminClient = None\n');
    const program = `
import json, runpy, sys
sys.path.insert(0, ".")
for i in range(int(sys.argv[1])):
    sasl = runpy.run_path(f"{i}.py", run_name="read")["SETTINGS"]["sasl"]
    print(json.dumps([sasl["sasl.username"], sasl["sasl.password"]]))
`;
    const decoded = run('python3', '-c', program, String(samples.length)).trimEnd().split('\n');
    expect(decoded.map((line): unknown => JSON.parse(line))).toEqual(secrets);
  });

  it('in Node', () => {
    writeAll('.mjs', (input) => nodeScript(input, connectionsOf(input)));
    writeFileSync(join(folder, 'ca.pem'), 'authority');
    for (const name of ['service.cert', 'service.key']) writeFileSync(join(folder, name), '');
    // As above: a package of KafkaJS's name that only notes what it is given.
    mkdirSync(join(folder, 'node_modules', 'kafkajs'), { recursive: true });
    writeFileSync(
      join(folder, 'node_modules', 'kafkajs', 'index.js'),
      `exports.logLevel = {};
exports.Kafka = class {
  constructor({ ssl, sasl }) {
    if (ssl.ca[0] !== 'authority') throw new Error('no CA');
    globalThis.seen.push([sasl.username, sasl.password]);
  }
  admin() { return { connect() {}, listTopics: async () => [], disconnect() {} }; }
};`,
    );
    writeFileSync(
      join(folder, 'read.mjs'),
      `globalThis.seen = [];
console.log = () => {};
process.argv[2] = 'sasl';
for (let i = 0; i < ${samples.length}; i += 1) await import('./' + i + '.mjs');
process.stdout.write(JSON.stringify(seen));`,
    );
    expect(JSON.parse(run(process.execPath, 'read.mjs'))).toEqual(secrets);
  });

  it('in YAML: the same JAAS text as the properties', () => {
    fc.assert(
      fc.property(usableInput, (input) => {
        const entries = readYaml(springConfiguration(input, storePassword));
        expect(entries.get('sasl.jaas.config')).toBe(scramJaasConfig(input.username, input.password));
        const secret = readYaml(kubernetesSecret(input, storePassword, {}));
        const decode = (key: string) => Buffer.from(secret.get(key) ?? '', 'base64').toString();
        expect([decode('username'), decode('password')]).toEqual([input.username, input.password]);
      }),
    );
  });

  it('never as a placeholder that Spring or Kafka would fill in', () => {
    for (const input of samples) {
      expect(scramJaasConfig(input.username, input.password)).not.toContain('$');
    }
  });

  it('in librdkafka’s files, and in kcat’s wherever kcat can hold them', () => {
    fc.assert(
      fc.property(usableInput, (input) => {
        const connection = saslOf(input);
        const text = librdkafkaFile(input, connection);
        const plain = readConf(text, (line) => line);
        expect([plain.get('sasl.username'), plain.get('sasl.password')]).toEqual([
          input.username,
          input.password,
        ]);
        const asKcat = readConf(text, (line) => line.replace(/\\+(?=[:=])/g, ''));
        const same =
          asKcat.get('sasl.username') === input.username && asKcat.get('sasl.password') === input.password;
        expect(kcatCanRead(input, connection)).toBe(same);
        // kcat cuts lines, comments too, at 511 bytes.
        for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThan(511);
      }),
    );
  });

  it('and the README never holds the password', () => {
    const input = { ...samples[0]!, password: 'a-password-of-its-own' };
    expect(readme(input, { storePassword, hasKcat: true })).not.toContain(input.password);
  });
});

describe('names', () => {
  it.each([
    ['orders', 'orders', 'orders'],
    ['Orders / Köln', 'Orders-Koln', 'orders-koln'],
    ['../../etc/passwd', 'etc-passwd', 'etc-passwd'],
    ['漢字', 'kafka-access', 'kafka-access'],
    ['con', 'access-con', 'con'],
    ['', 'kafka-access', 'kafka-access'],
  ])('%s becomes the file name %s and the Secret %s', (accessName, fileName, secretName) => {
    expect([safeFileName(accessName), kubernetesName(accessName)]).toEqual([fileName, secretName]);
  });

  it('are safe whatever the access is called', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(safeFileName(text)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,70}$/);
        expect(safeFileName(text)).not.toMatch(/\.$/);
        expect(kubernetesName(text)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });
});

/** A strict reader of the little YAML that we write: keys, bare or double-quoted scalars, comments. */
function readYaml(text: string): Map<string, string> {
  const found = new Map<string, string>();
  // YAML's c-printable, less the byte order mark; it counts in comments too.
  expect(text).toMatch(/^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u);
  for (const line of text.split(/\r\n|[\n\r\u0085\u2028\u2029]/)) {
    if (line === '' || line === '---' || line.startsWith('#')) continue;
    const [, key = '', quoted, bare] = /^ *([\w.-]+):(?: "((?:[^"\\]|\\.)*)"| ([\w.-]+))?$/.exec(line) ?? [];
    expect({ line, understood: key !== '' }).toEqual({ line, understood: true });
    if (quoted === undefined) {
      found.set(key, bare ?? '');
      continue;
    }
    expect(line).toMatch(/^[\x20-\x7e]*$/);
    found.set(
      key,
      quoted.replace(
        /\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(["\\]))/g,
        (_, short?: string, long?: string, same?: string) =>
          same ?? String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16)),
      ),
    );
  }
  return found;
}

/** As librdkafka's tools and kcat read their files: trimmed lines, # for comments, split at the first =. */
function readConf(text: string, prepare: (line: string) => string): Map<string, string> {
  const found = new Map<string, string>();
  for (const raw of text.split('\n')) {
    const line = prepare(raw.replace(/^[ \t\v\f\r]+|[ \t\v\f\r]+$/g, ''));
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    expect(equals).toBeGreaterThan(0);
    found.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return found;
}

const readProgram = `
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

class Read {
  public static void main(String[] args) throws Exception {
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      Properties settings = new Properties();
      try (InputStream in = new FileInputStream(i + ".properties")) { settings.load(in); }
      if (settings.size() != 7) throw new IllegalStateException("settings: " + settings.keySet());
      StreamTokenizer tokens = new StreamTokenizer(new StringReader(settings.getProperty("sasl.jaas.config")));
      tokens.slashSlashComments(true);
      tokens.slashStarComments(true);
      for (char c : "-_$".toCharArray()) tokens.wordChars(c, c);
      Map<String, String> options = new HashMap<>();
      expect(tokens, "org.apache.kafka.common.security.scram.ScramLoginModule");
      expect(tokens, "required");
      while (tokens.nextToken() != ';') {
        String key = tokens.sval;
        if (tokens.nextToken() != '=' || tokens.nextToken() != '"') throw new IllegalStateException(i + ": " + key);
        options.put(key, tokens.sval);
      }
      if (tokens.nextToken() != StreamTokenizer.TT_EOF) throw new IllegalStateException(i + ": text after the end");
      System.out.println(base64(options.get("username")) + " " + base64(options.get("password")));
    }
  }

  static void expect(StreamTokenizer tokens, String word) throws IOException {
    tokens.nextToken();
    if (!word.equals(tokens.sval)) throw new IllegalStateException("instead of " + word + ": " + tokens.sval);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
`;
