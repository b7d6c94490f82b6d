import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const documents = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];

it.each(documents)('%s leads to files that exist', (document) => {
  const folder = join(root, document, '..');
  const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/gu)];
  const missing = links.flatMap(([, path = '']) => (existsSync(join(folder, path)) ? [] : [path]));
  expect(missing).toStrictEqual([]);
});

it.each(documents)('%s names scripts that exist', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/gu)].map(
    ([, name]) => name ?? '',
  );
  expect(named.filter((name) => !(name in scripts))).toStrictEqual([]);
});

it('the threat model names tests that exist', () => {
  const tests = globSync('{src,tools,e2e}/**/*.ts', { cwd: root });
  const text = read('docs/threat-model.md');
  const cells = text
    .split('\n')
    .flatMap((line) => (line.startsWith('| ') ? [line.split('|').at(-2) ?? ''] : []));
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, name]) => name ?? ''));
  expect(names.length).toBeGreaterThan(20);
  const known = (name: string): boolean => {
    if (name.includes('*') && globSync(name, { cwd: root }).length > 0) return true;
    const start = name.replaceAll('*', '').replace(/\.ts$/u, '');
    return tests.some((file) => file.includes(start) || basename(file).startsWith(basename(start)));
  };
  expect(names.filter((name) => !known(name) && !existsSync(join(root, name)))).toStrictEqual([]);
});

it('the container files set what the server knows', () => {
  const options = read('docs/configuration.md');
  const set = [
    ...[...read('compose.yaml').matchAll(/^ {6}([A-Z][A-Z_]+):/gmu)].map(([, name]) => name ?? ''),
    ...(/^ENV (.+)$/mu.exec(read('Dockerfile'))?.[1] ?? '')
      .split(' ')
      .map((pair) => pair.split('=')[0] ?? ''),
  ].filter((name) => !name.startsWith('POSTGRES_'));
  expect(set.length).toBeGreaterThan(8);
  expect(set.filter((name) => !options.includes(`| \`${name}\` |`))).toStrictEqual([]);
});

it('the container gets the time that its server takes to stop', () => {
  const compose = read('compose.yaml');
  const seconds = (pattern: RegExp): number => Number(pattern.exec(compose)?.[1]);
  // As docs/configuration.md says it of requests under way and of the audit stream.
  expect(seconds(/stop_grace_period: (\d+)s/u)).toBeGreaterThanOrEqual(
    seconds(/LATCHKEY_DRAIN: '(\d+)'/u) + 10 + 20,
  );
});
