import { expect } from 'vitest';
import { digest } from '../../runtime/digest.ts';
import type { World } from '../../service/ports/store.ts';
import { SINGLE } from '../world.ts';
import type { KnownReveal, Ledger } from './ledger.ts';

const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** How many audit entries there are of an action for a request. */
const countOf = (world: World, action: string, requestId: string): number =>
  world.audit.filter((entry) => entry.action === action && entry.requestId === requestId).length;

/** Every approved rotation ended exactly once for each time that it was begun (R10), and says so once. */
const checkRequests = (world: World): void => {
  const active = new Map(world.accesses.map((access) => [access.activeRequestId, access.id]));
  for (const request of world.requests) {
    const { id, status } = request;
    const begun = countOf(world, 'request.approved', id) + countOf(world, 'request.retried', id);
    const made = countOf(world, 'request.provisioned', id);
    expect(made + countOf(world, 'request.failed', id), `${id}: ends`).toBe(begun);
    expect(made, `${id}: made`).toBe(status === 'approved' ? 1 : 0);
    expect(['pending', 'approved', 'failed', 'declined', 'deleted']).toContain(status);
    if (begun > 0) expect(['approved', 'failed'], `${id}: ${status}`).toContain(status);
    expect(countOf(world, 'request.approved', id)).toBeLessThan(2);
    const credentials = world.credentials.filter((credential) => credential.requestId === id);
    expect(credentials, `${id}: credentials`).toHaveLength(made);
    const told = world.notifications.filter(
      (notice) => notice.requestId === id && notice.kind === 'credentials_ready',
    );
    expect(told, `${id}: told once`).toHaveLength(made);
    const waits = credentials.some((credential) => ['sealed', 'claimed'].includes(credential.status));
    expect(request.activeKey, `${id}: active`).toBe(status === 'pending' || waits ? request.accessId : null);
    if (request.activeKey !== null) expect(active.get(id), `${id}: of its access`).toBe(request.accessId);
  }
};

/** The platform holds what the store knows, nothing else, and all of it. */
const checkPlatform = (world: World): void => {
  const keys = new Set(world.accesses.map((access) => access.serviceUserKey));
  const generations = byId(world.simulatedGenerations);
  const known = new Map(
    world.credentials.map((row) => [`${row.serviceId}/${row.username}/${row.generation}`, row]),
  );
  for (const { id, serviceId, username, status, fingerprint } of generations.values()) {
    expect(keys, `${id} belongs to an access`).toContain(`${serviceId}/${username}`);
    if (status === 'discarded' || status === 'retired') continue;
    const credential = known.get(id);
    expect(credential?.certificate.fingerprint, `${id} (${status}) is known`).toBe(fingerprint);
    expect(credential?.activatedAt !== null, `${id} is in use`).toBe(status === 'active');
  }
  for (const [id, credential] of known) {
    if (!keys.has(`${credential.serviceId}/${credential.username}`)) continue;
    const status = generations.get(id)?.status;
    if (credential.status === 'expired') expect(status, id).toBe('discarded');
    else if (credential.activatedAt === null) expect(status, id).toBe('prepared');
    else expect(['active', 'retired'], id).toContain(status);
    expect(credential.sealed !== null, `${id}: ${credential.status}`).toBe(
      credential.status === 'sealed' || credential.status === 'claimed',
    );
  }
};

/** Every command that was acknowledged stands in the audit, and none twice (A3). */
const checkAudit = (world: World, ledger: Ledger): void => {
  const counts = new Map<string, number>();
  for (const { action, requestId, resourceName } of world.audit)
    for (const subject of [requestId, resourceName]) {
      const key = `${action} ${subject}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  for (const [key, { least, most }] of ledger.entries) {
    const count = counts.get(key) ?? 0;
    expect(count, `${key}: ${count} entries`).toBeGreaterThanOrEqual(
      // A repeated deletion of the same thing was refused, or answered a first one that was done unheard.
      Math.min(least, key.startsWith('access.') ? 1 : least),
    );
    expect(count, `${key}: ${count} entries`).toBeLessThanOrEqual(most);
  }
};

/** Shown once, saved once, and accepted from then on until newer credentials end them (R18, R22). */
const checkReveal = async (
  world: World,
  { access, claim, state, secrets }: KnownReveal,
  accepted: boolean | undefined,
): Promise<void> => {
  const hash = await digest(claim);
  const credential = world.credentials.find((row) => row.accessId === access.id && row.claimHash === hash);
  if (!credential) {
    expect(secrets, `${access.username}: shown, but by no credential`).toBeNull();
    return;
  }
  const entries = world.audit.filter(
    (entry) => entry.accessId === access.id && entry.requestId === credential.requestId,
  );
  const count = (action: string): number => entries.filter((entry) => entry.action === action).length;
  if (secrets) expect(count('credential.shown'), `${credential.id}: shown`).toBe(1);
  if (state === 'saved') expect(credential.status, `${credential.id}: saved`).toBe('saved');
  expect(count('credential.saved'), `${credential.id}: saved`).toBe(credential.savedAt === null ? 0 : 1);
  if (!secrets) return;
  const ended = world.credentials.some(
    (newer) =>
      newer.accessId === access.id &&
      newer.generation > credential.generation &&
      newer.activatedAt !== null &&
      (newer.oldRetiredAt !== null || access.service === SINGLE),
  );
  // Newer credentials whose holder left the group while the platform took them over: nobody gets them, and where
  // passwords cannot overlap the platform may have ended the older one by then. A rotation is needed.
  const torn = world.credentials.some(
    (newer) =>
      newer.accessId === access.id &&
      newer.generation > credential.generation &&
      newer.status === 'expired' &&
      newer.claimedAt !== null &&
      access.service === SINGLE,
  );
  if (torn && !accepted) return;
  const exists = world.accesses.some(({ id }) => id === access.id);
  // Enough to understand it by, for it may not happen again.
  const story = JSON.stringify(
    [
      access,
      world.credentials.filter((row) => row.accessId === access.id).map((row) => ({ ...row, sealed: null })),
      world.simulatedGenerations.filter((row) => row.id.includes(`/${access.username}/`)),
      world.audit.filter((entry) => entry.accessId === access.id),
    ],
    null,
    1,
  );
  expect(accepted, `${credential.id}: accepted; ${story}`).toBe(exists && !ended);
};

/**
 * Holds what is left in the store against the ledger, after everything that was due has been carried out. `accepted`
 * says of each reveal whether the platform took its password at that moment.
 */
export const checkWorld = async (
  world: World,
  ledger: Ledger,
  accepted: ReadonlyMap<KnownReveal, boolean>,
): Promise<void> => {
  const setting = world.settings.find(({ id }) => id === 'demo')?.value;
  // Written by the demo's own use cases alone.
  const offset = (setting as { readonly clockOffset: number } | undefined)?.clockOffset ?? 0;
  const due = world.jobs.filter((job) => job.status === 'queued' && job.runAt <= Date.now() + offset - 5000);
  expect(due, 'nothing that was due is left').toStrictEqual([]);
  checkRequests(world);
  checkPlatform(world);
  checkAudit(world, ledger);
  for (const reveal of ledger.reveals) await checkReveal(world, reveal, accepted.get(reveal));
};
