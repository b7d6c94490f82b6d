import { expect, inject, it, onTestFinished } from 'vitest';
import { createCallers, sendTo, type Callers } from '../../testing/faults/callers.ts';
import { advance } from '../../testing/faults/check-answers.ts';
import { makeGround, start } from '../../testing/faults/ground.ts';
import { freePort } from '../../testing/free-port.ts';
import { query } from '../../testing/postgres.ts';
import { createSyslog, type TestSyslog } from '../../testing/syslog.ts';

const createGroups = async (callers: Callers, names: readonly string[]): Promise<void> => {
  for (const user_group_name of names)
    await callers.as('eve').ok('createGroup', { body: { user_group_name, description: '' } });
};

/** Everything that happened was linked and came, each row with one hash; rows may come twice. */
const expectAll = async (callers: Callers, syslog: TestSyslog): Promise<void> => {
  const state = async () => {
    const { head, waiting } = await callers.as('eve').ok('getAuditChain');
    const got = syslog.entries().filter((entry) => entry.organization_id === 'org_acme');
    const rows = new Map(got.map(({ sequence, hash }) => [sequence, hash]));
    const missing = Array.from({ length: head?.sequence ?? 0 }, (_, i) => i + 1).filter(
      (row) => !rows.has(row),
    );
    return { waiting, missing, forked: got.filter(({ sequence, hash }) => rows.get(sequence) !== hash) };
  };
  await expect
    .poll(state, { timeout: 20_000, interval: 200 })
    .toEqual({ waiting: 0, missing: [], forked: [] });
};

const metricAt = async (port: number, name: string): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^latchkey_audit_${name} (\\S+)$`, 'mu').exec(text)?.[1]);
};

it('A3: two servers stream to a collector that comes late; killed, the one goes on where the other was, and notices a chain that was cut', async () => {
  const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
  const [port, metricsPort, otherPort] = [await freePort(), await freePort(), await freePort()];
  const env = { ...ground.env, LATCHKEY_AUDIT_STREAM: `syslog+tcp://127.0.0.1:${port}` };
  const first = start({ ...env, LATCHKEY_METRICS: `127.0.0.1:${metricsPort}` });
  const url = await first.url;
  const callers = createCallers(sendTo(() => url));
  const metric = (name: string) => metricAt(metricsPort, name);
  await createGroups(callers, ['One', 'Two']);
  await expect.poll(() => metric('stream_failures_total')).toBeGreaterThan(0);
  expect(await metric('stream_failing')).toBe(1);
  // The second group may have been made after the first was linked and not taken.
  await expect.poll(() => metric('stream_entries_behind')).toBeGreaterThan(1);
  expect(await metric('broken_chains')).toBe(0);
  await expect.poll(() => first.errors()).toContain('the audit log cannot be streamed');

  const syslog = createSyslog(port);
  await syslog.start();
  onTestFinished(() => syslog.stop());
  await expectAll(callers, syslog);
  // The collector has a batch before its server has noted that.
  await expect.poll(() => first.errors()).toContain('the audit log is streamed again');
  expect([await metric('stream_failing'), await metric('stream_entries_behind')]).toEqual([0, 0]);

  const second = start({ ...env, LATCHKEY_METRICS: `127.0.0.1:${otherPort}` });
  const otherUrl = await second.url;
  const other = createCallers(sendTo(() => otherUrl));
  const busy = createGroups(
    other,
    Array.from({ length: 12 }, (_, i) => `Busy ${i}`),
  );
  await createGroups(callers, ['Three', 'Four']);
  first.child.kill('SIGKILL');
  await busy;
  // Its turn ends a minute after it was last heard of.
  await advance(other, 61);
  await createGroups(other, ['Five']);
  await expectAll(other, syslog);
  expect(second.errors()).toBe('');

  // By whoever owns the database: the newest row, past the trigger.
  await query(
    ground.databaseUrl,
    `do $$ begin
       perform set_config('latchkey.audit', 'release', true);
       delete from audit_links where organization_id = 'org_acme'
         and sequence = (select max(sequence) from audit_links where organization_id = 'org_acme');
     end $$`,
  );
  await createGroups(other, ['Six']);
  await expect.poll(() => metricAt(otherPort, 'broken_chains')).toBe(1);
  const { check } = await other.as('eve').ok('getAuditChain');
  expect(check?.fault?.kind).toMatch(/^(?:cut|changed)$/u);
  await expect.poll(() => second.errors()).toContain('the audit log was changed');
}, 60_000);
