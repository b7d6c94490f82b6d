import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { parseSync } from 'vite';

/**
 * Enforces the directions in which imports may go, from the layout's point of view: each layer names what it may reach,
 * and all else is a violation. Own code because dependency-cruiser finds no modules at all under TypeScript 7 and then
 * passes; the parser is Vite's, so types, JSX, comments and strings are told apart properly.
 */

interface Layer {
  /** Folder or file (without its extension), from the package's root. The longest match decides. */
  readonly path: string;
  /** What it may import besides itself. */
  readonly values: readonly string[];
  /** What it may import with `import type` only, packages too. */
  readonly types?: readonly string[];
  /** What it may import with `import()` only, so that a build can leave it out. */
  readonly lazy?: readonly string[];
  /** Packages, also by their subpaths; `zod/mini` therefore does not admit `zod`. */
  readonly packages: readonly string[] | 'any';
  readonly node?: true;
  /** Shown with a violation. */
  readonly rule: string;
}

/** The units of time belong to the ports' vocabulary. */
const units = 'src/domain/time';

const react = ['react', 'react-dom', '@mui', '@emotion', 'lucide-react'];
const consolePackages = [
  ...react,
  'react-router',
  'react-router-dom',
  '@tanstack',
  '@fontsource-variable',
  'fflate',
  'pkijs',
  'asn1js',
];
const consoleBelowFeatures = ['api', 'parts', 'ui', 'shell', 'paths'].map((part) => `src/console/${part}`);

/**
 * What of the contract runs in a page. Schemas do not: evaluating them would cost every first load, more with every
 * operation.
 */
const contractFacts = [
  'console-links',
  'audit-words',
  'operation',
  'operations',
  'problems',
  'refusals',
  'values',
  'words',
].map((part) => `src/contract/${part}`);

const layers: readonly Layer[] = [
  { path: 'src/domain', values: [], packages: [], rule: 'domain → nothing' },
  {
    path: 'src/contract',
    values: [],
    types: ['src/domain', 'src/contract/schemas', 'zod/mini'],
    packages: [],
    rule: 'contract → types of domain, of its schemas and of zod/mini (the console runs it)',
  },
  ...['src/contract/schemas', 'src/contract/text'].map((path) => ({
    path,
    values: ['src/contract'],
    types: ['src/domain'],
    packages: ['zod/mini'],
    rule: 'contract/{schemas,text} → contract, types of domain, zod/mini',
  })),
  {
    path: 'src/service',
    values: ['src/domain', 'src/contract'],
    packages: [],
    rule: 'service → domain, contract, no packages',
  },
  {
    path: 'src/runtime',
    values: ['src/service/ports', units],
    types: ['src/domain'],
    packages: [],
    rule: "runtime → service's ports, types of domain, domain/time, no packages",
  },
  {
    path: 'src/platform',
    values: ['src/service/ports', 'src/runtime', units],
    types: ['src/domain'],
    packages: ['@peculiar/x509', 'asn1js', 'pkijs', 'reflect-metadata'],
    rule: "platform → service's ports, runtime, types of domain, domain/time, certificate packages",
  },
  {
    path: 'src/http',
    values: ['src/service', 'src/contract', units],
    types: ['src/domain'],
    packages: ['hono', 'zod/mini'],
    rule: 'http → service, contract, types of domain, domain/time, hono, zod/mini',
  },
  {
    path: 'src/host',
    values: ['domain', 'contract', 'service', 'runtime', 'platform', 'http'].map((layer) => `src/${layer}`),
    packages: ['hono'],
    rule: 'host → the backend, hono (composes it for both hosts)',
  },
  {
    path: 'src/mocks',
    values: ['domain', 'contract', 'service', 'runtime', 'platform', 'http', 'host'].map(
      (layer) => `src/${layer}`,
    ),
    packages: ['msw', 'idb', 'virtual:demo-world'],
    rule: 'mocks → the backend, msw, idb',
  },
  {
    path: 'src/mocks/seed',
    values: ['domain', 'contract', 'service', 'runtime', 'platform', 'host'].map((layer) => `src/${layer}`),
    packages: [],
    rule: 'mocks/seed → domain, contract, service, runtime, platform, host, no packages (both hosts run it)',
  },
  {
    path: 'src/server',
    values: ['domain', 'contract', 'service', 'runtime', 'platform', 'http', 'host', 'mocks/seed'].map(
      (layer) => `src/${layer}`,
    ),
    packages: [
      'hono',
      '@hono/node-server',
      'kysely',
      'pg',
      '@electric-sql/pglite',
      'swagger-ui-dist',
      'nodemailer',
      'jose',
      'openid-client',
      'prom-client',
      '@opentelemetry/api',
      '@opentelemetry/core',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
    ],
    node: true,
    rule: 'server → the backend, mocks/seed, hono, Kysely and its databases, clients of mail, sign-in, metrics and traces, node:*',
  },
  {
    path: 'src/console',
    values: [...contractFacts, 'src/console/theme', ...consoleBelowFeatures],
    types: ['src/contract'],
    packages: consolePackages,
    rule: 'console → contract, of its schemas types only; its features are reached from routes.tsx and begin.ts alone, mocks from begin.ts alone',
  },
  {
    path: 'src/console/ui',
    values: ['src/console/theme'],
    packages: react,
    rule: 'console/ui → console/theme, React, MUI (knows no router, no nouns, no API)',
  },
  {
    path: 'src/console/features',
    values: [...contractFacts, ...consoleBelowFeatures],
    types: ['src/contract'],
    packages: consolePackages,
    rule: 'feature → contract, of its schemas types only, console/{api,parts,ui,shell,paths}; feature → feature never',
  },
  {
    path: 'src/console/routes',
    values: [...contractFacts, 'src/console'],
    types: ['src/contract'],
    packages: consolePackages,
    rule: 'console/routes.tsx → contract, of its schemas types only, console',
  },
  {
    path: 'src/console/begin',
    values: [...contractFacts, 'src/console/features', ...consoleBelowFeatures],
    types: ['src/contract'],
    lazy: ['src/mocks'],
    packages: consolePackages,
    rule: 'console/begin.ts → contract, of its schemas types only, console; mocks only by import()',
  },
  {
    path: 'src/console/main',
    values: [
      ...contractFacts,
      ...['begin', 'routes', 'theme'].map((part) => `src/console/${part}`),
      ...consoleBelowFeatures,
    ],
    types: ['src/contract'],
    packages: consolePackages,
    rule: 'console/main.tsx → contract, of its schemas types only, console',
  },
  {
    path: 'src/testing',
    values: ['src'],
    packages: 'any',
    node: true,
    rule: 'testing → anything in src',
  },
];

/** Run by Node and by nobody's browser: no directions, but every import has to resolve. */
const free = (file: string): boolean =>
  !file.startsWith('src/') ||
  /\.test\.tsx?$/.test(file) ||
  /^src\/mocks\/seed\/build[^/]*\.ts$/.test(file) ||
  file.endsWith('.d.ts');

export interface Violation {
  /** From the package's root. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly rule: string;
}

interface Import {
  /** Undefined when computed at run time. */
  readonly specifier: string | undefined;
  readonly kind: 'value' | 'type' | 'lazy';
  readonly offset: number;
}

/** Whether a path lies in a folder, or is the file of that name. */
const within = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`) || path.startsWith(`${place}.`);

const layerOf = (file: string): Layer | undefined =>
  layers.filter((layer) => within(file, layer.path)).sort((a, b) => b.path.length - a.path.length)[0];

/** Each feature is a layer of its own towards the others. */
const unitOf = (file: string): string | undefined =>
  /^src\/console\/features\/[^/]+/.exec(file)?.[0] ?? layerOf(file)?.path;

/** Violations of every source file under a package's root, by file and line. Reads files; throws on unparsable ones. */
export function checkImports(root: string): Violation[] {
  const files = ['src', 'e2e', 'tools'].flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }),
  );
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
    .flatMap((file) => checkFile(root, file));
}

function checkFile(root: string, file: string): Violation[] {
  const source = readFileSync(join(root, file), 'utf8');
  const layer = layerOf(file);
  if (!layer && !free(file)) {
    return [{ file, line: 1, specifier: '', rule: 'every file in src belongs to a layer' }];
  }
  return importsOf(file, source).flatMap((found) => {
    const rule = broken(root, file, free(file) ? undefined : layer, found);
    if (!rule) return [];
    const line = source.slice(0, found.offset).split('\n').length;
    return [{ file, line, specifier: found.specifier ?? '(computed)', rule }];
  });
}

/** The rule an import breaks, if any. */
function broken(root: string, file: string, layer: Layer | undefined, found: Import): string | undefined {
  const { specifier, kind } = found;
  if (specifier === undefined)
    return layer && 'imports are written out, so that their direction can be checked';
  if (!/^[./#]/.test(specifier)) return layer && brokenPackage(layer, specifier, kind);
  if (!specifier.startsWith('.')) return 'own files are imported by relative path';
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
  if (!statSync(resolve(root, target), { throwIfNoEntry: false })?.isFile()) {
    return 'a relative import names an existing file with its extension';
  }
  if (/\.test\.tsx?$/.test(target)) return 'tests are not imported';
  if (!layer) return undefined;
  if (within(target, 'src/testing') && layer.path !== 'src/testing') return 'testing is for tests only';
  if (unitOf(target) === unitOf(file)) return undefined;
  const reachable = [
    ...layer.values,
    ...(kind === 'type' ? (layer.types ?? []) : []),
    ...(kind === 'lazy' ? (layer.lazy ?? []) : []),
  ];
  return reachable.some((place) => within(target, place)) ? undefined : layer.rule;
}

function brokenPackage(layer: Layer, specifier: string, kind: Import['kind']): string | undefined {
  if (isBuiltin(specifier)) return layer.node && specifier.startsWith('node:') ? undefined : nodeRule;
  if (layer.packages === 'any') return undefined;
  const reachable = [...layer.packages, ...(kind === 'type' ? (layer.types ?? []) : [])];
  const allowed = reachable.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return allowed ? undefined : layer.rule;
}

const nodeRule =
  'node:* → only in server, testing, tests, tools, e2e and mocks/seed/build*.ts, with its prefix';

/** Every static, type-only and dynamic import of a file, also `import.meta.glob` and workers' URLs. */
function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const found: Import[] = [];
  walk(program, (node) => {
    const offset = typeof node['start'] === 'number' ? node['start'] : 0;
    switch (node['type']) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration': {
        if (!node['source']) return;
        const type = (node['importKind'] ?? node['exportKind']) === 'type';
        found.push({ specifier: text(node['source']), kind: type ? 'type' : 'value', offset });
        return;
      }
      case 'TSImportType':
        found.push({ specifier: text(node['source'] ?? node['argument']), kind: 'type', offset });
        return;
      case 'ImportExpression':
        found.push({ specifier: text(node['source']), kind: 'lazy', offset });
        return;
      case 'CallExpression':
        if (/^(import\.meta\.glob|require)$/.test(slice(source, node['callee']))) {
          found.push({ specifier: undefined, kind: 'value', offset });
        }
        return;
      case 'NewExpression': {
        const [first, second] = Array.isArray(node['arguments']) ? node['arguments'] : [];
        const url = text(first);
        if (slice(source, second) === 'import.meta.url' && url && /\.tsx?$/.test(url)) {
          found.push({ specifier: url, kind: 'lazy', offset });
        }
        return;
      }
    }
  });
  return found;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (isNode(value)) {
    if (typeof value['type'] === 'string') visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

const text = (node: unknown): string | undefined =>
  isNode(node) && typeof node['value'] === 'string' ? node['value'] : undefined;

const slice = (source: string, node: unknown): string =>
  isNode(node) && typeof node['start'] === 'number' && typeof node['end'] === 'number'
    ? source.slice(node['start'], node['end'])
    : '';

if (import.meta.main) {
  const root = dirname(import.meta.dirname);
  if (!existsSync(join(root, 'src'))) throw new Error('src not found');
  const violations = checkImports(root);
  for (const { file, line, specifier, rule } of violations) {
    console.log(`${file}:${line}  '${specifier}'  breaks: ${rule}`);
  }
  console.log(`${violations.length} import violation(s)`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
