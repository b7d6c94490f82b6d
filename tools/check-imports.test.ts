import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from './check-imports.ts';

// A sound tree with one file per layer; each case plants one file into it.
const sound: Record<string, string> = {
  'src/domain/rule.ts': `import { DAY } from './time.ts';\nexport const rule = DAY;\nexport interface Fact { x: number }`,
  'src/domain/time.ts': 'export const DAY = 1;',
  'src/contract/operations/op.ts': `import type { Fact } from '../../domain/rule.ts';\nimport type * as z from 'zod/mini';\nimport type { Body } from '../schemas/body.ts';\nexport const op = { id: 'x' };\nexport type F = Fact | z.output<typeof Body>;`,
  'src/contract/schemas/body.ts': `import * as z from 'zod/mini';\nimport { text } from '../text.ts';\nimport type { F } from '../operations/op.ts';\nexport const Body = z.object({ text });\nexport type Both = F;`,
  'src/contract/text.ts': `import * as z from 'zod/mini';\nexport const text = z.string();`,
  'src/service/ports/ports.ts': `import { rule } from '../../domain/rule.ts';\nexport const port = rule;`,
  'src/service/use.ts': `import { rule } from '../domain/rule.ts';\nimport { op } from '../contract/operations/op.ts';\nimport { Body } from '../contract/schemas/body.ts';\nexport const use = [rule, op, Body];`,
  'src/runtime/ids.ts': `import { port } from '../service/ports/ports.ts';\nexport const ids = port;`,
  'src/platform/sim.ts': `import { port } from '../service/ports/ports.ts';\nimport { DAY } from '../domain/time.ts';\nimport type { Fact } from '../domain/rule.ts';\nimport 'reflect-metadata';\nexport const sim: Fact = { x: DAY + port };`,
  'src/http/app.ts': `import { use } from '../service/use.ts';\nimport { Hono } from 'hono';\nimport { stream } from 'hono/streaming';\nexport const app = [use, Hono, stream];`,
  'src/mocks/seed/world.ts': `import { use } from '../../service/use.ts';\nexport const world = use;`,
  'src/mocks/seed/build-world.ts': `import { writeFileSync } from 'node:fs';\nexport const build = writeFileSync;`,
  'src/mocks/start.ts': `import { app } from '../http/app.ts';\nimport { setupWorker } from 'msw/browser';\nexport const start = [app, setupWorker];`,
  'src/server/main.ts': `import { readFileSync } from 'node:fs';\nimport { app } from '../http/app.ts';\nimport { world } from '../mocks/seed/world.ts';\nexport const main = [readFileSync, app, world];`,
  'src/console/paths.ts': 'export const paths = {};',
  'src/console/theme/tokens.ts': 'export const tokens = {};',
  'src/console/theme/base.css': 'a {}',
  'src/console/ui/button.tsx': `import { useState } from 'react';\nimport { tokens } from '../theme/tokens.ts';\nexport const Button = () => <b>{'// import x from "../features/a/page.tsx"'}{[useState, tokens].length}</b>;`,
  'src/console/api/client.ts': `import { op } from '../../contract/operations/op.ts';\nimport type { Body } from '../../contract/schemas/body.ts';\nexport const client = op;\nexport type B = Body;`,
  'src/console/parts/chip.tsx': `import { Button } from '../ui/button.tsx';\nexport const Chip = Button;`,
  'src/console/shell/shell.tsx': `import { Chip } from '../parts/chip.tsx';\nexport const Shell = Chip;`,
  'src/console/features/a/page.tsx': `import { Shell } from '../../shell/shell.tsx';\nimport { paths } from '../../paths.ts';\nimport { own } from './own.ts';\nexport const Page = [Shell, paths, own];`,
  'src/console/features/a/own.ts': 'export const own = 1;',
  'src/console/features/b/page.tsx': 'export const Page = 1;',
  'src/console/routes.tsx': `export const lazy = () => import('./features/a/page.tsx');`,
  'src/console/begin.ts': `import { read } from './features/a/read.ts';\nexport const begin = () => [read, import('../mocks/start.ts')];`,
  'src/console/features/a/read.ts': `export const read = 1;`,
  'src/console/main.tsx': `import { begin } from './begin.ts';\nimport { lazy } from './routes.tsx';\nimport './theme/base.css';\nexport const boot = () => [lazy, begin];`,
  'src/testing/suite.ts': `import { app } from '../http/app.ts';\nimport { it } from 'vitest';\nexport const suite = [app, it];`,
  'src/domain/rule.test.ts': `import { it } from 'vitest';\nimport { suite } from '../testing/suite.ts';\nit('x', () => suite);`,
};

const planted: readonly [what: string, file: string, code: string, rule: string][] = [
  ['domain → service', 'src/domain/x.ts', `import { use } from '../service/use.ts';`, 'domain → nothing'],
  [
    'domain → types of contract',
    'src/domain/x.ts',
    `import type { F } from '../contract/operations/op.ts';`,
    'domain →',
  ],
  ['domain → a package', 'src/domain/x.ts', `import * as z from 'zod/mini';`, 'domain → nothing'],
  ['domain → node', 'src/domain/x.ts', `import { randomUUID } from 'node:crypto';`, 'node:*'],
  [
    'contract → values of domain',
    'src/contract/x.ts',
    `import { rule } from '../domain/rule.ts';`,
    'contract →',
  ],
  [
    'contract → domain by an inline type, which leaves a side-effect import',
    'src/contract/x.ts',
    `import { type Fact } from '../domain/rule.ts';`,
    'contract →',
  ],
  [
    'operations → schemas',
    'src/contract/operations/x.ts',
    `import { Body } from '../schemas/body.ts';`,
    'contract →',
  ],
  [
    'operations → schemas by an inline type, which leaves a side-effect import',
    'src/contract/operations/x.ts',
    `import { type Body } from '../schemas/body.ts';`,
    'contract →',
  ],
  [
    'operations → what checks text',
    'src/contract/operations/x.ts',
    `import { text } from '../text.ts';`,
    'contract →',
  ],
  ['contract → zod outside its schemas', 'src/contract/x.ts', `import * as z from 'zod/mini';`, 'contract →'],
  ['contract → plain zod', 'src/contract/x.ts', `import type { z } from 'zod';`, 'contract →'],
  [
    'schemas → plain zod',
    'src/contract/schemas/x.ts',
    `import { z } from 'zod';`,
    'contract/{schemas,text} →',
  ],
  [
    'schemas → service',
    'src/contract/schemas/x.ts',
    `import { use } from '../../service/use.ts';`,
    'contract/{schemas,text} →',
  ],
  ['contract → service', 'src/contract/x.ts', `export type { U } from '../service/use.ts';`, 'contract →'],
  ['service → http', 'src/service/x.ts', `export * from '../http/app.ts';`, 'service →'],
  ['service → a package', 'src/service/x.ts', `import * as z from 'zod/mini';`, 'service →'],
  ['service → runtime', 'src/service/x.ts', `import { ids } from '../runtime/ids.ts';`, 'service →'],
  ['runtime → use cases', 'src/runtime/x.ts', `import { use } from '../service/use.ts';`, 'runtime →'],
  ['runtime → platform', 'src/runtime/x.ts', `import { sim } from '../platform/sim.ts';`, 'runtime →'],
  ['runtime → node', 'src/runtime/x.ts', `import { createHash } from 'crypto';`, 'node:*'],
  ['platform → use cases', 'src/platform/x.ts', `import { use } from '../service/use.ts';`, 'platform →'],
  ['platform → rules', 'src/platform/x.ts', `import { rule } from '../domain/rule.ts';`, 'platform →'],
  ['platform → hono', 'src/platform/x.ts', `import { Hono } from 'hono';`, 'platform →'],
  ['http → server', 'src/http/x.ts', `import { main } from '../server/main.ts';`, 'http →'],
  ['http → a database', 'src/http/x.ts', `import pg from 'pg';`, 'http →'],
  ['http → values of domain', 'src/http/x.ts', `import { rule } from '../domain/rule.ts';`, 'http →'],
  ['server → console', 'src/server/x.ts', `import { paths } from '../console/paths.ts';`, 'server →'],
  ['server → the browser host', 'src/server/x.ts', `import { start } from '../mocks/start.ts';`, 'server →'],
  ['server → React', 'src/server/x.ts', `import React from 'react';`, 'server →'],
  ['server → node without prefix', 'src/server/x.ts', `import fs from 'fs';`, 'node:*'],
  ['mocks → console', 'src/mocks/x.ts', `import { paths } from '../console/paths.ts';`, 'mocks →'],
  ['mocks → server', 'src/mocks/x.ts', `import { main } from '../server/main.ts';`, 'mocks →'],
  ['mocks → node', 'src/mocks/x.ts', `import fs from 'node:fs';`, 'node:*'],
  ['seed → the browser host', 'src/mocks/seed/x.ts', `import { start } from '../start.ts';`, 'mocks/seed →'],
  ['seed → node', 'src/mocks/seed/x.ts', `import fs from 'node:fs';`, 'node:*'],
  ['console → domain', 'src/console/api/x.ts', `import { rule } from '../../domain/rule.ts';`, 'console →'],
  [
    'console → types of domain',
    'src/console/api/x.ts',
    `import type { Fact } from '../../domain/rule.ts';`,
    'console →',
  ],
  [
    'console → types of service by import()',
    'src/console/api/x.ts',
    `export type U = import('../../service/use.ts').U;`,
    'console →',
  ],
  ['console → hono', 'src/console/api/x.ts', `import { hc } from 'hono/client';`, 'console →'],
  ['console → zod', 'src/console/api/x.ts', `import * as z from 'zod/mini';`, 'console →'],
  [
    'console → schemas',
    'src/console/parts/x.ts',
    `import { Body } from '../../contract/schemas/body.ts';`,
    'console →',
  ],
  [
    'console → schemas lazily',
    'src/console/shell/x.ts',
    `export const f = () => import('../../contract/schemas/body.ts');`,
    'console →',
  ],
  [
    'console → what checks text',
    'src/console/api/x.ts',
    `import { text } from '../../contract/text.ts';`,
    'console →',
  ],
  [
    'routes.tsx → schemas',
    'src/console/routes.tsx',
    `import { Body } from '../contract/schemas/body.ts';`,
    'console/routes.tsx →',
  ],
  [
    'main.tsx → schemas',
    'src/console/main.tsx',
    `import { Body } from '../contract/schemas/body.ts';`,
    'console/main.tsx →',
  ],
  ['feature → zod', 'src/console/features/a/x.tsx', `import * as z from 'zod/mini';`, 'feature →'],
  [
    'feature → schemas',
    'src/console/features/a/x.tsx',
    `import { Body } from '../../../contract/schemas/body.ts';`,
    'feature →',
  ],
  ['console → node', 'src/console/api/x.ts', `import fs from 'node:fs';`, 'node:*'],
  [
    'console → mocks outside begin.ts',
    'src/console/api/x.ts',
    `export const f = () => import('../../mocks/start.ts');`,
    'console →',
  ],
  [
    'begin.ts → mocks statically',
    'src/console/begin.ts',
    `import '../mocks/start.ts';`,
    'console/begin.ts →',
  ],
  [
    'main.tsx → mocks',
    'src/console/main.tsx',
    `export const f = () => import('../mocks/start.ts');`,
    'console/main.tsx →',
  ],
  ['ui → router', 'src/console/ui/x.tsx', `import { Link } from 'react-router-dom';`, 'console/ui →'],
  [
    'ui → contract',
    'src/console/ui/x.tsx',
    `import { op } from '../../contract/operations/op.ts';`,
    'console/ui →',
  ],
  ['ui → parts', 'src/console/ui/x.tsx', `import { Chip } from '../parts/chip.tsx';`, 'console/ui →'],
  [
    'parts → feature',
    'src/console/parts/x.tsx',
    `import { Page } from '../features/a/page.tsx';`,
    'console →',
  ],
  [
    'shell → feature',
    'src/console/shell/x.tsx',
    `import { Page } from '../features/a/page.tsx';`,
    'console →',
  ],
  ['feature → feature', 'src/console/features/a/x.tsx', `import { Page } from '../b/page.tsx';`, 'feature →'],
  [
    'feature → feature lazily',
    'src/console/features/a/x.tsx',
    `export const f = () => import('../b/page.tsx');`,
    'feature →',
  ],
  [
    'feature → types of a feature',
    'src/console/features/a/x.tsx',
    `import type { P } from '../b/page.tsx';`,
    'feature →',
  ],
  [
    'feature → routes',
    'src/console/features/a/x.tsx',
    `import { lazy } from '../../routes.tsx';`,
    'feature →',
  ],
  ['feature → mocks', 'src/console/features/a/x.tsx', `import '../../../mocks/start.ts';`, 'feature →'],
  [
    'a worker → domain',
    'src/console/api/x.ts',
    `new Worker(new URL('../../domain/rule.ts', import.meta.url));`,
    'console →',
  ],
  [
    'a glob',
    'src/console/api/x.ts',
    `import.meta.glob('../features/*/page.tsx');`,
    'imports are written out',
  ],
  [
    'a computed import',
    'src/service/x.ts',
    `export const f = (x: string) => import(x);`,
    'imports are written out',
  ],
  ['testing outside tests', 'src/service/x.ts', `import '../testing/suite.ts';`, 'testing is for tests only'],
  ['a test imported', 'src/testing/x.ts', `import '../domain/rule.test.ts';`, 'tests are not imported'],
  ['no extension', 'src/domain/x.ts', `import { DAY } from './time';`, 'a relative import names'],
  ['a missing file in a test', 'src/domain/x.test.ts', `import './gone.ts';`, 'a relative import names'],
  [
    'an absolute import',
    'src/console/api/x.ts',
    `import '/src/domain/rule.ts';`,
    'own files are imported by relative',
  ],
  ['a file without a layer', 'src/lost.ts', 'export const lost = 1;', 'every file in src belongs to a layer'],
];

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const [file, code] of Object.entries(sound)) write(file, code);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, code: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), code);
}

describe('import directions', () => {
  it('accepts a sound tree', () => {
    expect(checkImports(root)).toEqual([]);
  });

  it.each(planted)('finds %s', (_what, file, code, rule) => {
    write(file, `${code}\n`);
    expect(checkImports(root)).toEqual([
      expect.objectContaining({ file, line: 1, rule: expect.stringContaining(rule) }),
    ]);
  });

  it('names the line and the specifier', () => {
    write('src/domain/x.ts', `// import {} from '../service/use.ts';\n\nimport '../service/use.ts';\n`);
    expect(checkImports(root)).toEqual([
      expect.objectContaining({ file: 'src/domain/x.ts', line: 3, specifier: '../service/use.ts' }),
    ]);
  });

  it('holds for this package', () => {
    expect(checkImports(dirname(import.meta.dirname))).toEqual([]);
  });
});
