import { expect, describe, inject, it } from 'vitest';
import { HOUR } from '../domain/time.ts';
import { addManyUsers } from '../mocks/seed/large/many-users.ts';
import type { World } from '../service/ports/store.ts';
import { tendJobId } from '../service/service-users/tend-by.ts';
import { createCallers, sendTo } from '../testing/faults/callers.ts';
import { advance } from '../testing/faults/check-answers.ts';
import { faultsIn, makeGround, start } from '../testing/faults/ground.ts';
import { OVERLAP } from '../testing/world.ts';

const DUE = 50;
/** How many are renewed when the server is killed, at least. */
const KILLS = [8, 25];
/** As long as a run rests between passes, or longer. Milliseconds. */
const REST = 5000;
/** What a run may take, the start of a server included. Milliseconds. */
const PATIENCE = 60_000;

const at = { who: 'cid', project: OVERLAP.project_name, service_name: OVERLAP.service_name };
const params = { project: at.project, service_name: at.service_name };

const renewedIn = (world: World) => world.serviceUsers.filter(({ renewals }) => renewals > 0);

describe.each(['PGlite', 'PostgreSQL'] as const)('a renewal run on %s', (kind) => {
  it('goes on where it was after kills, and renews nothing twice', { timeout: 180_000 }, async () => {
    const ground = await makeGround(kind, inject('postgresUrl'), async (world, sealer) => {
      const now = Date.now();
      const grown = await addManyUsers(world, { now, sealer, users: DUE + 30, due: DUE, at });
      // Begins when the test says so.
      const jobs = grown.jobs.map((job) =>
        job.id === tendJobId('svc_overlap') ? { ...job, runAt: now + HOUR } : job,
      );
      return { ...grown, jobs };
    });
    let server = start(ground.env);
    const servers = [server];
    let url = await server.url;
    const callers = createCallers(sendTo(() => url));
    const renewed = async (): Promise<number> => {
      const query = { renewal_state: 'renewed', limit: '1' };
      return (await callers.as('cid').ok('listServiceUsers', { params, query })).total_count;
    };
    const renewedAtLeast = async (count: number): Promise<void> => {
      await expect.poll(renewed, { timeout: PATIENCE, interval: 5 }).toBeGreaterThanOrEqual(count);
    };
    expect(await renewed()).toBe(0);

    let ahead = 2 * HOUR;
    /** Passes, and the rests between them, until so many are renewed. */
    const runUntil = async (count: number): Promise<void> => {
      while ((await renewed()) < count) {
        await advance(callers, ahead / 1000);
        ahead = REST;
      }
    };
    const left: number[] = [];
    for (const kill of KILLS) {
      // A killed server answers nobody.
      const run = runUntil(DUE).catch(() => undefined);
      await renewedAtLeast(kill);
      server.child.kill('SIGKILL');
      await Promise.all([server.ended, run]);
      left.push(DUE - renewedIn(await ground.dump()).length);
      server = start(ground.env);
      servers.push(server);
      url = await server.url;
      // On PostgreSQL the job stays with the worker that was killed until its lock ends; it could be alive.
      ahead = kind === 'PostgreSQL' ? 61_000 : REST;
    }
    const resumed = performance.now();
    await runUntil(DUE);
    const took = performance.now() - resumed;
    server.child.kill('SIGTERM');
    await server.ended;

    const world = await ground.dump();
    const users = renewedIn(world);
    expect(users).toHaveLength(DUE);
    for (const user of users) {
      expect(user.renewals, user.username).toBe(1);
      const onPlatform = world.simulatedRenewals.filter(({ username }) => username === user.username);
      expect(onPlatform).toMatchObject([{ renewal: 1, fingerprint: user.certificate?.fingerprint }]);
    }
    expect(world.simulatedRenewals).toHaveLength(DUE);
    const entries = world.audit.filter(({ action }) => action === 'certificate.renewed');
    expect(new Set(entries.map(({ resourceName }) => resourceName)).size).toBe(DUE);
    expect(entries).toHaveLength(DUE);
    const notices = world.notifications.filter((row) => row.kind === 'certificates_renewed');
    expect(notices.map(({ personId, params: said }) => [personId, said['count']])).toEqual([
      ['cid', String(DUE)],
    ]);
    expect(faultsIn(servers)).toStrictEqual([]);
    console.log(
      `${kind}: killed with ${left.join(' and ')} of ${DUE} left; the rest renewed ${Math.round(took)} ms after the restart`,
    );
    for (const [i, count] of left.entries()) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(DUE - (KILLS[i] ?? 0));
    }
  });
});
