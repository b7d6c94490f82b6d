import type { Out } from '../../contract/operation.ts';
import type {
  Authenticate,
  Authenticated,
  AuthenticateKey,
  KeyAuthenticated,
  DemoState as WireDemoState,
  Fault,
} from '../../contract/schemas/demo.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Deps } from '../deps.ts';
import type { SimulatedPlatform, Transaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { DEMO_SETTING, NO_DEMO, type DemoSettings, type DemoState } from './demo-state.ts';

/** What the demo's controls need beside the use cases' own dependencies. */
export interface DemoHost {
  readonly state: DemoState;
  readonly platform: SimulatedPlatform;
  /** Puts the demo organization back as it was at first. */
  reset(): Promise<void>;
  /** Carries out everything that is due, before the answer goes out. */
  catchUp(): Promise<void>;
}

type Answer = Out<typeof WireDemoState>;

const NOUNS = ['accesses', 'requests', 'notifications', 'groups', 'session', 'demo'];

/** The demo's clock and faults. */
export const getDemo = ({ clock }: Deps, { state }: DemoHost): Answer => ({
  faults: [...state.current().faults],
  now_time: toWireTime(clock.now()),
});

const change = async (
  deps: Deps,
  demo: DemoHost,
  next: (settings: DemoSettings) => DemoSettings,
  touches: readonly string[],
  more?: (tx: Transaction) => Promise<void>,
): Promise<Answer> => {
  await deps.store.write(async (tx) => {
    const row = await tx.get('settings', DEMO_SETTING);
    // Written here alone; read in this transaction, so that two changes at once both count.
    const value = next((row?.value as DemoSettings | undefined) ?? NO_DEMO);
    if (row) await tx.update('settings', DEMO_SETTING, { value });
    else await tx.insert('settings', { id: DEMO_SETTING, value });
    await more?.(tx);
    tx.announce({ touches, organizationId: null, personIds: null });
  });
  await demo.state.refresh();
  return getDemo(deps, demo);
};

/** Switches faults on and off. */
export const setFaults = (deps: Deps, demo: DemoHost, faults: readonly Fault[]): Promise<Answer> =>
  change(deps, demo, (settings) => ({ ...settings, faults: [...new Set(faults)] }), ['demo', 'jobs']);

/** Moves the demo's clock ahead by so many seconds and carries out what falls due. Sessions move along. */
export const advanceClock = async (deps: Deps, demo: DemoHost, seconds: number): Promise<Answer> => {
  const by = seconds * 1000;
  await change(
    deps,
    demo,
    (settings) => ({ ...settings, clockOffset: settings.clockOffset + by }),
    [...NOUNS, 'jobs'],
    async (tx) => {
      for (const session of await tx.find('sessions'))
        await tx.update('sessions', session.id, {
          expiresAt: session.expiresAt + by,
          lastUsedAt: session.lastUsedAt + by,
        });
    },
  );
  await demo.catchUp();
  return getDemo(deps, demo);
};

/** Ends every session, as if its time had run out. */
export const expireSessions = async ({ store }: Deps): Promise<{ message: string }> => {
  await store.write(async (tx) => {
    for (const { id } of await tx.find('sessions')) await tx.remove('sessions', id);
    tx.announce({ touches: ['session'], organizationId: null, personIds: null });
  });
  return { message: 'Every session has ended.' };
};

/** Starts the demo over. */
export const resetDemo = async (deps: Deps, demo: DemoHost): Promise<{ message: string }> => {
  // First the clock: by the moved one, much that waits in the demo that comes would be long over.
  await change(deps, demo, () => NO_DEMO, ['demo']);
  await demo.reset();
  await demo.state.refresh();
  return { message: 'The demo starts over.' };
};

/** Tries a password or a certificate on the simulated platform, as a client would. */
export const authenticate = async (
  { store }: Deps,
  { platform }: DemoHost,
  input: Out<typeof Authenticate>,
): Promise<Out<typeof Authenticated>> => {
  const service = await store.read(
    async (tx) =>
      (
        await tx.find('services', { where: { projectName: input.project_name, name: input.service_name } })
      )[0],
  );
  if (!service) throw new ProblemError('service_not_found', `Service ${input.service_name} does not exist.`);
  const target = { service, username: input.username };
  const proof =
    input.access_cert === undefined
      ? { password: input.password ?? '' }
      : { certificatePem: input.access_cert };
  const generation = await platform.authenticate(target, proof);
  return generation === null ? { accepted: false } : { accepted: true, generation };
};

/** Tries an API key on one resource of the simulated platform, as a client would (K1, K12). */
export const authenticateKey = async (
  { platform }: DemoHost,
  { key, secret, resource_id: resourceId }: Out<typeof AuthenticateKey>,
): Promise<Out<typeof KeyAuthenticated>> => ({
  accepted: await platform.authenticateKey(key, secret, resourceId),
});
