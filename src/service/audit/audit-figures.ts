import { DAY, type Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { readCheck } from './check-state.ts';
import { linkId } from '../../domain/audit/chain.ts';
import { newestLink, readAnchor } from './link-events.ts';
import { readStream } from './stream-position.ts';

/** How the audit log of all organizations fares. */
export interface AuditFigures {
  /** Chains that were found changed when they were last verified. */
  readonly brokenChains: number;
  /** When the chain that was verified longest ago was; null where one never was. */
  readonly checkedAt: Instant | null;
  /** Events that wait for their link. */
  readonly waiting: number;
  /** Null where nothing is streamed. */
  readonly stream: {
    /** Linked entries that the receiver does not have, and when the oldest of them was linked. */
    readonly behind: number;
    readonly since: Instant | null;
    /** Those of them that policy would have removed. */
    readonly heldBack: number;
  } | null;
}

interface Asked {
  readonly now: Instant;
  readonly receiverId: string | null;
  readonly keepDays: number | null;
}

type Stream = NonNullable<AuditFigures['stream']>;

const streamOf = async (
  tx: ReadTransaction,
  organizationId: string,
  taken: number | undefined,
  { now, keepDays }: Asked,
): Promise<Stream> => {
  const head = await newestLink(tx, organizationId);
  const anchor = await readAnchor(tx, organizationId);
  const begin = anchor?.sequence ?? 0;
  const done = Math.max(taken ?? 0, begin);
  const next =
    head && head.sequence > done ? await tx.get('auditLinks', linkId(organizationId, done + 1)) : undefined;
  const over =
    keepDays === null || !next
      ? 0
      : await tx.tally('audit', { where: { organizationId, at: { atMost: now - keepDays * DAY } } });
  return {
    behind: Math.max(0, (head?.sequence ?? 0) - done),
    since: next?.linkedAt ?? null,
    heldBack: Math.max(0, begin + over - done),
  };
};

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a !== null && b !== null ? Math.min(a, b) : (a ?? b);

/** Read anew at each call. */
export const auditFigures = async (tx: ReadTransaction, asked: Asked): Promise<AuditFigures> => {
  const organizations = await tx.find('organizations');
  const state = asked.receiverId === null ? null : await readStream(tx, asked.receiverId);
  let brokenChains = 0;
  let checkedAt: Instant | null = asked.now;
  let stream: Stream = { behind: 0, since: null, heldBack: 0 };
  for (const { id } of organizations) {
    const check = await readCheck(tx, id);
    if (check?.fault) brokenChains += 1;
    checkedAt = checkedAt === null || !check?.at ? null : Math.min(checkedAt, check.at);
    if (asked.receiverId === null) continue;
    const one = await streamOf(tx, id, state?.positions[id]?.sequence, asked);
    stream = {
      behind: stream.behind + one.behind,
      since: earlier(stream.since, one.since),
      heldBack: stream.heldBack + one.heldBack,
    };
  }
  return {
    brokenChains,
    checkedAt,
    waiting: await tx.count('auditPending'),
    stream: asked.receiverId === null ? null : stream,
  };
};
