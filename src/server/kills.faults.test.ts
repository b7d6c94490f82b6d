import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { startAttack } from '../testing/faults/attack.ts';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { advance, checkAnswers } from '../testing/faults/check-answers.ts';
import { faultsIn, makeGround, settle, start } from '../testing/faults/ground.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { chooseSeed, isLong, seeded } from '../testing/faults/random.ts';

// Few accesses get further each.
const size = isLong()
  ? { commands: 300, kills: 30, accesses: 6, limit: 1_200_000 }
  : { commands: 40, kills: 5, accesses: 3, limit: 180_000 };

describe.each(['PGlite', 'PostgreSQL'] as const)('a server on %s that is killed', (kind) => {
  const seed = chooseSeed();
  it(`keeps every promise that it made (seed ${seed})`, { timeout: size.limit }, async () => {
    const random = seeded(seed);
    const ground = await makeGround(kind, inject('postgresUrl'));
    const ledger = createLedger();
    let server = start(ground.env);
    const servers = [server];
    let url = await server.url;
    const callers = createCallers(sendTo(() => url));
    const restart = async (): Promise<void> => {
      if (random.chance(0.25)) {
        const early = start(ground.env);
        await wait(random.below(600));
        early.child.kill('SIGKILL');
        await early.ended;
      }
      server = start(ground.env);
      servers.push(server);
      url = await server.url;
    };
    const startups: number[] = [];
    for (let kill = 1; kill <= size.kills; kill += 1) {
      const attack = startAttack({
        callers,
        ledger,
        random: random.fork(),
        lanes: 3,
        accesses: size.accesses,
        faults: true,
      });
      await attack.issued(Math.round((size.commands / size.kills) * kill));
      await wait(random.below(120));
      const stopped = attack.stop();
      server.child.kill('SIGKILL');
      await Promise.all([stopped, server.ended]);
      await restart();
      startups.push(server.readyAfter());
      // On PostgreSQL a worker's jobs are its own until its lock ends; it could be alive.
      if (kind === 'PostgreSQL') await advance(callers, 61);
      await checkAnswers(callers, ledger);
    }
    const world = await settle(ground, callers, ledger, [server]);
    expect(faultsIn(servers)).toStrictEqual([]);
    console.log(
      `${kind}, seed ${seed}: ${ledger.issued} commands, ${ledger.acknowledged} done, ${ledger.lost} lost, ` +
        `${ledger.reveals.length} reveals, ${world.audit.length} audit entries; ` +
        `ready again after ${Math.round(Math.max(...startups))} ms at most`,
    );
    expect(ledger.issued).toBeGreaterThanOrEqual(size.commands);
  });
});
