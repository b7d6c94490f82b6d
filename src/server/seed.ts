import type { Sealer } from '../service/ports/ports.ts';
import type {
  Session,
  Setting,
  Store,
  TableName,
  Tables,
  Transaction,
  World,
} from '../service/ports/store.ts';
import { systemClock } from '../runtime/clock.ts';
import { createIds } from '../runtime/ids.ts';
import { StartError } from './config.ts';

/** Makes the demo organization as of now. */
export type Grow = () => Promise<World>;

const CHECK_SETTING = 'sealing_check';
const CHECK_TEXT = 'latchkey';

/** After so long its "expires in 3 days" is no longer true. Milliseconds. */
const FRESH = 12 * 3_600_000;

const verifyKey = async (store: Store, sealer: Sealer): Promise<void> => {
  const check = await store.read((tx) => tx.get('settings', CHECK_SETTING));
  if (!check) return;
  try {
    await sealer.open(String(check.value), CHECK_SETTING);
  } catch (error) {
    throw new StartError(
      [
        'The sealing key is not the one that this database was made with, so the credentials in it could not be opened. Set LATCHKEY_SEALING_KEY, or restore DATA_DIR/sealing.key, to that key, or name it in LATCHKEY_OLDER_SEALING_KEYS.',
      ],
      { cause: error },
    );
  }
};

/**
 * Whether something here was sealed with an older key, as far as the store remembers: the check is sealed last.
 */
export const wantsResealing = async (store: Store, sealer: Sealer): Promise<boolean> => {
  const check = await store.get('settings', CHECK_SETTING);
  return check !== undefined && !sealer.isCurrent(String(check.value));
};

/** The store belongs to the current key from now on. Only when nothing is sealed with an older one any more. */
export const bindToCurrentKey = async (store: Store, sealer: Sealer): Promise<void> => {
  const value = await sealer.seal(CHECK_TEXT, CHECK_SETTING);
  await store.write((tx) => tx.update('settings', CHECK_SETTING, { value }));
};

const insertWorld = async (tx: Transaction, world: World): Promise<void> => {
  // World has exactly the store's tables.
  for (const table of Object.keys(world) as TableName[]) {
    // The sessions of those who grew it are nobody's.
    if (table === 'sessions') continue;
    // Each table's rows are of its own type; the union of all tables hides it.
    for (const row of world[table] as readonly Tables[typeof table][]) await tx.insert(table, row);
  }
};

/**
 * Fills an empty store with what `grow` makes (null: leaves it empty) and binds it to the sealing key. One transaction
 * looks and fills, so of several servers that start at once one fills it and the others find it filled. Throws
 * StartError when the store belongs to another key.
 */
export const prepareStore = async (store: Store, sealer: Sealer, grow: Grow | null): Promise<void> => {
  await verifyKey(store, sealer);
  const isEmpty = async (tx: Pick<Transaction, 'count'>): Promise<boolean> =>
    (await tx.count('organizations')) === 0;
  const { empty, bound } = await store.read(async (tx) => ({
    empty: await isEmpty(tx),
    bound: (await tx.get('settings', CHECK_SETTING)) !== undefined,
  }));
  const world = empty && grow ? await grow() : null;
  if (bound && !world) return;
  const check: Setting = { id: CHECK_SETTING, value: await sealer.seal(CHECK_TEXT, CHECK_SETTING) };
  await store.write(async (tx) => {
    if (!(await tx.get('settings', CHECK_SETTING))) await tx.insert('settings', check);
    if (world && (await isEmpty(tx))) await insertWorld(tx, world);
  });
  // Another server may have bound it in the meantime.
  await verifyKey(store, sealer);
};

/** The organization that people who sign in belong to, where there is none yet. */
export const makeOrganization = (store: Store, name: string): Promise<void> =>
  store.write(async (tx) => {
    if ((await tx.count('organizations')) > 0) return;
    const id = createIds(systemClock).next('org');
    await tx.insert('organizations', {
      id,
      name,
      cloudKeyApproval: false,
      version: 1,
      createdAt: systemClock.now(),
    });
  });

/** Starts the demo over, always with the same world while that is fresh; who is signed in stays so. */
export const createReset = (store: Store, grow: Grow): ((sessions: readonly Session[]) => Promise<void>) => {
  let grown: { readonly at: number; readonly world: Promise<World> } | undefined;
  return async (sessions) => {
    if (!grown || Date.now() - grown.at > FRESH) {
      grown = { at: Date.now(), world: grow() };
      // What failed is tried again by the next reset.
      grown.world.catch(() => (grown = undefined));
    }
    const world = await grown.world;
    const check = await store.read((tx) => tx.find('settings', { where: { id: CHECK_SETTING } }));
    await store.replaceAll({ ...world, settings: [...world.settings, ...check], sessions });
  };
};
