import type { Access, AccessList } from '../../../contract/schemas/accesses.ts';
import { toMillis } from '../../ui/format-time.ts';

export type AttentionPart = {
  /** The words that lead to the rows, by this query of the list. */
  link: string;
  rest: string;
  search: Readonly<Record<string, string>>;
};

export type Attention = {
  /** The highest of its parts; `none` where there are none. */
  severity: 'error' | 'warning' | 'info' | 'none';
  parts: readonly AttentionPart[];
};

type Known = {
  /** Ids of my groups, separated by commas. */
  mine: string;
  /** My certificates that end within 7 days or have ended, soonest first; absent where I am in no group. */
  ending: Pick<AccessList, 'access' | 'total_count'> | undefined;
  /** Every access whose credentials nobody has looked at. */
  unviewed: readonly Pick<Access, 'verdicts'>[];
  /** The server's clock, epoch milliseconds. */
  now: number;
};

const accesses = (count: number): string => (count === 1 ? '1 access' : `${count} accesses`);

/** What waits for me, the most pressing first. */
export function attentionOf({ mine, ending, unviewed, now }: Known): Attention {
  const parts: AttentionPart[] = [];
  let severity: Attention['severity'] = 'none';

  const total = ending?.total_count ?? 0;
  if (ending !== undefined && total > 0) {
    const past = ending.access.filter(
      ({ certificate_not_after_time: end }) => end !== undefined && toMillis(end) <= now,
    ).length;
    severity = past > 0 ? 'error' : 'warning';
    const one = total === 1;
    const fate =
      past === total
        ? one
          ? 'has expired.'
          : 'have expired.'
        : `${past > 0 ? 'have expired or ' : ''}${one ? 'ends' : 'end'} within 7 days.`;
    parts.push({
      link: one ? '1 certificate of yours' : `${total} certificates of yours`,
      rest: fate,
      search: { owner_user_group_id: mine, expiry: past === total ? 'expired' : '7_days' },
    });
  }

  const waiting = unviewed.filter((access) => access.verdicts.review_credentials.allowed).length;
  if (waiting > 0) {
    if (severity === 'none') severity = 'info';
    parts.push({
      link: `New credentials for ${accesses(waiting)}`,
      rest: 'wait for you.',
      search: { credential_state: 'unviewed' },
    });
  }
  return { severity, parts };
}
