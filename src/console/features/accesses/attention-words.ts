import type { AccessAttention } from '../../../contract/schemas/accesses.ts';

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

const accesses = (count: number): string => (count === 1 ? '1 access' : `${count} accesses`);

/** What waits for me, the most pressing first. `mine`: ids of my groups, separated by commas. */
export function attentionOf(
  counts: Omit<AccessAttention, `certificates_renewed${string}`>,
  mine: string,
): Attention {
  const { certificates_ending: total, certificates_ended: past, credentials_waiting: waiting } = counts;
  const parts: AttentionPart[] = [];
  let severity: Attention['severity'] = 'none';

  if (total > 0) {
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
