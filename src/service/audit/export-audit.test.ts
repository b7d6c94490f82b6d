import { expect, it } from 'vitest';
import { HOUR } from '../../domain/time.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeHost } from '../../testing/http-suite/host.ts';
import { makeRow } from '../../testing/rows.ts';
import { exportAuditJson } from './export-audit.ts';
import { linkNow } from './link-events.ts';
import { verifyFile } from './verify-file.ts';

// More than one page of an export.
const MANY = 1100;

it('what is recorded while the log is exported leaves no gap in it, whatever its time', async () => {
  const host = await makeHost(async () => createMemoryStore());
  try {
    const { deps } = host.backend;
    const now = deps.clock.now();
    const add = (events: readonly { readonly id: string; readonly at: number }[]) =>
      host.store.write(async (tx) => {
        for (const { id, at } of events) {
          await tx.insert('audit', makeRow('audit', id, { organizationId: 'org_acme', at }));
          await tx.insert('auditPending', makeRow('auditPending', id, { organizationId: 'org_acme' }));
        }
      });
    await add(Array.from({ length: MANY }, (_, i) => ({ id: `aud_a${i}`, at: now + i })));
    const lines = exportAuditJson(deps, 'eve', 'org_acme', { sort: 'time', direction: 'asc' });
    let text = (await lines.next()).value ?? '';
    // Of another server, whose clock is behind, and of this one.
    await add([
      { id: 'aud_b', at: now - HOUR },
      { id: 'aud_c', at: now + HOUR },
    ]);
    await linkNow(deps);
    for await (const line of lines) text += line;
    expect(await verifyFile(deps, JSON.parse(text))).toMatchObject({ complete: true, fault: null });
  } finally {
    await host.close();
  }
});
