import { inspect } from 'node:util';
import { expect } from 'vitest';
import { PlatformRefusedError } from '../../service/ports/ports.ts';
import { UnavailableError, type World } from '../../service/ports/store.ts';
import type { TestHost } from '../http-suite/host.ts';
import { OVERLAP, SINGLE } from '../world.ts';
import type { Command } from './commands.ts';
import { differences, expectedView } from './expected.ts';
import { explore, predict } from './explore.ts';
import { checkInvariants, type Shown } from './invariants.ts';
import { observedView, type Labels } from './observed.ts';
import { CLAIMS, paceOf, perform, type Valve } from './perform.ts';
import { watchSecrets } from './secrets.ts';
import {
  accessOf,
  copyModel,
  firstModel,
  generationsOf,
  SECOND,
  type Model,
  type ModelPerson,
} from './state.ts';
import { settle } from './worker.ts';

/** Where runs take place, one after the other. */
export interface Ground {
  readonly host: TestHost;
  readonly valve: Valve;
}

/** Names the next command, given what the model holds for true; nothing: this step is left out. */
export type Chooser = (model: Model, serial: number) => Command | undefined;

/** The backend and the model went apart; the message lists the commands that lead there. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
  readonly commands: readonly Command[];
  constructor(commands: readonly Command[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.commands = commands;
  }
}

/** Fay sees nothing of this organization, so what she sees is not compared. */
const READERS = ['ada', 'ben', 'cid', 'dan', 'eve'] as const satisfies readonly ModelPerson[];

/** Those of them who are there, whatever is true. */
const readersOf = (models: readonly Model[]): readonly ModelPerson[] =>
  READERS.filter((name) => models.every((model) => !model.gone.includes(name)));

interface Held {
  readonly access: string;
  readonly generation: number;
  readonly password: string;
  readonly certificate: string;
}

/** Whether the platform takes what somebody holds, asked as a client would (R22). */
const tryOn = async (host: TestHost, model: Model, held: Held): Promise<void> => {
  const access = accessOf(model, held.access);
  const generation = generationsOf(model, access)[held.generation];
  const active = generation?.status === 'active';
  const attempt = async (proof: Record<string, string>): Promise<number | null> => {
    const where = access.service === 'single' ? SINGLE : OVERLAP;
    const body = { ...where, username: access.username, ...proof };
    const answer = await host.stranger().ok('authenticateOnPlatform', { body });
    return answer.accepted ? (answer.generation ?? -1) : null;
  };
  const works = {
    password: await attempt({ password: held.password }),
    certificate: await attempt({ access_cert: held.certificate }),
  };
  expect(works, `${held.access}, generation ${held.generation}: what authenticates`).toEqual({
    password: active && !generation.passwordEnded ? held.generation : null,
    certificate: active ? held.generation : null,
  });
};

/** Reads a person's events for the length of a run. */
const eavesdrop = async (host: TestHost): Promise<{ heard(): string; close(): Promise<void> }> => {
  const response = await host.as('ada').open('streamEvents');
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const listen = async (): Promise<void> => {
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) return;
      text += decoder.decode(next.value, { stream: true });
    }
  };
  const listening = listen();
  return {
    heard: () => text,
    close: async () => {
      await reader?.cancel();
      await listening;
    },
  };
};

/** Does a command to the backend; the models that may be true afterwards. */
const carryOut = async (
  { host, valve }: Ground,
  labels: Labels,
  shown: (Shown & { readonly access: string })[],
  models: readonly Model[],
  command: Command,
): Promise<readonly Model[]> => {
  const each = (change: (model: Model) => void): readonly Model[] =>
    models.map((model) => {
      const next = copyModel(model);
      change(next);
      return next;
    });
  const settled = async (): Promise<void> => {
    valve.open = true;
    try {
      await host.settle();
    } finally {
      valve.open = false;
    }
  };
  if (command.do === 'settle') {
    await settled();
    return each(settle);
  }
  if (command.do === 'advance') {
    await host.advance(command.seconds * SECOND);
    return each((model) => {
      model.now += command.seconds * SECOND;
    });
  }
  if (command.do === 'fault') {
    await host.setFaults(...(command.fault === null ? [] : [command.fault]));
    return each((model) => {
      model.fault = command.fault;
    });
  }
  const actions = command.do === 'together' ? command.actions : [command];
  const worker = command.do === 'together' && command.worker;
  valve.open = worker;
  valve.pace = command.do === 'together' ? paceOf(command.pace) : null;
  // With an open valve the worker looks right now, and whenever something becomes due.
  const work = worker ? host.settle() : Promise.resolve();
  const results = await Promise.all(actions.map((action) => perform(host, labels, shown, action)));
  await work;
  valve.pace = null;
  if (worker) await settled();
  const after = models.flatMap((model) => explore(model, actions, results, worker));
  const [before = firstModel()] = models;
  const alone = actions.map((action) => predict(before, action));
  const said = `answered ${results.join(', ')}; each alone should answer ${alone.join(', ')}`;
  expect(after.length, said).toBeGreaterThan(0);
  return after;
};

/**
 * One run from the first world on: after every step the backend is held against the model and the invariants. Throws
 * DivergenceError. The host's own reset goes first, so runs can follow each other, whatever became of the last.
 */
export const run = async (ground: Ground, steps: readonly Chooser[]): Promise<readonly Command[]> => {
  const { host, valve } = ground;
  valve.open = false;
  valve.pace = null;
  await host.reset();
  host.reported.length = 0;
  const before = new Set((await host.store.dump()).audit.map((row) => row.id));
  const labels: Labels = {
    accesses: new Map(Object.entries(host.accesses).map(([label, { id }]) => [label, id])),
    requests: new Map(),
    incidents: new Map(),
    roles: new Map(),
  };
  const watch = watchSecrets(host, Object.values(CLAIMS));
  const events = await eavesdrop(host);
  const shown: (Shown & { readonly access: string })[] = [];
  const decided = new Set<string>();
  const commands: Command[] = [];
  const held = new Map<string, Held>();
  const tried = new Map<string, string>();
  for (const [access, { first }] of Object.entries(host.accesses))
    if (access !== 'foreign')
      held.set(`${access} 1`, {
        access,
        generation: 1,
        password: first.password,
        certificate: first.access_cert,
      });
  let models: readonly Model[] = [firstModel()];

  const hold = (dump: World): void => {
    for (const { access, reveal } of shown) {
      const { fingerprint_sha256 } = reveal.certificate;
      const row = dump.credentials.find((made) => made.certificate.fingerprint === fingerprint_sha256);
      const { password, access_cert } = reveal.credentials;
      const generation = row?.generation ?? -1;
      held.set(`${access} ${generation}`, { access, generation, password, certificate: access_cert });
    }
  };

  const check = async (earlier: Model, serial: number, last: boolean): Promise<void> => {
    const dump = await host.store.dump();
    const readers = readersOf(models);
    const reader = readers[serial % readers.length] ?? 'ada';
    const seen = await observedView(host, labels, reader, dump, before);
    const fitting = models.filter(
      (model) => JSON.stringify(expectedView(model, reader)) === JSON.stringify(seen),
    );
    const [likeliest = firstModel()] = models;
    if (fitting.length === 0)
      expect.fail(
        [`as ${reader} sees it`, ...differences(seen, expectedView(likeliest, reader))].join('\n  '),
      );
    models = fitting;
    const [model = likeliest] = fitting;
    checkInvariants(dump, [earlier, model], shown, decided);
    hold(dump);
    let turn = 0;
    for (const [key, one] of held) {
      const should = JSON.stringify(generationsOf(model, accessOf(model, one.access))[one.generation]);
      turn += 1;
      // What should have changed, at the end everything, and in between one after the other.
      if (!last && tried.get(key) === should && serial % held.size !== turn - 1) continue;
      tried.set(key, should);
      await tryOn(host, model, one);
    }
    const faults = host.reported.map((error) => inspect(error, { depth: 8 }));
    const foreseen = (error: unknown): boolean =>
      error instanceof Error &&
      (error.cause instanceof PlatformRefusedError || error.cause instanceof UnavailableError);
    const unforeseen = host.reported.filter((error) => !foreseen(error));
    expect(unforeseen, 'faults that nobody foresaw').toEqual([]);
    await watch.look(dump, [...faults, events.heard()]);
  };

  try {
    for (const [serial, choose] of steps.entries()) {
      const [earlier = firstModel()] = models;
      const command = choose(earlier, serial);
      if (!command) continue;
      commands.push(command);
      models = await carryOut(ground, labels, shown, models, command);
      await check(earlier, serial, serial === steps.length - 1);
    }
    for (const name of readersOf(models))
      for (const id of ['listNotifications', 'exportAccesses', 'exportRequests'] as const)
        await host.as(name).ok(id);
    await watch.look(await host.store.dump(), []);
    return commands;
  } catch (error) {
    throw new DivergenceError(commands, error);
  } finally {
    await events.close();
  }
};
