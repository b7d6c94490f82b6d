import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { World } from '../service/ports/store.ts';
import { startAttack } from '../testing/faults/attack.ts';
import { startBalancer } from '../testing/faults/balancer.ts';
import { createCallers, sendTo, type Callers } from '../testing/faults/callers.ts';
import { advance } from '../testing/faults/check-answers.ts';
import { faultsIn, makeGround, settle, start } from '../testing/faults/ground.ts';
import { listen } from '../testing/faults/listen.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { chooseSeed, isLong, seeded } from '../testing/faults/random.ts';
import { query } from '../testing/postgres.ts';
import { OVERLAP } from '../testing/world.ts';

const postgres = () => makeGround('PostgreSQL', inject('postgresUrl'));

const create = async (callers: Callers, name: string): Promise<string> => {
  const acl = {
    resource_name: 'orders',
    resource_type: 'Topic',
    operation: 'Read',
    permission_type: 'ALLOW',
  };
  const body = {
    access_name: name,
    access_type: 'KAFKA',
    owner_user_group_id: 'grp_payments',
    access_data: { ...OVERLAP, username: name, acls: [acl] },
  };
  return (await callers.as('ada').ok('createAccess', { body })).access.access_id;
};

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `app-${i}`);

const stateOf = async (callers: Callers, access_id: string): Promise<string> =>
  (await callers.as('ada').ok('getAccess', { params: { access_id } })).access.credential_state;

/** How often each access's job was taken, and that its credentials were made once. */
const attemptsOf = (world: World, ids: readonly string[]): number[] =>
  ids.map((id) => {
    const issued = world.audit.filter(
      (entry) => entry.accessId === id && entry.action === 'credential.issued',
    );
    expect(issued).toHaveLength(1);
    const jobs = world.jobs.filter((job) => job.kind === 'provision_access' && job.subjectId === id);
    expect(jobs).toMatchObject([{ status: 'done' }]);
    return jobs[0]?.attempts ?? 0;
  });

describe('two servers on one PostgreSQL', () => {
  it('run each job once, and each hears of the other', { timeout: 180_000 }, async () => {
    const ground = await postgres();
    const servers = [start(ground.env), start(ground.env)];
    const [one = '', two = ''] = await Promise.all(servers.map(({ url }) => url));
    const [here, there] = [one, two].map((url) => createCallers(sendTo(() => url)));
    if (!here || !there) throw new Error('two servers');
    const stream = await listen(there);
    const delays: number[] = [];
    for (const name of ['first', 'second', 'third']) {
      const from = performance.now();
      const heard = stream.until('"accesses"');
      await create(here, name);
      await heard;
      delays.push(performance.now() - from);
    }
    const ids = await Promise.all(names(20).map((name, i) => create(i % 2 ? here : there, name)));
    for (const id of ids)
      await expect.poll(() => stateOf(there, id), { interval: 50, timeout: 60_000 }).toBe('unviewed');
    console.log(`heard of by the other server after ${delays.map(Math.round).join(', ')} ms`);
    const world = await settle(ground, here, createLedger(), servers);
    expect(attemptsOf(world, ids)).toStrictEqual(ids.map(() => 1));
    expect(faultsIn(servers)).toStrictEqual([]);
  });

  it('take over the jobs of one that was killed', { timeout: 180_000 }, async () => {
    const ground = await postgres();
    const servers = [start(ground.env), start(ground.env)];
    const urls = await Promise.all(servers.map(({ url }) => url));
    const [dying, living] = urls.map((url) => createCallers(sendTo(() => url)));
    if (!dying || !living) throw new Error('two servers');
    // Each job takes 1.6 seconds, and one server has 8 under way at most: of 12 each has some.
    await living.as('ada').ok('setFaults', { body: { faults: ['slow'] } });
    const ids = await Promise.all(names(12).map((name) => create(dying, name)));
    // Its last ones as well: whoever is killed before it took any leaves none to take over.
    const waiting = `select id from jobs where kind = 'provision_access' and status = 'queued' and locked_until is null`;
    await expect
      .poll(async () => (await query(ground.databaseUrl, waiting)).length, { interval: 10, timeout: 30_000 })
      .toBe(0);
    servers[0]?.child.kill('SIGKILL');
    await servers[0]?.ended;
    await living.as('ada').ok('setFaults', { body: { faults: [] } });
    const ready = async (): Promise<number> =>
      (await Promise.all(ids.map((id) => stateOf(living, id)))).filter((state) => state === 'unviewed')
        .length;
    await expect.poll(ready, { interval: 100, timeout: 60_000 }).toBeGreaterThan(3);
    expect(await ready()).toBeLessThan(ids.length);
    // The locks of the one that ended run out after a minute.
    await advance(living, 61);
    for (const id of ids)
      await expect.poll(() => stateOf(living, id), { interval: 50, timeout: 60_000 }).toBe('unviewed');
    const world = await settle(ground, living, createLedger(), servers.slice(1));
    const attempts = attemptsOf(world, ids);
    console.log(`taken over: ${attempts.filter((count) => count > 1).length} of ${ids.length} jobs`);
    expect(Math.max(...attempts)).toBe(2);
    expect(faultsIn(servers)).toStrictEqual([]);
  });

  const seed = chooseSeed();
  it(
    `restart one after the other without a failed request (seed ${seed})`,
    {
      timeout: isLong() ? 900_000 : 180_000,
    },
    async () => {
      const ground = await postgres();
      const env = { ...ground.env, LATCHKEY_DRAIN: '1' };
      const balancer = startBalancer();
      onTestFinished(() => balancer.stop());
      let running = [start(env), start(env)];
      const all = [...running];
      for (const server of running) balancer.add(await server.url);
      const callers = createCallers(balancer.send);
      const ledger = createLedger();
      const attack = startAttack({
        callers,
        ledger,
        random: seeded(seed),
        lanes: 4,
        accesses: 8,
        faults: false,
      });
      for (let round = 0; round < (isLong() ? 10 : 1); round += 1) {
        for (const old of running) {
          await attack.issued(ledger.issued + 5);
          old.child.kill('SIGTERM');
          await balancer.gone(await old.url);
          expect(await old.ended).toStrictEqual({ code: 0, signal: null });
          const fresh = start(env);
          all.push(fresh);
          balancer.add(await fresh.url);
        }
        running = all.slice(-2);
      }
      await attack.issued(ledger.issued + 10);
      await attack.stop();
      const { issued, lost, unavailable } = ledger;
      console.log(
        `seed ${seed}: ${issued} commands during the restarts, ${lost} lost, ${unavailable} got 503`,
      );
      expect({ lost, unavailable }).toStrictEqual({ lost: 0, unavailable: 0 });
      for (const server of all) expect(balancer.answered.get(await server.url)).toBeGreaterThan(0);
      await settle(ground, callers, ledger, running);
      expect(faultsIn(all)).toStrictEqual([]);
    },
  );
});
