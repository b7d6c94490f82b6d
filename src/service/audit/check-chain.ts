import { DAY, HOUR } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { AUDIT_ERRAND } from '../shared/record.ts';
import { checkSetting, readCheck, type ChainCheck } from './check-state.ts';
import { readAnchor } from './link-events.ts';
import { readStream } from './stream-position.ts';
import { verifyChain, type ChainReport, type Head } from './verify-chain.ts';

type CheckingDeps = Pick<Deps, 'store' | 'clock' | 'digest' | 'signer'>;

const save = async (tx: Transaction, organizationId: string, value: ChainCheck): Promise<void> => {
  const id = checkSetting(organizationId);
  if (await tx.get('settings', id)) await tx.update('settings', id, { value });
  else await tx.insert('settings', { id, value });
};

/** Whether a chain is to be checked again by now, once a day, hourly where it was found changed or its check never ended; then it is this process's to do. */
export const claimCheck = ({ store, clock }: CheckingDeps, organizationId: string): Promise<boolean> =>
  store.write(async (tx) => {
    const now = clock.now();
    const check = await readCheck(tx, organizationId);
    // The demo's clock can also go back.
    const ended = check !== null && check.at !== null && check.at >= check.begunAt;
    if (check && Math.abs(now - check.begunAt) < (check.fault || !ended ? HOUR : DAY)) return false;
    await save(tx, organizationId, { at: null, fault: null, kept: null, ...check, begunAt: now });
    return true;
  });

/** What a chain is held against: where it stood at the last check, or further on, what was streamed. */
const headOf = (check: ChainCheck | null, streamed: Head | undefined): Head | null => {
  if (check?.fault && check.kept) return check.kept;
  if (!streamed) return check?.kept ?? null;
  return check?.kept && check.kept.sequence > streamed.sequence ? check.kept : streamed;
};

/** As verifyChain; again for as long as policy goes on removing the beginning meanwhile: what it took away is not missing. */
export const verifyAtRest = async (
  deps: Pick<CheckingDeps, 'store' | 'digest' | 'signer'>,
  organization: { readonly id: string; readonly name: string },
  kept: Head | null,
): Promise<ChainReport> => {
  for (;;) {
    const report = await verifyChain(deps, organization, kept);
    if (!report.fault) return report;
    const anchor = await deps.store.read((tx) => readAnchor(tx, organization.id));
    if (anchor?.sequence === report.anchor?.sequence) return report;
  }
};

/**
 * Verifies one organization's chain, beside where it stood before and what the receiver of the stream was given, and keeps
 * what came of it. A chain that was cut back stays found until its rows are back. Throws UnavailableError.
 */
export const checkChain = async (
  deps: CheckingDeps,
  organization: { readonly id: string; readonly name: string },
  receiverId: string | null = null,
): Promise<ChainReport> => {
  const { store, clock } = deps;
  const { id } = organization;
  const begunAt = clock.now();
  const kept = await store.read(async (tx) => {
    const stream = receiverId === null ? null : await readStream(tx, receiverId);
    return headOf(await readCheck(tx, id), stream?.positions[id]);
  });
  const report = await verifyAtRest(deps, organization, kept);
  await store.write(async (tx) => {
    const before = await readCheck(tx, id);
    await save(tx, id, {
      begunAt: Math.max(begunAt, before?.begunAt ?? begunAt),
      at: clock.now(),
      fault: report.fault,
      kept: report.fault ? kept : report.head,
    });
    if (before?.fault?.message === report.fault?.message) return;
    const admins = await tx.find('people', { where: { organizationId: id, isOrganizationAdmin: true } });
    const personIds = admins.map((person) => person.id);
    if (personIds.length > 0) tx.announce({ touches: [AUDIT_ERRAND], organizationId: id, personIds });
  });
  return report;
};
