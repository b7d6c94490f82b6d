import { PROBLEMS, type ProblemCode } from '../../contract/problems.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { noteOnce } from '../shared/note-once.ts';
import { recordAudit, type Occurrence } from '../shared/record.ts';

/** A call that was refused. */
export interface Refusal {
  readonly personId: string;
  readonly operation: { readonly id: string; readonly summary: string };
  /** What the call named, without secrets. */
  readonly params: Readonly<Record<string, string>>;
  readonly code: ProblemCode;
}

/** The statuses of refusals; the others are faults of the input, of the session or of ours. */
const REFUSED: ReadonlySet<number> = new Set([402, 403, 404, 409, 410, 429]);

export const isRefusal = (code: ProblemCode): boolean => REFUSED.has(PROBLEMS[code]);

const EVERY = MINUTE;
/** Refusals of one person that are written down within EVERY: whoever tries out ids must not fill the log. */
const MOST = 60;
const LONGEST_NAME = 200;

type Thing = Pick<Occurrence, 'requestId' | 'accessId' | 'resourceName'>;

/** No store holds the likes of NUL. */
export const plainText = (text: string): string =>
  text.toWellFormed().replaceAll('\0', '').slice(0, LONGEST_NAME);

/** What it was about, by its name where the organization has such a thing. */
const thingOf = async (
  tx: ReadTransaction,
  organizationId: string,
  params: Refusal['params'],
): Promise<Thing> => {
  const request =
    params['request_id'] === undefined ? undefined : await tx.get('requests', params['request_id']);
  if (request?.organizationId === organizationId)
    return { requestId: request.id, accessId: request.accessId, resourceName: request.resourceName };
  const access =
    params['access_id'] === undefined ? undefined : await tx.get('accesses', params['access_id']);
  if (access?.organizationId === organizationId) return { accessId: access.id, resourceName: access.name };
  const named = Object.entries(params).filter(
    ([name, value]) => name !== 'organization_id' || value !== organizationId,
  );
  return { resourceName: plainText(named.map(([, value]) => value).join(' / ')) };
};

/**
 * Writes down that somebody was refused (A3), in a transaction of its own: what was refused changed nothing. Once a minute
 * for the same person, operation, thing and reason, and no more than MOST a minute for one person. Never fails.
 */
export const noteRefusal = (
  { store, clock, ids }: Pick<Deps, 'store' | 'clock' | 'ids'>,
  { personId, operation, params, code }: Refusal,
): Promise<void> =>
  noteOnce(`refusal ${personId} ${operation.id} ${code} ${JSON.stringify(params)}`, async () => {
    const now = clock.now();
    const event = await store.read(async (tx): Promise<Occurrence | null> => {
      const who = (await tx.get('people', personId)) ?? (await tx.get('serviceAccounts', personId));
      if (!who) return null;
      const { organizationId, name } = who;
      const thing = await thingOf(tx, organizationId, params);
      const lately = await tx.find('audit', {
        where: { organizationId, actorId: personId, at: { above: now - EVERY }, action: 'call.refused' },
        order: { column: 'at', direction: 'desc' },
        limit: MOST,
      });
      const same = lately.some(
        (other) =>
          other.details['operation'] === operation.id &&
          other.problem === code &&
          other.resourceName === thing.resourceName &&
          other.requestId === (thing.requestId ?? null),
      );
      if (same || lately.length >= MOST) return null;
      const details = { operation: operation.id, summary: operation.summary };
      return {
        actor: { personId, name },
        action: 'call.refused',
        organizationId,
        ...thing,
        details,
        problem: code,
      };
    });
    if (event) await store.write((tx) => recordAudit(tx, ids, now, event));
  });

/** Writes down that an access token that there is, or was, opened nothing; once a minute for each. Never fails. */
export const noteRefusedToken = (
  { store, clock, ids }: Pick<Deps, 'store' | 'clock' | 'ids'>,
  prefix: string,
): Promise<void> =>
  noteOnce(`refused token ${prefix}`, async () => {
    const now = clock.now();
    const event = await store.read(async (tx): Promise<Occurrence | null> => {
      const [token] = await tx.find('accessTokens', { where: { prefix } });
      if (!token) return null;
      const { organizationId } = token;
      const lately = await tx.find('audit', {
        where: { organizationId, action: 'token.refused', at: { above: now - EVERY } },
      });
      if (lately.some(({ resourceName }) => resourceName === prefix)) return null;
      return {
        actor: { personId: null, name: 'Unknown' },
        action: 'token.refused',
        organizationId,
        resourceName: prefix,
        problem: 'authentication_failed',
      };
    });
    if (event) await store.write((tx) => recordAudit(tx, ids, now, event));
  });
