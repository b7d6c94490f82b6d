import { HOUR, MINUTE } from '../domain/time.ts';
import { BrokenChainError } from '../service/audit/broken-chain.ts';
import { checkChain, claimCheck } from '../service/audit/check-chain.ts';
import type { Deps } from '../service/deps.ts';
import { UnavailableError, type Store } from '../service/ports/store.ts';
import type { Log } from './log.ts';

export interface AuditChecks {
  /** Verifies this organization's chain soon: something else came upon a fault in it. */
  readonly lookAt: (organizationId: string) => void;
  readonly stop: () => Promise<void>;
}

/** How often it is asked whether a check is due, and how long after the start. */
const EVERY = 10 * MINUTE;
const FIRST = MINUTE;
/** What comes upon faults again and again has a chain verified so often at most: longer once one was found. */
const SPARED = 10 * MINUTE;
const SPARED_CHANGED = HOUR;

/**
 * Verifies every chain once a day, in one of the server processes, hourly where it was found changed, and whenever
 * something comes upon a fault; the result is for metrics and page.
 */
export const startAuditChecks = (
  asked: Pick<Deps, 'store' | 'clock' | 'digest' | 'signer'>,
  log: Pick<Log, 'note' | 'fault'>,
  receiverId: string | null,
): AuditChecks => {
  let stopped = false;
  /** A check of many events ends between two pages when the server stops. */
  const read: Store['read'] = async (work) => {
    if (stopped) throw new UnavailableError('The server stops.');
    return asked.store.read(work);
  };
  const deps = { ...asked, store: { ...asked.store, read } };
  let turn: Promise<unknown> = Promise.resolve();
  const foundIn = new Set<string>();
  const lookedAt = new Map<string, number>();

  const check = async (organization: { readonly id: string; readonly name: string }): Promise<void> => {
    const { id } = organization;
    lookedAt.set(id, performance.now());
    const { fault } = await checkChain(deps, organization, receiverId);
    if (fault) log.fault('the audit log was changed', new BrokenChainError(id, fault.message));
    else if (foundIn.has(id)) log.note(`the audit chain of ${id} verifies again`);
    if (fault) foundIn.add(id);
    else foundIn.delete(id);
  };

  const inTurn = (work: () => Promise<void>): void => {
    turn = turn
      .then(async () => (stopped ? undefined : work()))
      .catch((error: unknown) => {
        if (!(error instanceof UnavailableError)) log.fault('the audit chain could not be verified', error);
      });
  };

  const due = (): void =>
    inTurn(async () => {
      for (const organization of await deps.store.read((tx) => tx.find('organizations')))
        if (!stopped && (await claimCheck(deps, organization.id))) await check(organization);
    });

  const first = setTimeout(due, FIRST);
  const timer = setInterval(due, EVERY);
  return {
    lookAt: (organizationId) => {
      const spared = foundIn.has(organizationId) ? SPARED_CHANGED : SPARED;
      if (performance.now() - (lookedAt.get(organizationId) ?? Number.NEGATIVE_INFINITY) < spared) return;
      lookedAt.set(organizationId, performance.now());
      inTurn(async () => {
        const organization = await deps.store.get('organizations', organizationId);
        if (organization) await check(organization);
      });
    },
    stop: async () => {
      stopped = true;
      clearTimeout(first);
      clearInterval(timer);
      await turn;
    },
  };
};
