import type { KeyEntry, NewKeyPreview } from '../../../../contract/schemas/keys.ts';

const DAY = 86_400_000;

/** Milliseconds, as the server's filter has it. */
export const UNUSED_AFTER = 90 * DAY;

/** Whether nobody used it for 90 days; a younger key that was never used is none of these. */
export function isUnused(key: Pick<KeyEntry, 'create_time' | 'last_used_time'>, now: number): boolean {
  return Date.parse(key.last_used_time ?? key.create_time) <= now - UNUSED_AFTER;
}

export type KeyFlag = 'stale_authority' | 'unused' | 'user_owned';

/** What deserves a word beside a key, the gravest first. */
export function flagsOf(
  key: Pick<KeyEntry, 'stale_authority' | 'owner' | 'create_time' | 'last_used_time'>,
  now: number,
): readonly KeyFlag[] {
  return [
    ...(key.stale_authority ? (['stale_authority'] as const) : []),
    ...(isUnused(key, now) ? (['unused'] as const) : []),
    ...(key.owner.kind === 'user' ? (['user_owned'] as const) : []),
  ];
}

export const FLAG_WORDS = {
  stale_authority: 'Stale authority',
  unused: 'Unused for 90 days',
  user_owned: 'Development and testing only',
} as const satisfies Record<KeyFlag, string>;

/** What each flag means. */
export const FLAG_SENTENCES = {
  stale_authority: 'Its owner holds no role any more that could create it, and it goes on working.',
  unused: 'Nobody used it for 90 days.',
  user_owned: 'It belongs to a person and carries that person’s permissions.',
} as const satisfies Record<KeyFlag, string>;

type Owner = NewKeyPreview['owners'][number];

/** "3/10 keys" (K10). */
export const quotaWords = ({ used, limit }: Pick<Owner, 'used' | 'limit'>): string => `${used}/${limit} keys`;
