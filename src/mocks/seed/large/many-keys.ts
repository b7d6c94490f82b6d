import { KEYS_PER_ACCOUNT } from '../../../domain/api-key/api-key.ts';
import { DAY, MINUTE } from '../../../domain/time.ts';
import { digest as webDigest } from '../../../runtime/digest.ts';
import { createServiceAccount } from '../../../service/keys/accounts.ts';
import { drawKey, insertKey } from '../../../service/keys/create-key.ts';
import { noteKeyUse } from '../../../service/keys/key-caller.ts';
import { loadPrincipal } from '../../../service/keys/principal.ts';
import type { Digest, Sealer } from '../../../service/ports/ports.ts';
import type { TableName, World } from '../../../service/ports/store.ts';
import { ORGANIZATION, personId } from '../organization.ts';
import { openStage } from '../stage.ts';

/** Accounts grown together; small tables are quick. */
const PLOT = 25;
/** Plots are so long apart in age, over a span of this length. */
const SPAN = 400 * DAY;
/** Far from the seeds of other stages, whose ids these must not share. */
const SEED = 800_000_001;
/** One key in so many is used once. */
const USED = 3;

/** What creating accounts and keys writes. */
const GROWN = [
  'serviceAccounts',
  'apiKeys',
  'simulatedKeys',
  'audit',
] as const satisfies readonly TableName[];

const DOMAINS = ['orders', 'payments', 'fleet', 'customs', 'returns', 'pricing', 'weather', 'driver'];
const PURPOSES = ['reader', 'writer', 'gateway', 'exporter', 'monitor', 'archiver', 'enriched', 'hourly'];

export interface ManyKeysOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sealer: Sealer;
  readonly keys: number;
  /** What they are for, by turns. Default: every cluster of the world, and the management API. */
  readonly resources?: readonly string[];
  /** Default: WebCrypto's, which takes longer to call than to count. */
  readonly digest?: Digest;
}

/**
 * The world with so many more API keys, ten of each new service account, the first called `app-00001`; grown by the use
 * cases on stages of their own. Their secrets are told to nobody.
 */
export const addManyKeys = async (world: World, options: ManyKeysOptions): Promise<World> => {
  const { now, sealer, keys, digest = webDigest } = options;
  const { organizations, people, environments, clusters, roleBindings, settings } = world;
  const resources = options.resources ?? [...clusters.map(({ id }) => id), 'cloud'];
  const admin = personId('astrid');
  // Nobody else acts here.
  const rights = roleBindings.filter(({ principalId }) => principalId === admin);
  const base = { organizations, people, environments, clusters, roleBindings: rights, settings };
  const plots = Math.ceil(keys / (PLOT * KEYS_PER_ACCOUNT));

  const growPlot = async (plot: number): Promise<World> => {
    const start = now - SPAN + Math.floor((plot * (SPAN - DAY)) / plots);
    const stage = await openStage({ sealer, digest, start, seed: SEED + plot, world: base });
    const { deps } = stage;
    const from = plot * PLOT * KEYS_PER_ACCOUNT;
    let ownerId = '';
    for (let number = from; number < Math.min(keys, from + PLOT * KEYS_PER_ACCOUNT); number += 1) {
      const account = Math.floor(number / KEYS_PER_ACCOUNT);
      const domain = DOMAINS[account % DOMAINS.length];
      if (number % KEYS_PER_ACCOUNT === 0) {
        const { service_account } = await createServiceAccount(deps, admin, ORGANIZATION.id, {
          display_name: `app-${String(account + 1).padStart(5, '0')}`,
          description: `${domain} of team ${account % 97}`,
        });
        ownerId = service_account.service_account_id;
      }
      const order = {
        resourceId: resources[number % resources.length] ?? 'cloud',
        ownerId,
        displayName: '',
        description: `${domain} ${PURPOSES[number % PURPOSES.length]} ${number + 1}`,
      };
      const drawn = await drawKey(deps);
      const key = await deps.store.write(async (tx) =>
        insertKey(deps, tx, await loadPrincipal(tx, admin), order, drawn, {
          door: 'api',
          sealed: null,
          claimHash: null,
        }),
      );
      await stage.until(deps.clock.now() + 1000);
      if (number % USED === 0) await noteKeyUse(deps, key);
    }
    // Until every resource has accepted its keys.
    await stage.until(deps.clock.now() + MINUTE);
    return stage.world();
  };

  const grown: World[] = [];
  for (let plot = 0; plot < plots; plot += 1) grown.push(await growPlot(plot));
  const rows = GROWN.map((table) => [
    table,
    [...world[table], ...grown.flatMap((part): readonly unknown[] => part[table])],
  ]);
  // GROWN's tables, each with its own rows.
  return { ...world, ...(Object.fromEntries(rows) as unknown as Pick<World, (typeof GROWN)[number]>) };
};
