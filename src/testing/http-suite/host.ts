import { expect } from 'vitest';
import type { OperationId } from '../../contract/operations.ts';
import type { Fault } from '../../contract/schemas/demo.ts';
import type { Reveal } from '../../contract/schemas/credentials.ts';
import { createBackend, type Backend } from '../../host/backend.ts';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Mailing, Posting } from '../../service/ports/ports.ts';
import type { Store, World } from '../../service/ports/store.ts';
import { PERSONAS_ONLY } from '../../service/session/sign-in-policy.ts';
import { createClient, type Client } from '../client.ts';
import { START } from '../rows.ts';
import {
  accessTokenOf,
  FOREIGN,
  makeDirectory,
  OVERLAP,
  PEOPLE,
  SINGLE,
  tokenOf,
  type PersonName,
  type ServiceName,
} from '../world.ts';

/** The accesses that every test finds: their first credentials are saved and known here. */
export interface Ready {
  readonly id: string;
  readonly service: ServiceName;
  readonly username: string;
  readonly first: Reveal['credentials'];
}
export type AccessName = 'orders' | 'stock' | 'lonely' | 'foreign';

/** What the simulated platform keeps. */
type PlatformTable = 'simulatedGenerations' | 'simulatedRenewals' | 'simulatedKeys';

/** A whole backend under test. */
export interface TestHost {
  readonly store: Store;
  readonly backend: Backend;
  readonly accesses: Readonly<Record<AccessName, Ready>>;
  /** This person's browser, signed in; a fresh one in every test. */
  as(name: PersonName): Client;
  /** This person's program, which calls with an access token. */
  byToken(name: PersonName): Client;
  /** A program that calls with this Authorization header. */
  program(authorization: string): Client;
  /** A browser that nobody signed in with, or one that got hold of this session's token. */
  stranger(token?: string): Client;
  /** Carries out everything that is due. */
  settle(): Promise<void>;
  /** Moves the clock ahead by so many milliseconds, whole seconds, and carries out what falls due. */
  advance(milliseconds: number): Promise<void>;
  setFaults(...faults: Fault[]): Promise<void>;
  /** Has `work` done once, between the platform's next change of this table and whoever asked for it learning of that. */
  amidst(table: PlatformTable, work: () => Promise<unknown>): void;
  /** The moment on the backend's clock. */
  now(): number;
  /** Puts the world back as it was at first. */
  reset(): Promise<void>;
  /** Every answer since the last reset: operation and body. */
  readonly answers: { readonly id: OperationId; readonly text: string }[];
  /** Operations that succeeded since the host was made. */
  readonly exercised: Set<OperationId>;
  /** Faults that nobody foresaw. */
  readonly reported: unknown[];
  close(): Promise<void>;
}

/** What a page makes before it asks for credentials (R19). */
export const newClaim = (): string => toBase64Url(randomBytes(32));

/** All rows but those that tell what was asked, refusals included: they grow with every refusal. */
export const besidesTrail = ({
  audit: _1,
  auditLinks: _2,
  auditPending: _3,
  ...rest
}: World): Partial<World> => rest;

/** Where all calls come from. */
export const ADDRESS = '192.0.2.7';

const OWNERS = {
  orders: { by: 'ada', group: 'grp_payments', service: OVERLAP, topics: ['orders', 'refunds'] },
  stock: { by: 'ada', group: 'grp_payments', service: SINGLE, topics: ['orders'] },
  lonely: { by: 'dan', group: 'grp_logistics', service: OVERLAP, topics: ['refunds'] },
  foreign: { by: 'fay', group: 'grp_globex', service: FOREIGN, topics: ['secrets'] },
} as const;

/** What `createAccess` takes for one on these topics. */
export const newAccess = (
  name: string,
  group: string,
  service: ServiceName,
  topics: readonly string[],
): { access_name: string; owner_user_group_id: string; [field: string]: unknown } => ({
  access_name: name,
  access_type: 'KAFKA',
  owner_user_group_id: group,
  access_data: {
    ...service,
    username: `${name}-user`,
    acls: topics.map((topic) => ({
      resource_name: topic,
      resource_type: 'Topic',
      operation: 'Read',
      permission_type: 'ALLOW',
      host: '*',
    })),
  },
});

/** Makes an access through the API and saves its first credentials. */
const grow = async (host: Pick<TestHost, 'as' | 'settle'>, name: AccessName): Promise<Ready> => {
  const { by, group, service, topics } = OWNERS[name];
  const person = host.as(by);
  const { access } = await person.ok('createAccess', { body: newAccess(name, group, service, topics) });
  await host.settle();
  const params = { access_id: access.access_id };
  const body = { claim: newClaim() };
  const reveal = await person.ok('claimCredentials', { params, body });
  await person.ok('confirmSaved', { params, body });
  return { id: access.access_id, service, username: access.access_data.username, first: reveal.credentials };
};

/** Composes the backend on a store, fills it and keeps what it was filled with for `reset`. */
export const makeHost = async (
  openStore: () => Promise<Store>,
  { mailing = null, posting = null }: { mailing?: Mailing | null; posting?: Posting | null } = {},
): Promise<TestHost> => {
  const opened = await openStore();
  let amidst: { readonly table: PlatformTable; readonly work: () => Promise<unknown> } | null = null;
  const store: Store = {
    ...opened,
    write: async (work) => {
      const waiting = amidst;
      if (waiting === null) return opened.write(work);
      let before: unknown;
      let after: unknown;
      const result = await opened.write(async (tx) => {
        before = await tx.find(waiting.table);
        const done = await work(tx);
        after = await tx.find(waiting.table);
        return done;
      });
      if (JSON.stringify(before) !== JSON.stringify(after) && amidst === waiting) {
        amidst = null;
        await waiting.work();
      }
      return result;
    },
  };
  let world: World = await makeDirectory();
  const { sessions } = world;
  await store.replaceAll(world);
  const reported: unknown[] = [];
  const backend = await createBackend({
    store,
    sealer: createSealer(new Uint8Array(32).fill(9)),
    clock: { now: () => START },
    demo: {
      reset: (kept) => {
        // By a clock that is still ahead, the worker would carry out at once what falls due in days.
        expect(backend.deps.clock.now()).toBe(START);
        return store.replaceAll({ ...world, sessions: kept });
      },
    },
    secureCookies: false,
    mailing,
    posting,
    signIn: { ...PERSONAS_ONLY, breakGlass: true },
    report: (error) => reported.push(error),
  });
  const answers: { id: OperationId; text: string }[] = [];
  const exercised = new Set<OperationId>();
  const wire = {
    fetch: async (request: Request) => backend.app.fetch(request, { address: ADDRESS }),
    note: (id: OperationId, text: string) => void answers.push({ id, text }),
    reached: (id: OperationId) => void exercised.add(id),
  };
  const as = (name: PersonName): Client => createClient(wire, PEOPLE[name].organizationId, tokenOf(name));
  const program = (authorization: string): Client => createClient(wire, 'org_acme', undefined, authorization);
  const byToken = (name: PersonName): Client =>
    createClient(wire, PEOPLE[name].organizationId, undefined, `Bearer ${accessTokenOf(name)}`);
  const stranger = (token?: string): Client => createClient(wire, 'org_acme', token);
  const settle = (): Promise<void> => backend.catchUp();
  const accesses = {
    orders: await grow({ as, settle }, 'orders'),
    stock: await grow({ as, settle }, 'stock'),
    lonely: await grow({ as, settle }, 'lonely'),
    foreign: await grow({ as, settle }, 'foreign'),
  };
  await settle();
  world = { ...(await store.dump()), sessions: [] };
  return {
    store,
    backend,
    accesses,
    as,
    byToken,
    program,
    stranger,
    settle,
    advance: async (milliseconds) => {
      await stranger().ok('advanceClock', { body: { seconds: milliseconds / 1000 } });
    },
    setFaults: async (...faults) => {
      await stranger().ok('setFaults', { body: { faults } });
    },
    amidst: (table, work) => {
      amidst = { table, work };
    },
    now: () => backend.deps.clock.now(),
    reset: async () => {
      amidst = null;
      await stranger().ok('resetDemo');
      // Starting over keeps whoever is signed in (the demo's own wish); tests want everybody as at first.
      await store.write(async (tx) => {
        for (const { id } of await tx.find('sessions')) await tx.remove('sessions', id);
        for (const session of sessions) await tx.insert('sessions', session);
      });
      answers.length = 0;
      expect(backend.deps.clock.now()).toBe(START);
    },
    answers,
    exercised,
    reported,
    close: async () => {
      await backend.stop();
      await store.close();
    },
  };
};

/** Another server process on this store, for as long as `work` takes. */
export const elsewhere = async (
  host: Pick<TestHost, 'reported'>,
  store: Store,
  work: (as: (name: PersonName) => Client, program: (authorization: string) => Client) => Promise<void>,
): Promise<void> => {
  const backend = await createBackend({
    store,
    sealer: createSealer(new Uint8Array(32).fill(9)),
    clock: { now: () => START },
    demo: null,
    secureCookies: false,
    report: (error) => host.reported.push(error),
  });
  const wire = {
    fetch: async (request: Request) => backend.app.fetch(request),
    note: () => undefined,
    reached: () => undefined,
  };
  try {
    await work(
      (name) => createClient(wire, PEOPLE[name].organizationId, tokenOf(name)),
      (authorization) => createClient(wire, 'org_acme', undefined, authorization),
    );
  } finally {
    await backend.stop();
  }
};
