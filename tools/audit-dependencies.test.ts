import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { auditDependencies, readAudit, type Finding } from './audit-dependencies.ts';

/** npm's own audit against a registry that answers for every library: with these advisories, or not at all. */
async function auditAgainst(advisories: object | undefined): Promise<Finding> {
  const registry = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith('/advisories/bulk') && advisories) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(advisories));
    } else if (request.url === '/hono') {
      const versions = { '4.13.19': { name: 'hono', version: '4.13.19' } };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: 'hono', versions }));
    } else response.writeHead(405).end();
  });
  await new Promise<void>((resolve) => void registry.listen(0, '127.0.0.1', resolve));
  try {
    // A server that listens on a port has such an address.
    return await auditDependencies(`http://127.0.0.1:${(registry.address() as AddressInfo).port}`);
  } finally {
    registry.close();
    registry.closeAllConnections();
  }
}

const advisory = (severity: string) => ({
  hono: [
    // npm keeps what an id once said.
    {
      id: severity === 'high' ? 4_900_001 : 4_900_002,
      url: 'https://advisories.example/1',
      title: 'Leaks',
      severity,
      vulnerable_versions: '>=0',
    },
  ],
});

it('names a library with a grave advisory, and passes over lesser ones', async () => {
  const [grave, lesser] = await Promise.all([
    auditAgainst(advisory('high')),
    auditAgainst(advisory('moderate')),
  ]);
  expect(grave).toMatchObject({ kind: 'vulnerable' });
  expect(JSON.stringify(grave)).toContain('Leaks https://advisories.example/1');
  expect(lesser).toEqual({ kind: 'clean' });
});

it('says so when the registry keeps no advisories', async () => {
  const found = await auditAgainst(undefined);
  expect(found.kind).toBe('unanswered');
  expect(JSON.stringify(found)).toContain('405');
});

it('takes nothing for clean that it does not know', () => {
  expect(() => readAudit({ auditReportVersion: 3, vulnerabilities: {} })).toThrow('not known');
});
