import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startAttack } from '../testing/faults/attack.ts';
import { startBalancer } from '../testing/faults/balancer.ts';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { faultsIn, makeGround, settle, start } from '../testing/faults/ground.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { chooseSeed, isLong, seeded } from '../testing/faults/random.ts';
import { newClaim } from '../testing/http-suite/host.ts';
import { OVERLAP } from '../testing/world.ts';

const size = isLong()
  ? { commands: 500, kills: 25, limit: 1_200_000, claims: 1000 }
  : { commands: 60, kills: 4, limit: 180_000, claims: 200 };

describe('two servers on one PostgreSQL', () => {
  const seed = chooseSeed();
  it(
    `keep every promise while one of them is killed again and again (seed ${seed})`,
    { timeout: size.limit },
    async () => {
      const random = seeded(seed);
      const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
      const balancer = startBalancer();
      onTestFinished(() => balancer.stop());
      let running = [start(ground.env), start(ground.env)];
      const all = [...running];
      for (const server of running) balancer.add(await server.url);
      const callers = createCallers(balancer.send);
      const ledger = createLedger();
      const attack = startAttack({
        callers,
        ledger,
        random: random.fork(),
        lanes: 4,
        accesses: 6,
        faults: true,
      });
      for (let kill = 1; kill <= size.kills; kill += 1) {
        await attack.issued(Math.round((size.commands / size.kills) * kill));
        await wait(random.below(200));
        const victim = random.pick(running);
        victim.child.kill('SIGKILL');
        await victim.ended;
        await balancer.gone(await victim.url);
        const fresh = start(ground.env);
        all.push(fresh);
        balancer.add(await fresh.url);
        running = [...running.filter((server) => server !== victim), fresh];
      }
      await attack.issued(ledger.issued + 10);
      await attack.stop();
      const world = await settle(ground, callers, ledger, running);
      console.log(
        `seed ${seed}: ${ledger.issued} commands, ${ledger.acknowledged} done, ${ledger.lost} lost in ${size.kills} kills, ` +
          `${ledger.reveals.length} reveals, ${world.audit.length} audit entries`,
      );
      expect(faultsIn(all)).toStrictEqual([]);
    },
  );

  it(
    `R18: of ${size.claims} claims at once, half of them at each, exactly one succeeds`,
    { timeout: 180_000 },
    async () => {
      const ground = await makeGround('PostgreSQL', inject('postgresUrl'));
      const servers = [start(ground.env), start(ground.env)];
      const urls = await Promise.all(servers.map(({ url }) => url));
      const both = urls.map((url) => createCallers(sendTo(() => url)));
      const [one] = both;
      if (!one) throw new Error('two servers');
      const ada = one.as('ada');
      const { access } = await ada.ok('createAccess', {
        body: {
          access_name: 'once',
          access_type: 'KAFKA',
          owner_user_group_id: 'grp_payments',
          access_data: {
            ...OVERLAP,
            username: 'once',
            acls: [
              {
                resource_name: 'orders',
                resource_type: 'Topic',
                operation: 'Read',
                permission_type: 'ALLOW',
              },
            ],
          },
        },
      });
      const params = { access_id: access.access_id };
      await expect
        .poll(async () => (await ada.ok('getAccess', { params })).access.credential_state, {
          timeout: 30_000,
        })
        .toBe('unviewed');
      const replies = await Promise.all(
        Array.from({ length: size.claims }, (_, i) =>
          (both[i % 2] ?? one).as('ada').send('claimCredentials', { params, body: { claim: newClaim() } }),
        ),
      );
      const shown = replies.filter(({ status }) => status === 200);
      expect(shown).toHaveLength(1);
      // Whoever found the database too busy was told to try again, and was shown nothing.
      expect([...new Set(replies.map(({ code }) => code ?? 'shown'))].toSorted()).toEqual(
        expect.arrayContaining(['credentials_consumed', 'shown']),
      );
      for (const { code } of replies)
        expect(['credentials_consumed', 'unavailable', undefined]).toContain(code);
      for (const server of servers) server.child.kill('SIGTERM');
      await Promise.all(servers.map(({ ended }) => ended));
      expect(faultsIn(servers)).toStrictEqual([]);
    },
  );
});
