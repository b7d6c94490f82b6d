import type { KeyEntry } from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { usedLately, type ApiKey } from '../../domain/api-key/api-key.ts';
import { isOrganizationAdmin, mayDeleteKey, mayManageKey } from '../../domain/policy/api-keys.ts';
import { mayReportKey } from '../../domain/policy/report-compromise.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { compromiseView, reportedAbout } from '../incidents/incident-view.ts';
import { verdictView } from '../shared/verdict-view.ts';
import type { Principal } from './principal.ts';
import { targetsOf } from './targets.ts';

/** Keys as this principal sees them, in a fixed number of queries however many there are. */
export const keyViews = async (
  tx: ReadTransaction,
  keys: readonly ApiKey[],
  { id: actorId, bindings }: Principal,
  now: Instant,
): Promise<KeyEntry[]> => {
  const targets = await targetsOf(tx, keys);
  const reported = await reportedAbout(
    tx,
    keys.filter(({ state }) => state === 'compromised').map(({ id }) => id),
  );
  const admin = isOrganizationAdmin(bindings);
  return keys.map((key) => {
    const target = targets.get(key.resourceId) ?? null;
    const facts = { actorId, bindings, key, target };
    const manages = mayManageKey(facts);
    const about = reported.get(key.id);
    const report = mayReportKey({
      standing: {
        personId: actorId,
        groupIds: [],
        isOrganizationAdmin: admin,
        role: null,
        managesKey: manages.allowed,
      },
      concern: { kind: 'api_key', ownerId: key.ownerId, createdBy: key.createdBy },
      known: about?.newest ?? null,
    });
    return {
      key: key.id,
      display_name: key.displayName,
      description: key.description,
      owner: {
        id: key.ownerId,
        kind: key.ownerKind,
        name: key.ownerName,
        ...(key.ownerEmail === '' ? {} : { email: key.ownerEmail }),
      },
      resource: {
        id: key.resourceId,
        kind: key.resourceKind,
        name: key.resourceName,
        ...(key.environmentId === null ? {} : { environment_id: key.environmentId }),
      },
      state: key.state,
      create_time: toWireTime(key.createdAt),
      ...(key.lastUsedAt === 0 ? {} : { last_used_time: toWireTime(key.lastUsedAt) }),
      used_lately: usedLately(key, now),
      stale_authority: key.stale,
      version: key.version,
      ...compromiseView(about, key),
      verdicts: {
        edit: verdictView(manages),
        delete: verdictView(mayDeleteKey(facts)),
        report_compromise: verdictView(report),
      },
    };
  });
};

/** One key as this principal sees it. */
export const keyView = async (
  tx: ReadTransaction,
  key: ApiKey,
  principal: Principal,
  now: Instant,
): Promise<KeyEntry> => {
  const [view] = await keyViews(tx, [key], principal, now);
  // One in, one out.
  return view as KeyEntry;
};
